import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl embed --encoder DIR --texts LINES.txt --out X.safetensors`
struct EmbedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed", abstract: "Embed texts, one a line, with a sentence encoder.")

  @Option(help: "Folder with config.json, vocab.txt and model.safetensors.")
  var encoder: String
  @Option(help: "Texts, one a line, UTF-8.")
  var texts: String
  @Option(help: "Where to write tensor `embeddings` [n, d], float32.")
  var out: String
  @Option(help: "Put before every text, as E5 and BGE models ask for; without it, what the folder names.")
  var prefix: String?
  @Option(help: "Threads; the result does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func run() throws {
    let encoder = try SentenceEncoder(directory: encoder, prefix: prefix)
    var lines = try String(contentsOfFile: texts, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    let reporter = ProgressReporter("embedding", total: lines.count, unit: "texts")
    let embeddings = encoder.encode(lines.map(String.init), threads: threads) { reporter.advance(by: $0) }
    reporter.finish()
    var writer = SafetensorsWriter()
    writer.metadata = ["encoder": encoder.id, "encoder_sha256": encoder.weightSHA256]
    writer.add("embeddings", embeddings)
    try AtomicFile.write(writer.encoded(), to: out)
  }
}
