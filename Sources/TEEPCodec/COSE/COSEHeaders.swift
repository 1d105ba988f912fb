/// The header parameters of one COSE layer (RFC 9052, section 3).
public struct COSEHeaders: Sendable {
  /// Parameters in one bucket beyond which a message is refused.
  public static let maximumCount = 8

  /// `alg`.
  public private(set) var algorithm: COSEAlgorithm?
  // They stand where the algorithm leaves a gap.
  private var protectedLabels = Labels()
  private var unprotectedLabels = Labels()
  /// Where the `kid` of the unprotected or protected bucket lies in the bytes of the message.
  public private(set) var keyIdentifier = ByteRange.absent
  /// Where the content of the protected bucket lies in the bytes of the message; the unprotected one follows on it.
  private(set) var protectedContent = ByteRange.absent

  /// Where the content of the protected bucket lies in the bytes of the message; no bytes where the bucket is empty,
  /// since an encoded empty map is authenticated as the empty string that stands for it (RFC 9052, section 4.4).
  public var protected: ByteRange {
    // The one map of one byte is the empty one.
    protectedContent.count == 1 ? ByteRange(start: protectedContent.start, count: 0) : protectedContent
  }

  /// Reads the buckets of a signature, of a MAC, or of the body of signatures: `alg` is protected, and since nothing is
  /// encrypted, an IV can only be another parameter gone wrong.
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  mutating func readOfAuthentication(_ reader: inout CBORReader) throws(DecodeError) {
    let start = reader.offset
    try read(&reader)
    guard !unprotectedLabels.contains(.algorithm) else {
      throw DecodeError(.wrongBucket, at: reader.base &+ start)
    }
    try refuse(.initializationVectors, at: reader.base &+ start)
  }

  /// Reads the buckets of encrypted content: `alg` is there, in the bucket that it demands.
  @inline(never)
  mutating func readOfEncryption(_ reader: inout CBORReader) throws(DecodeError) -> COSEAlgorithm {
    let start = reader.offset
    try read(&reader)
    // No key here has the other part of it.
    try refuse(.partialInitializationVector, at: reader.base &+ start)
    return try algorithm(emptyBucket: protectedContent, at: reader.base &+ start)
  }

  /// Reads the buckets of a recipient: `alg` is there, in the bucket that it demands; no content key has an IV.
  @inline(never)
  mutating func readOfRecipient(_ reader: inout CBORReader) throws(DecodeError) -> COSEAlgorithm {
    let start = reader.offset
    try read(&reader)
    try refuse(.initializationVectors, at: reader.base &+ start)
    // Where the protected bucket has to be empty, it may also be an encoded empty map (RFC 9053, section 6.2.1).
    return try algorithm(emptyBucket: protected, at: reader.base &+ start)
  }

  private func refuse(_ labels: Labels, at offset: Int) throws(DecodeError) {
    guard protectedLabels.union(unprotectedLabels).isDisjoint(with: labels) else {
      throw DecodeError(.unsupported, at: offset)
    }
  }

  private func algorithm(emptyBucket: ByteRange, at offset: Int) throws(DecodeError) -> COSEAlgorithm {
    guard let algorithm else { throw DecodeError(.missingMember, at: offset) }
    if algorithm.leavesHeadersUnprotected {
      guard emptyBucket.count == 0 else { throw DecodeError(.wrongBucket, at: offset) }
    } else if unprotectedLabels.contains(.algorithm) {
      throw DecodeError(.wrongBucket, at: offset)
    }
    return algorithm
  }

  /// Reads both buckets. Refused are a label that is there twice, be it in different buckets, and a `crit` that names what
  /// is not understood or not there.
  #if !hasFeature(Embedded)
    @inline(__always)
  #endif
  private mutating func read(_ reader: inout CBORReader) throws(DecodeError) {
    protectedContent = try reader.byteStringRange()
    if protectedContent.count > 0 {
      // Read out of the whole message, for the labels of both buckets to be compared.
      var bucket = reader.within(protectedContent)
      protectedLabels = try readBucket(&bucket)
      try bucket.end()
    }
    unprotectedLabels = try readBucket(&reader)
  }

  /// Reads one bucket; gives which of the common labels are in it.
  @inline(__always)
  private mutating func readBucket(_ reader: inout CBORReader) throws(DecodeError) -> Labels {
    guard CBORReader.hasShortPaths else { return try readParameters(&reader) }
    if let label = readOnlyParameter(&reader) { return label }
    var bucket = reader
    let labels = try readParameters(&bucket)
    reader = bucket
    return labels
  }

  /// Reads a bucket that holds nothing but a short `alg` or `kid`, as most do; nil, and nothing read, where it is another.
  @inline(__always)
  private mutating func readOnlyParameter(_ reader: inout CBORReader) -> Labels? {
    let bytes = reader.unread
    guard bytes.count > 2, bytes[0] == 0xA1 else { return nil }
    let label = Labels(label: Int32(bytes[1]))
    guard protectedLabels.isDisjoint(with: label) else { return nil }
    var value = reader.at(reader.offset &+ 2)
    if label == .algorithm, let number = value.shortInteger() {
      algorithm = COSEAlgorithm(rawValue: number)
    } else if label == .keyIdentifier, let content = value.shortString(of: .byteString) {
      keyIdentifier = content
    } else {
      return nil
    }
    reader = value
    return label
  }

  /// Reads the map of one bucket.
  @inline(never)
  private mutating func readParameters(_ reader: inout CBORReader) throws(DecodeError) -> Labels {
    let start = reader.offset
    let count = try reader.map(upTo: Self.maximumCount)
    let firstKey = reader.offset
    var labels = Labels()
    var critical = Labels()
    for index in 0..<count {
      let keyOffset = reader.offset
      let label = Labels(label: try reader.headerLabel())
      if label.isEmpty { try checkRareLabel(reader, at: keyOffset, index: index, of: firstKey) }
      guard labels.union(protectedLabels).isDisjoint(with: label) else {
        throw DecodeError(.duplicateKey, at: reader.base &+ keyOffset)
      }
      labels.formUnion(label)
      switch label {
      case .algorithm: algorithm = COSEAlgorithm(rawValue: try reader.integer32())
      case .keyIdentifier: keyIdentifier = try reader.byteStringRange()
      case .critical: critical = try readCritical(&reader, keyAt: keyOffset)
      default: try reader.skip()
      }
    }
    guard labels.isSuperset(of: critical) else {
      throw DecodeError(.missingMember, at: reader.base &+ start)
    }
    return labels
  }

  /// Demands that a label which ``Labels`` does not have is none of the first `index` ones of its bucket and none of the
  /// protected ones.
  #if !hasFeature(Embedded)
    @inline(never)
  #endif
  private func checkRareLabel(
    _ reader: borrowing CBORReader, at keyOffset: Int, index: Int, of firstKey: Int
  ) throws(DecodeError) {
    let key = reader.range(since: keyOffset)
    try reader.checkKey(key, isNotAmongFirst: index, of: firstKey)
    guard protectedContent.count > 0, firstKey >= protectedContent.end else { return }
    var bucket = reader.at(protectedContent.start)
    try reader.checkKey(key, isNotAmongFirst: try bucket.map(), of: bucket.offset)
  }

  /// Reads the labels of a `crit`.
  @inline(never)
  private func readCritical(
    _ reader: inout CBORReader, keyAt keyOffset: Int
  ) throws(DecodeError) -> Labels {
    // It has to be protected (RFC 9052, section 3.1), and that bucket comes first.
    guard keyOffset < protectedContent.end else {
      throw DecodeError(.wrongBucket, at: reader.base &+ keyOffset)
    }
    var critical = Labels()
    for _ in 0..<(try reader.array(1...Self.maximumCount)) {
      let label = Labels(label: try reader.headerLabel())
      guard !label.isDisjoint(with: .understood) else {
        throw DecodeError(.unknownCritical, at: reader.base &+ keyOffset)
      }
      critical.formUnion(label)
    }
    return critical
  }
}
