import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// What turns texts into vectors: an encoder's folder, or a model behind an endpoint.
struct EmbedderOptions: ParsableArguments {
  @Option(
    help: "Folder with config.json, vocab.txt and model.safetensors; default: encoder/ in the home folder.")
  var encoder: String?
  @Option(
    help: "Base URL of an OpenAI-compatible API, such as http://127.0.0.1:8000/v1, instead of an encoder.")
  var endpoint: String?
  @Option(help: "The model's name at the endpoint.")
  var model: String?
  @Option(help: "Texts of one call to the endpoint.")
  var batch = 64
  @OptionGroup var limits: EndpointOptions

  func validate() throws {
    guard encoder == nil || endpoint == nil else {
      throw ValidationError("give either --encoder or --endpoint")
    }
    guard (endpoint == nil) == (model == nil) else {
      throw ValidationError("--endpoint and --model belong together")
    }
    guard (1...4096).contains(batch) else { throw ValidationError("--batch \(batch): must be 1 to 4096") }
  }

  /// The endpoint's embedder and what counts its calls; nil without --endpoint.
  func remote(_ home: RankdHome, prefix: String?) throws -> (embedder: EndpointEmbedder, meter: UsageMeter)? {
    guard let endpoint, let model else { return nil }
    let client = try limits.client(endpoint, model: model)
    let embedder = EndpointEmbedder(
      client: client, directory: home.embeddings, prefix: prefix ?? "",
      limits: .init(batch: batch, concurrency: limits.concurrency))
    return (embedder, client.meter)
  }

  /// The encoder of the folder.
  func local(_ home: RankdHome, prefix: String?, threads: Int) throws -> EncoderEmbedder {
    try EncoderEmbedder(
      folder: encoder ?? home.encoder, prefix: prefix, directory: home.embeddings, threads: threads)
  }
}
