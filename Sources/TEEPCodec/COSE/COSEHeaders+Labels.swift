extension COSEHeaders {
  /// The common labels, from 1 to 6, a bit for each (RFC 9052, section 3.1).
  struct Labels: OptionSet, Sendable {
    let rawValue: UInt8

    static let algorithm = Labels(label: 1)
    static let critical = Labels(label: 2)
    static let contentType = Labels(label: 3)
    static let keyIdentifier = Labels(label: 4)
    static let initializationVector = Labels(label: 5)
    static let partialInitializationVector = Labels(label: 6)

    static let initializationVectors: Labels = [.initializationVector, .partialInitializationVector]
    /// What a ``critical`` may name.
    static let understood: Labels = [.algorithm, .contentType, .keyIdentifier, .initializationVector]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The label itself; none where it is another one.
    init(label: Int32) {
      self.init(rawValue: UInt32(bitPattern: label) <= 6 ? 1 &<< UInt8(truncatingIfNeeded: label) : 0)
    }
  }
}
