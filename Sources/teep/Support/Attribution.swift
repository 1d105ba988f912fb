import TEEPHost

/// Runs `body` and says of its errors which file they are about.
func about<Result>(_ path: String, _ body: () throws -> Result) throws(FileError) -> Result {
  do {
    return try body()
  } catch let error as FileError {
    throw error
  } catch {
    throw FileError(path, "\(error)")
  }
}
