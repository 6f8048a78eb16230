import Foundation

/// Invented data beside the tests, and files made on the spot.
enum Fixture {
  static func path(_ name: String, _ file: String = #filePath) -> String {
    URL(fileURLWithPath: file).appendingPathComponent("../../../Fixtures/dataset/\(name)").standardized.path
  }

  /// Where the files of this process lie; gone when it ends.
  private static let scratch: URL = {
    atexit { try? FileManager.default.removeItem(at: Fixture.scratch) }
    return FileManager.default.temporaryDirectory.appendingPathComponent("rankd-\(UUID().uuidString)")
  }()

  /// A file with `text` in a folder of its own.
  static func file(_ text: String, named name: String = "data.csv") throws -> String {
    try file(Array(text.utf8), named: name)
  }

  static func file(_ bytes: [UInt8], named name: String) throws -> String {
    let folder = scratch.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let url = folder.appendingPathComponent(name)
    try Data(bytes).write(to: url)
    return url.path
  }
}
