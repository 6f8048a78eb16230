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
      comes from RANKD_ENDPOINT_KEY or --key-file.
      """)

  @OptionGroup var home: RankdHome
  @OptionGroup var options: EndpointOptions
  @Option(help: "Folder with config.json, vocab.txt and model.safetensors.")
  var encoder: String?
  @Option(help: "Base URL of an endpoint, such as http://127.0.0.1:8000/v1.")
  var endpoint: String?
  @Option(help: "The model's name at the endpoint.")
  var model: String?
  @Option(help: "Texts of one call to the endpoint.")
  var batch = 64
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
    guard (encoder == nil) != (endpoint == nil) else {
      throw ValidationError("give either --encoder or --endpoint")
    }
    guard endpoint == nil || model != nil else { throw ValidationError("--endpoint needs --model") }
    guard (1...4096).contains(batch) else { throw ValidationError("--batch \(batch): must be 1 to 4096") }
  }

  func run() async throws {
    let lines = try readLines()
    let reporter = ProgressReporter("embedding", total: lines.count, unit: "texts")
    if let encoder {
      let encoder = try SentenceEncoder(directory: encoder, prefix: prefix)
      let start = ContinuousClock.now
      var cache = try EmbeddingCache(directory: home.embeddings, encoder: encoder)
      let new = cache.missing(lines)
      let embeddings = try cache.embeddings(of: lines, threads: threads) { reporter.advance(by: $0) }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      reporter.finish()
      try write(embeddings, ["encoder": encoder.id, "encoder_sha256": encoder.weightSHA256])
      EmbedReport(texts: lines.count, encoded: new, seconds: seconds).print(json: json)
    } else if let endpoint, let model {
      let client = try options.client(endpoint, model: model)
      defer { print(client.meter.report) }
      let embedder = EndpointEmbedder(
        client: client, directory: home.embeddings, prefix: prefix ?? "",
        limits: .init(batch: batch, concurrency: options.concurrency))
      let embeddings = try await embedder.embed(lines) { reporter.advance(by: $0) }
      reporter.finish()
      try write(embeddings, ["encoder": model, "encoder_sha256": embedder.fingerprint])
    }
  }

  /// Lines end with LF or CR LF.
  private func readLines() throws -> [String] {
    let text = try String(contentsOfFile: texts, encoding: .utf8)
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.last == "\r" ? line.dropLast() : line)
    }
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private func write(_ embeddings: Matrix<Float>, _ metadata: [String: String]) throws {
    var writer = SafetensorsWriter()
    writer.metadata = metadata
    writer.add("embeddings", embeddings)
    try AtomicFile.write(writer.encoded(), to: out)
  }
}
