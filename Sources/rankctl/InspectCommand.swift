import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl inspect`
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Verify a bundle, or read a model, and tell what is in it.",
    discussion:
      """
      Features come with PredictionValuesChange, in percent; those of a model with LossFunctionChange where --pool is \
      given, those of a bundle with what they depend on, their unit and meaning. --contributions explains rows: \
      what each feature adds to the score (SHAP values); with the base they sum to it.
      """
  )

  @OptionGroup var home: RankdHome
  @Option(help: "Bundle directory; default: the current one.")
  var bundle: String?
  @Option(help: "A CatBoost model file, to inspect instead of a bundle.")
  var ranker: String?
  @Option(help: "Table of rows, with --ranker: adds what each feature is worth to the loss on them.")
  var pool: String?
  @Option(help: "With --ranker and --pool: explain the scores of so many rows, instead.")
  var contributions: Int?
  @Option(help: "Column description; default: pool.cd beside the table.")
  var columns: String?
  @Option(help: "Loss of --pool: logloss, querySoftMax, queryRMSE; or yetiRank, lambdaMART for NDCG@10.")
  var loss = GBDTConfiguration.Loss.logloss
  @Option(help: "Raw id of an item: print its cluster and the items whose texts are closest.")
  var item: String?
  @Option(
    help: """
      Raw id of a user: print what is recommended and why: what each source says of an item and where it ranks it, \
      and what the ranker's most telling features add.
      """)
  var user: String?
  @Option(help: "Items to explain, with --user.")
  var top = 10
  @Flag(help: "Only print the titles of these items, one a line, in the order given.")
  var titles = false
  @Argument(help: "Raw item ids, with --titles.")
  var items: [String] = []

  func validate() throws {
    guard (1...1000).contains(top) else { throw ValidationError("--top must be 1 to 1000, got \(top)") }
    guard let contributions else { return }
    guard ranker != nil, pool != nil else {
      throw ValidationError("--contributions needs --ranker and --pool, the model and the rows to explain")
    }
    guard contributions > 0 else { throw ValidationError("--contributions \(contributions): at least 1") }
  }

  func run() throws {
    if let ranker { return try describe(ranker: ranker) }
    let path = bundle ?? home.current
    let snapshot = try ModelSnapshot.load(bundle: path)
    let manifest = try BundleDirectory(path: path).manifest
    if let user { return print(try UserExplanation(snapshot, user: user, top: top).text) }
    if let item { return try describe(item: item, snapshot, manifest) }
    titles ? printTitles(snapshot) : describe(snapshot, manifest)
  }

  private func describe(item key: String, _ snapshot: ModelSnapshot, _ manifest: BundleManifest) throws {
    guard let signals = snapshot.model.semantic else {
      throw ValidationError("bundle \(snapshot.version) has no semantic signals")
    }
    guard let item = snapshot.catalogue.item(key: key) else { throw ValidationError("no item \(key)") }
    print("title      \(snapshot.catalogue.displayTitle(of: item))")
    let (cluster, labels) = (Int(signals.clusters.base[item]), manifest.encoder?.clusters ?? [])
    print("cluster    \(cluster) \(labels.indices.contains(cluster) ? labels[cluster] : "")")
    let lists =
      try signals.neighbours ?? SemanticNeighbours(of: signals.embeddings, count: 10, threads: 1)
    for (near, cosine) in zip(lists.items[row: item], lists.similarities[row: item]) {
      let title = snapshot.catalogue.displayTitle(of: Int(near))
      print("neighbour  \(String(format: "%.3f", cosine)) \(snapshot.catalogue.itemKey(Int(near))) \(title)")
    }
  }

  private func printTitles(_ snapshot: ModelSnapshot) {
    for key in items {
      print(snapshot.catalogue.item(key: key).map { snapshot.catalogue.displayTitle(of: $0) } ?? "?")
    }
  }

  private func describe(ranker path: String) throws {
    let model = try RankerModel(contentsOf: path)
    let matrix = try pool.map { try PoolReader.read($0, columns: columns) }
    if let matrix, matrix.inputNames != model.featureNames {
      throw ValidationError("\(pool ?? "") has other features than \(path)")
    }
    if let contributions, let matrix {
      return try ContributionReport(model).printRows(of: matrix, count: contributions)
    }
    print(
      "trees      \(model.trees.count)\(model.isSymmetric ? ", symmetric" : ""), \(model.dimension) outputs")
    print(
      "features   \(model.featureNames.count), \(model.categoricalFeatures.count) of them categorical")
    var changes: [String: Double] = [:]
    if let matrix {
      let values = try LossFunctionChange(loss: loss).importances(of: model, on: matrix)
      changes = Dictionary(zip(model.featureNames, values)) { first, _ in first }
    }
    printImportances(model) { changes[$0].map { String(format: "%+.6f", $0) } ?? "" }
  }

  /// Features by how much they change scores, in percent.
  private func printImportances(_ model: RankerModel, _ note: (String) -> String) {
    let shares = (try? model.predictionValuesChange()) ?? []
    let names = model.featureNames
    for feature in names.indices.sorted(by: { shares.isEmpty ? $0 < $1 : shares[$0] > shares[$1] }) {
      let share = shares.isEmpty ? "     ?" : String(format: "%6.2f", shares[feature])
      print("  \(share) % \(names[feature]) \(note(names[feature]))")
    }
  }

  private static func note(on feature: FeatureDescriptor) -> String {
    "(\(feature.scope.rawValue), \(feature.unit?.rawValue ?? "?")) \(feature.meaning)"
  }

  private func describe(_ snapshot: ModelSnapshot, _ manifest: BundleManifest) {
    print("version    \(manifest.version)")
    print("users      \(manifest.data.users)")
    print("items      \(manifest.data.items)")
    print("events     \(manifest.data.interactions), horizon \(manifest.data.horizon)")
    print("encoder    \(manifest.encoder.map { "\($0.id), \($0.dimension) dimensions" } ?? "none")")
    for (number, label) in (manifest.encoder?.clusters ?? []).enumerated() {
      print("cluster    \(number) \(label)")
    }
    let history = manifest.data.interactions / max(1, manifest.data.users)
    for source in snapshot.model.sources {
      let weight = manifest.fusion.weights[source.name].map { "weight \($0)" } ?? "fallback"
      let bytes = source.bytesRead(history: history, isTrained: true)
      print(
        "source     \(source.name), \(source.specification.kind.rawValue), \(weight), needs "
          + "\(source.need?.rawValue ?? "nothing"), reads \(bytes) bytes for a user with \(history) items")
    }
    print("candidates \(manifest.serving.candidates)")
    print("features   \(manifest.features.count)")
    let notes = Dictionary(
      uniqueKeysWithValues: snapshot.assembler.features.map { ($0.name, Self.note(on: $0)) })
    if let ranker = snapshot.model.ranker {
      printImportances(ranker) { notes[$0] ?? "" }
    } else {
      for feature in manifest.features { print("           \(feature.name) \(notes[feature.name] ?? "")") }
    }
    print("golden     \(manifest.golden.count) requests, all answered to the bit")
  }
}
