/// How a fitted funnel's numbers are named in `tensors.safetensors`:
/// `interactions.*`, `semantic.*`, and `<source>.*` for each source.
enum BundleTensors {
  static func encode(_ model: FunnelModel) -> [UInt8] {
    var writer = SafetensorsWriter()
    let interactions = model.interactions
    writer.add("interactions.offsets", interactions.offsets)
    writer.add("interactions.items", interactions.items)
    writer.add("interactions.ratings", interactions.ratings)
    writer.add("interactions.timestamps", interactions.timestamps)
    if let semantic = model.semantic {
      writer.add("semantic.embeddings", semantic.embeddings)
      writer.add("semantic.clusters", semantic.clusters)
      if let projection = semantic.projection {
        writer.add("semantic.mean", projection.mean)
        writer.add("semantic.components", projection.components)
        writer.add("semantic.centres", projection.centres)
      }
      if let neighbours = semantic.neighbours {
        writer.add("semantic.neighbours", neighbours.items)
        writer.add("semantic.similarities", neighbours.similarities)
      }
    }
    for source in model.sources {
      for (name, matrix) in source.tensors() { writer.add(name, matrix) }
    }
    return writer.encoded()
  }

  /// The interactions, checked: offsets ascend within bounds, items exist, a user's items are in time order.
  static func interactions(
    _ file: SafetensorsFile, catalogue: Catalogue
  ) throws -> Interactions {
    let interactions = Interactions(
      offsets: try file.matrix("interactions.offsets", as: Int64.self),
      items: try file.matrix("interactions.items", as: Int32.self),
      ratings: try file.matrix("interactions.ratings", as: Float.self),
      timestamps: try file.matrix("interactions.timestamps", as: Int64.self))
    try interactions.validate(items: catalogue.itemCount, users: catalogue.userCount)
    return interactions
  }

  /// The semantic signals, checked; nil where the bundle has none.
  static func semantic(
    _ file: SafetensorsFile, catalogue: Catalogue
  ) throws -> SemanticSignals? {
    guard file.tensors["semantic.embeddings"] != nil else { return nil }
    let signals = try SemanticSignals(
      embeddings: try file.matrix("semantic.embeddings", as: Float.self),
      clusters: try file.matrix("semantic.clusters", as: Int32.self),
      projection: try projection(file), neighbours: try neighbours(file))
    guard signals.embeddings.rows == catalogue.itemCount else {
      throw SemanticSignals.Invalid(
        description: "\(signals.embeddings.rows) embeddings for \(catalogue.itemCount) items")
    }
    return signals
  }

  private static func neighbours(_ file: SafetensorsFile) throws -> SemanticNeighbours? {
    guard file.tensors["semantic.neighbours"] != nil else { return nil }
    return try SemanticNeighbours(
      items: try file.matrix("semantic.neighbours", as: Int32.self),
      similarities: try file.matrix("semantic.similarities", as: Float.self))
  }

  private static func projection(_ file: SafetensorsFile) throws -> SemanticProjection? {
    guard file.tensors["semantic.components"] != nil else { return nil }
    return try SemanticProjection(
      mean: try file.matrix("semantic.mean", as: Float.self),
      components: try file.matrix("semantic.components", as: Float.self),
      centres: try file.matrix("semantic.centres", as: Float.self))
  }
}
