import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl enrich --endpoint URL --model M --out FILE`
struct EnrichCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enrich",
    abstract: "Ask a language model what each item is about; one JSON object a line, resumable.",
    discussion: """
      Speaks the OpenAI-compatible /v1/chat/completions with a JSON schema for the answer: description, themes, \
      mood, audience, similar titles. Items that the file has, by the same model, prompt and text, are not asked for \
      again. The key comes from RANKD_ENDPOINT_KEY or --key-file, never from the command line.
      """)

  @OptionGroup var home: RankdHome
  @OptionGroup var data: DataOptions
  @OptionGroup var options: EndpointOptions
  @Option(help: "Base URL, such as http://127.0.0.1:8000/v1.")
  var endpoint: String
  @Option(help: "The model's name at the endpoint.")
  var model: String
  @Option(help: "File to complete; default: enriched.jsonl in the home folder.")
  var out: String?
  @Option(help: "Only the first so many items.")
  var limit: Int?
  @Option(help: "Tokens of an answer at most.")
  var maxTokens = 400
  @Option(help: "Sampling temperature; `none` leaves it to the server, for models that take no other.")
  var temperature = "0"
  @Flag(help: "Name the limit of tokens max_completion_tokens, as newer models ask for.")
  var limitCompletion = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit \(limit): must be at least 1") }
    guard (1...1_000_000).contains(maxTokens) else {
      throw ValidationError("--max-tokens \(maxTokens): must be 1 to 1000000")
    }
    _ = try settings()
  }

  func run() async throws {
    let catalogue = try data.read(home).catalogue
    let path = out ?? "\(home.path)/enriched.jsonl"
    let client = try options.client(endpoint, model: model)
    let count = min(limit ?? catalogue.itemCount, catalogue.itemCount)
    let reporter = ProgressReporter("enriching", total: count, unit: "items")
    var file = try EnrichmentFile(path: path)
    let enricher = ItemEnricher(client: client, concurrency: options.concurrency, settings: try settings())
    defer { print("\(path): \(file.entries.count) items; \(client.meter.report)") }
    let failures = try await enricher.run(catalogue, limit: limit, into: &file) { reporter.advance(by: $0) }
    reporter.finish()
    for failure in failures { ProgressReporter.note("item \(failure.item): \(failure.error)") }
    if !failures.isEmpty {
      ProgressReporter.note(
        "\(failures.count) of \(count) items got no answer; the same command asks for them again")
      throw ExitCode.failure
    }
  }

  private func settings() throws -> EnrichmentSettings {
    var settings = EnrichmentSettings()
    settings.maximumTokens = maxTokens
    settings.limitsCompletion = limitCompletion
    settings.temperature = temperature == "none" ? nil : Double(temperature)
    guard temperature == "none" || (settings.temperature.map { (0...2).contains($0) } ?? false) else {
      throw ValidationError("--temperature \(temperature): must be 0 to 2, or none")
    }
    return settings
  }
}
