/// ECDSA-Sig-Value (RFC 3279, section 2.2.3), as OpenSSL has it, of the r ‖ s that COSE has.
public func derSignature(_ raw: [UInt8]) -> [UInt8] {
  let integers = [raw.prefix(raw.count / 2), raw.suffix(raw.count / 2)].flatMap { half -> [UInt8] in
    var value = Array(half.drop { $0 == 0 })
    if value.first.map({ $0 >= 0x80 }) ?? true { value.insert(0, at: 0) }
    return [0x02, UInt8(value.count)] + value
  }
  return [0x30, UInt8(integers.count)] + integers
}
