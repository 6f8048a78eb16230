import Crypto
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `<bundles>/promotions.log`: one JSON object a line, only ever appended to, each line fsynced before the next step.
///
/// Holding a log excludes every other process that promotes in the same folder. A line that a crash cut short stays
/// as it is, is skipped when reading, and the next one starts below it.
package struct PromotionLog: ~Copyable {
  package static let fileName = "promotions.log"
  private let path: String
  private let descriptor: Int32

  /// Opens the log of `parent`, creating it if there is none, and waits for its lock.
  package init(in parent: String) throws(BundleError) {
    path = "\(parent)/\(Self.fileName)"
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure(path, "open") }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw Self.failure(path, "flock") }
    }
  }

  deinit { close(descriptor) }

  /// Every whole line of the log of `parent`, oldest first; empty without a log.
  package static func read(in parent: String) throws(BundleError) -> [Promotion] {
    let path = "\(parent)/\(fileName)"
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    let decoder = JSONDecoder()
    return lines(data).compactMap { try? decoder.decode(Promotion.self, from: Data($0)) }
  }

  /// The numbers, from 1, of the lines that do not follow from the one before: they, or it, were changed.
  package static func broken(in parent: String) -> [Int] {
    guard let data = FileManager.default.contents(atPath: "\(parent)/\(fileName)") else { return [] }
    var previous = ""
    var broken: [Int] = []
    for (index, line) in lines(data).enumerated() {
      let entry = try? JSONDecoder().decode(Promotion.self, from: Data(line))
      if entry?.previous != previous { broken.append(index + 1) }
      previous = SHA256.hexDigest(of: line)
    }
    return broken
  }

  /// Appends `promotion`, chained to the last line, and makes it durable.
  func append(_ promotion: Promotion) throws(BundleError) {
    let data = FileManager.default.contents(atPath: path) ?? Data()
    var promotion = promotion
    promotion.previous = Self.lines(data).last.map { SHA256.hexDigest(of: $0) } ?? ""
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let line = try? encoder.encode(promotion) else {
      throw BundleError(.cannotWrite, file: path, "a line that has no JSON")
    }
    let isCut = !(data.last.map { $0 == UInt8(ascii: "\n") } ?? true)
    try write((isCut ? [UInt8(ascii: "\n")] : []) + Array(line) + [UInt8(ascii: "\n")])
  }

  private func write(_ bytes: [UInt8]) throws(BundleError) {
    let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count else { throw Self.failure(path, "write") }
    guard fsync(descriptor) == 0 else { throw Self.failure(path, "fsync") }
  }

  private static func lines(_ data: Data) -> [[UInt8]] {
    data.split(separator: UInt8(ascii: "\n")).map { Array($0) }
  }

  private static func failure(_ path: String, _ call: String) -> BundleError {
    BundleError(
      .cannotWrite, file: path, AtomicFile.Failure(path: path, call: call, code: errno).description)
  }
}

private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, base, count)
}
