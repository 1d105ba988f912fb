import Foundation
import SystemPackage

/// Reads and writes whole files, with errors that name them.
public enum FileContents {
  /// The name that stands for standard input.
  public static let standardInput = "-"
  /// What a file may have at most unless told otherwise: more than any message or payload that a device takes.
  public static let defaultLimit = 64 << 20

  /// All bytes of the file at `path`, or of standard input for `-`; at most `limit` of them.
  public static func read(_ path: String, limit: Int = defaultLimit) throws(FileError) -> [UInt8] {
    do {
      let handle =
        path == standardInput
        ? FileHandle.standardInput
        : try FileHandle(
          fileDescriptor: FileDescriptor.open(FilePath(path), .readOnly).rawValue, closeOnDealloc: true)
      var bytes = [UInt8]()
      while let data = try handle.read(upToCount: 1 << 16), !data.isEmpty {
        bytes += data
        if bytes.count > limit { throw FileError(path, "the file is larger than the \(limit) bytes allowed") }
      }
      return bytes
    } catch let error as FileError {
      throw error
    } catch let error as Errno {
      throw FileError(path, "cannot be read: \(error); check the name and the permissions")
    } catch {
      throw FileError(path, "cannot be read: is it a file?")
    }
  }

  /// The bytes of a secret in a file, of which there have to be as many as `counts` permits, and that nobody but the
  /// file's owner may read.
  public static func readSecret(_ path: String, counts: ClosedRange<Int>) throws(FileError) -> [UInt8] {
    let bytes = try read(path, limit: max(counts.upperBound, 1 << 10))
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let permissions = attributes?[.posixPermissions] as? Int, permissions & 0o077 == 0 else {
      throw FileError(path, "may be read by others than its owner; 'chmod 600' it")
    }
    guard counts.contains(bytes.count) else {
      let wanted =
        counts.lowerBound == counts.upperBound
        ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
      throw FileError(
        path, "has \(bytes.count) bytes; such a key has \(wanted), and nothing else is in the file")
    }
    return bytes
  }

  /// The text of the file at `path`, or of standard input for `-`.
  public static func readText(_ path: String, limit: Int = 1 << 20) throws(FileError) -> String {
    guard let text = try String(validating: read(path, limit: limit), as: UTF8.self) else {
      throw FileError(path, "is not UTF-8 text")
    }
    return text
  }

  /// Writes `bytes` to `path`, in place of what was there.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try write(bytes, to: path, options: [.create, .truncate], permissions: .init(rawValue: 0o644))
  }

  /// Writes `bytes` to a new file at `path` that only its owner may read: a private key, or an image that has
  /// one. A file that is there already is left as it is: its permissions may be wider.
  public static func createPrivate(_ bytes: [UInt8], at path: String) throws(FileError) {
    try write(bytes, to: path, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
  }

  private static func write(
    _ bytes: [UInt8], to path: String, options: FileDescriptor.OpenOptions, permissions: FilePermissions
  ) throws(FileError) {
    do {
      let file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: options, permissions: permissions)
      _ = try file.closeAfter { try file.writeAll(bytes) }
    } catch Errno.fileExists {
      throw FileError(path, "exists already; choose another name or delete it first")
    } catch {
      throw FileError(path, "cannot be written: \(error); check the folder and the permissions")
    }
  }
}
