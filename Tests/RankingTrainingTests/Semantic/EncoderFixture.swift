import Foundation
import RankingCore
import RankingTraining

/// The encoder's folder, the golden vectors and where the data set lies.
enum EncoderFixture {
  struct Sentence: Decodable, Sendable {
    let text: String
    /// How often the text stands in the sentence.
    let `repeat`: Int
    let ids: [Int32]

    var whole: String { String(repeating: text, count: self.repeat) }
  }

  static let root: URL = {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root
  }()

  /// The folder named by RANKD_ENCODER, else `.rankd/encoder` of the package.
  static var folder: String { path("RANKD_ENCODER", else: ".rankd/encoder") }
  /// The folder named by RANKD_DATA, else `.rankd/data/ml-100k` of the package.
  static var data: String { path("RANKD_DATA", else: ".rankd/data/ml-100k") }
  /// The interpreter named by RANKD_PYTHON, else `.venv/bin/python3` of the package.
  static var python: String { path("RANKD_PYTHON", else: ".venv/bin/python3") }

  private static func path(_ name: String, else place: String) -> String {
    ProcessInfo.processInfo.environment[name] ?? root.appending(path: place).path
  }

  static func fixture(_ name: String) -> URL { root.appending(path: "Tests/Fixtures/semantic/\(name)") }

  static func sentences() throws -> [Sentence] {
    try JSONDecoder().decode([Sentence].self, from: Data(contentsOf: fixture("sentences.json")))
  }

  static func vectors(_ name: String) throws -> Matrix<Float> {
    try SafetensorsFile(path: fixture(name).path).matrix("vectors", as: Float.self)
  }

  /// Puts links to the encoder's files into `target`, for a test that adds others.
  static func link(to target: URL) throws {
    let source = URL(filePath: folder, relativeTo: .currentDirectory()).absoluteURL
    for name in [
      "config.json", "model.safetensors", "sentence_bert_config.json", "tokenizer.json", "vocab.txt",
    ] {
      try FileManager.default.createSymbolicLink(
        at: target.appending(path: name), withDestinationURL: source.appending(path: name))
    }
  }

  static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rankd-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}

func cosine(_ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>) -> Double {
  func dot(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
  return dot(left, right) / (dot(left, left) * dot(right, right)).squareRoot()
}
