import ArgumentParser
import RankingCore
import RankingTraining

/// Where the semantic signals that a bundle is trained with come from.
struct SemanticOptions: ParsableArguments {
  @OptionGroup var embedder: EmbedderOptions
  @OptionGroup var texts: ItemTextOptions
  @Option(
    help:
      "Put before every text, as E5 and BGE models ask for; default: the configuration's, or the folder's.")
  var prefix: String?
  @Option(
    help: "Vectors that something else made: tensor `embeddings` [items, d], in the order of `rankctl texts`."
  )
  var embeddings: String?
  @Flag(help: "Leave the semantic signals out.")
  var withoutSemantic = false

  func validate() throws {
    guard embeddings == nil || (embedder.encoder == nil && embedder.endpoint == nil && prefix == nil) else {
      throw ValidationError(
        "--embeddings are made already: give no --encoder, --endpoint or --prefix with them")
    }
    let given = [embedder.encoder, embedder.endpoint, embeddings, texts.enriched, prefix].contains {
      $0 != nil
    }
    guard !withoutSemantic || !given else {
      throw ValidationError("--without-semantic leaves out what the other options ask for")
    }
  }

  /// The vectors of the items' texts; nil with --without-semantic.
  ///
  /// - Parameter recipe: names the prefix where no option does.
  func vectors(
    _ catalogue: Catalogue, _ home: RankdHome, _ recipe: SemanticRecipe, threads: Int
  ) async throws -> ItemEmbeddings? {
    guard !withoutSemantic else { return nil }
    let (enriched, prefix) = (try texts.read(catalogue), prefix ?? recipe.prefix)
    if let embeddings {
      return try ItemEmbeddings(catalogue, file: EmbeddingFile(path: embeddings), enriched: enriched)
    }
    guard let remote = try embedder.remote(home, prefix: prefix) else {
      let local = try embedder.local(home, prefix: prefix, threads: threads)
      return try ItemEmbeddings(catalogue, by: local, enriched: enriched)
    }
    defer { ProgressReporter.note(remote.meter.report) }
    return try await ItemEmbeddings(catalogue, asking: remote.embedder, enriched: enriched)
  }
}
