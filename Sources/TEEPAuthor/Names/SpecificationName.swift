/// A number that specifications name: `imageDigest` here is `image-digest` there.
extension CaseIterable {
  /// The name as the specifications write it.
  var specificationName: String {
    "\(self)".map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
  }

  /// What the specifications call `name`; nil where they have no such name.
  init?(specificationName name: String) {
    guard let known = Self.allCases.first(where: { $0.specificationName == name }) else { return nil }
    self = known
  }

  /// All names.
  static var specificationNames: String { allCases.map(\.specificationName).joined(separator: ", ") }
}
