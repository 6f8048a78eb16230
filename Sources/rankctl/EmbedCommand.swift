import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl embed --encoder DIR | --endpoint URL --model M, --texts LINES.txt --out X.safetensors`
struct EmbedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed", abstract: "Embed texts, one a line, with a sentence encoder or an endpoint.",
    discussion: """
      Embeddings are kept in the home folder by what their text holds: only texts never seen are embedded, and an \
      interrupted run goes on where it stopped. --endpoint speaks the OpenAI-compatible /v1/embeddings; its key \
      comes from RANKD_ENDPOINT_KEY or --key-file. `rankctl texts` writes the items' texts.
      """)

  @OptionGroup var home: RankdHome
  @OptionGroup var embedder: EmbedderOptions
  @Option(help: "Texts, one a line, UTF-8.")
  var texts: String
  @Option(help: "Where to write tensor `embeddings` [n, d], float32.")
  var out: String
  @Option(help: "Put before every text, as E5 and BGE models ask for; without it, what the folder names.")
  var prefix: String?
  @Option(help: "Threads; the result does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount
  @Flag(help: "With --encoder: print texts, new texts, seconds and peak memory as JSON.")
  var json = false

  func validate() throws {
    guard embedder.encoder != nil || embedder.endpoint != nil else {
      throw ValidationError("give either --encoder or --endpoint")
    }
  }

  func run() async throws {
    let lines = try readLines()
    let reporter = ProgressReporter("embedding", total: lines.count, unit: "texts")
    if let remote = try embedder.remote(home, prefix: prefix) {
      defer { print(remote.meter.report) }
      let vectors = try await remote.embedder.embed(lines) { reporter.advance(by: $0) }
      reporter.finish()
      return try EmbeddingFile.write(vectors, of: lines, by: remote.embedder.identity, to: out)
    }
    let local = try embedder.local(home, prefix: prefix, threads: threads)
    let start = ContinuousClock.now
    let new = try local.missing(lines)
    let vectors = try local.embed(lines) { reporter.advance(by: $0) }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    reporter.finish()
    try EmbeddingFile.write(vectors, of: lines, by: local.identity, to: out)
    EmbedReport(texts: lines.count, encoded: new, seconds: seconds).print(json: json)
  }

  /// Lines end with LF or CR LF.
  private func readLines() throws -> [String] {
    let text = try InputFile.text(texts)
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.last == "\r" ? line.dropLast() : line)
    }
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
