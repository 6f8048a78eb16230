import Foundation
import RankingTraining
import Testing

/// Against HF `tokenizers` itself, as installed for RANKD_PYTHON.
struct TokenizerParityTests {
  private static let script = """
    import json, sys
    from tokenizers import Tokenizer
    folder, texts, out = sys.argv[1:]
    tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    encodings = tokenizer.encode_batch(json.load(open(texts, encoding="utf-8")))
    json.dump([encoding.ids for encoding in encodings], open(out, "w"))
    """

  private func reference(_ texts: [String]) throws -> [[Int32]] {
    try EncoderFixture.withFolder { folder in
      let input = folder.appending(path: "texts.json")
      let output = folder.appending(path: "ids.json")
      try JSONEncoder().encode(texts).write(to: input)
      let process = Process()
      process.executableURL = URL(filePath: EncoderFixture.python)
      process.arguments = ["-c", Self.script, EncoderFixture.folder, input.path, output.path]
      try process.run()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0, "RANKD_PYTHON with tokenizers is needed")
      return try JSONDecoder().decode([[Int32]].self, from: Data(contentsOf: output))
    }
  }

  private func compare(_ texts: [String]) throws {
    let tokenizer = try WordPieceTokenizer(directory: EncoderFixture.folder)
    let wrong = zip(texts, try reference(texts)).filter { tokenizer.encode($0, maximumTokens: 256) != $1 }
    #expect(wrong.map(\.0).prefix(20) == [], "\(wrong.count) of \(texts.count) differ")
  }

  @Test func everyMovieLensText() throws {
    let texts = try MovieLensTexts.read(EncoderFixture.data)
    #expect(texts.count == 1682)
    try compare(texts.values.sorted())
  }

  /// Every scalar of planes 0 to 2, inside a word and at the end of one.
  @Test func everyScalar() throws {
    let scalars = (UInt32(0)..<0x30000).compactMap(Unicode.Scalar.init)
    try compare(scalars.map { "a\($0)b e\($0)" })
  }

  /// Random mixtures of scripts, marks and punctuation.
  @Test func mixtures() throws {
    var random = SystemRandomNumberGenerator.Seeded(state: 7)
    let blocks: [UInt32] = [0, 0x80, 0x300, 0x400, 0x590, 0x900, 0x1100, 0x1E00, 0x3040, 0xAC00, 0x1F300]
    try compare(
      (0..<5_000).map { _ in
        let block = blocks.randomElement(using: &random) ?? 0
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 1...12, using: &random) {
          let value = [
            block + .random(in: 0..<0x180, using: &random), .random(in: 0x20...0x7E, using: &random),
            .random(in: 0x300...0x36F, using: &random),
          ].randomElement(using: &random)
          text.append(value.flatMap(Unicode.Scalar.init) ?? " ")
        }
        return String(text)
      })
  }
}

extension SystemRandomNumberGenerator {
  /// SplitMix64.
  struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
