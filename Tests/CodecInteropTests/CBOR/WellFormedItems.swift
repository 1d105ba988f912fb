/// Well-formed items in hexadecimal.
enum WellFormedItems {
  /// All examples of RFC 8949, appendix A.
  static let appendixA = [
    "00", "01", "0a", "17", "1818", "1819", "1864", "1903e8", "1a000f4240", "1b000000e8d4a51000",
    "1bffffffffffffffff", "c249010000000000000000", "3bffffffffffffffff", "c349010000000000000000", "20",
    "29", "3863", "3903e7", "f90000", "f98000", "f93c00", "fb3ff199999999999a", "f93e00", "f97bff",
    "fa47c35000", "fa7f7fffff", "fb7e37e43c8800759c", "f90001", "f90400", "f9c400", "fbc010666666666666",
    "f97c00", "f97e00", "f9fc00", "fa7f800000", "fa7fc00000", "faff800000", "fb7ff0000000000000",
    "fb7ff8000000000000", "fbfff0000000000000", "f4", "f5", "f6", "f7", "f0", "f8ff",
    "c074323031332d30332d32315432303a30343a30305a", "c11a514b67b0", "c1fb41d452d9ec200000", "d74401020304",
    "d818456449455446", "d82076687474703a2f2f7777772e6578616d706c652e636f6d", "40", "4401020304", "60",
    "6161", "6449455446", "62225c", "62c3bc", "63e6b0b4", "64f0908591", "80", "83010203",
    "8301820203820405", "98190102030405060708090a0b0c0d0e0f101112131415161718181819", "a0", "a201020304",
    "a26161016162820203", "826161a161626163", "a56161614161626142616361436164614461656145",
    "5f42010243030405ff", "7f657374726561646d696e67ff", "9fff", "9f018202039f0405ffff",
    "9f01820203820405ff", "83018202039f0405ff", "83019f0203ff820405",
    "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff", "bf61610161629f0203ffff",
    "826161bf61626163ff", "bf6346756ef563416d7421ff",
  ]

  /// What is well-formed though it is not deterministic, not valid or of no use.
  static let further = [
    // Longer heads than needed (section 4.2.1 is about deterministic encoding only).
    "1800", "190017", "1a00000000", "1b0000000000000000", "3800", "390000", "5800", "590000", "5a00000000",
    "5b0000000000000000", "7800", "790000", "9800", "990000", "9b0000000000000000", "b800", "ba00000000",
    "d80000", "d9000000", "db000000000000000000",
    // No chunks, empty chunks and chunks with longer heads.
    "5fff", "7fff", "5f4040ff", "7f6060ff", "5f580101ff", "7f79000161ff",
    // Indefinite lengths in each other and as keys.
    "9f9f9fffffff", "bf9fffbfffff", "a15fff7fff", "bfff", "bf5f4101ff00ff",
    // Keys twice, out of order and of every type.
    "a201000100", "a202000100", "a1f600", "a1a000", "a18000", "a1fb000000000000000000", "a1c100f7",
    // Texts that are not UTF-8, which are well-formed but invalid (section 5.3.1).
    "61ff", "62c328", "61c3", "63eda080", "7f61c361bcff",
    // Tags of every length around anything, be it valid for the tag or not (section 5.3.2).
    "c000", "c1f6", "c280", "d6d6d600", "c600", "c782f6f5", "ca80", "d040", "d100",
    "d28440a0f640", "d3d400", "d9d9f7d9d9f700", "dbffffffffffffffff00", "da7fffffff80",
    // Simple values of both lengths; those from 24 to 31 are never assigned (section 3.3).
    "e0", "f3", "f820", "f8fe",
    // NaNs with other payloads, subnormal and negative numbers.
    "f97e01", "f9ffff", "fa7f800001", "fb7ff0000000000001", "f98001", "fbffffffffffffffff",
  ]
}
