/// The version of the link that this module speaks, told in `hello` and `welcome`.
let linkVersion: UInt8 = 1

/// The longest URI that an agent may fetch, in bytes.
let maximumFetchURI = 512
