/// What messages have to keep beyond being well-formed, so that none of them can be read in two ways: each rule by its
/// name, whose breach ``DecodeError/rule`` tells.
///
/// ``CBORReader`` keeps the rules of ``everyItem`` for all that it reads or passes over. Maps whose order a specification
/// sets keep ``ascendingKeys``, all others ``uniqueKeys``; whoever reads the last item demands ``noTrailingBytes``, and
/// whoever reads a field its ``fieldLimits``. ``CBORItemWalker`` takes the rules as a value.
public struct StrictnessRules: OptionSet, Sendable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  private init(brokenBy reason: DecodeError.Reason) { rawValue = 1 &<< UInt32(reason.rawValue) }

  /// Strings, arrays and maps say their length in their head (RFC 8949, section 4.2.1).
  public static let definiteLengths = StrictnessRules(brokenBy: .indefiniteLength)
  /// Integers, lengths and tags have the shortest of the forms that can hold them (RFC 8949, section 4.2.1).
  ///
  /// Floating-point numbers, which no message here has, are passed over in any form.
  public static let shortestForm = StrictnessRules(brokenBy: .notShortest)
  /// No key is twice in a map (RFC 8949, section 5.6).
  public static let uniqueKeys = StrictnessRules(brokenBy: .duplicateKey)
  /// The encoded keys of a map ascend bytewise (RFC 8949, section 4.2.1), as SUIT demands of its maps.
  public static let ascendingKeys = StrictnessRules(brokenBy: .unsortedKeys)
  /// Text strings are UTF-8 (RFC 8949, section 3.1; RFC 3629).
  public static let validUTF8 = StrictnessRules(brokenBy: .invalidUTF8)
  /// Arrays, maps and tags lie in one another to ``CBORReader/maximumNesting`` levels at most.
  public static let boundedNesting = StrictnessRules(brokenBy: .nestedTooDeeply)
  /// Nothing follows the outermost item, be it of a message or of the content of a byte string.
  public static let noTrailingBytes = StrictnessRules(brokenBy: .trailingBytes)
  /// Numbers and lengths are within the bounds of their field, such as those of ``TEEPLimits``.
  public static let fieldLimits = StrictnessRules(brokenBy: .outOfRange)

  /// What every item keeps, whatever it is for.
  public static let everyItem: StrictnessRules = [
    .definiteLengths, .shortestForm, .validUTF8, .boundedNesting,
  ]
  /// All rules.
  public static let all: StrictnessRules = [
    .everyItem, .uniqueKeys, .ascendingKeys, .noTrailingBytes, .fieldLimits,
  ]
}

extension DecodeError {
  /// The rule that was broken; nil where no rule was, but the item is not well-formed or not what its place demands.
  public var rule: StrictnessRules? {
    let rule = StrictnessRules(rawValue: 1 &<< UInt32(reason.rawValue))
    return StrictnessRules.all.isSuperset(of: rule) ? rule : nil
  }
}

#if !hasFeature(Embedded)
  extension StrictnessRules: CustomStringConvertible {
    /// The names of the rules.
    public var description: String {
      let names: [(StrictnessRules, String)] = [
        (.definiteLengths, "definite lengths"), (.shortestForm, "shortest form"),
        (.uniqueKeys, "unique keys"), (.ascendingKeys, "ascending keys"), (.validUTF8, "valid UTF-8"),
        (.boundedNesting, "bounded nesting"), (.noTrailingBytes, "no trailing bytes"),
        (.fieldLimits, "field limits"),
      ]
      return names.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
    }
  }
#endif
