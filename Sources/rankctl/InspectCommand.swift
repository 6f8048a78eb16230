import ArgumentParser
import RankingCore

/// `rankctl inspect`
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Verify a bundle and tell what is in it.")

  @OptionGroup var home: RankdHome
  @Option(help: "Bundle directory; default: the current one.")
  var bundle: String?
  @Flag(help: "Only print the titles of these items, one a line, in the order given.")
  var titles = false
  @Argument(help: "Raw item ids, with --titles.")
  var items: [String] = []

  func run() throws {
    let path = bundle ?? home.current
    let snapshot = try ModelSnapshot.load(bundle: path)
    titles ? printTitles(snapshot) : describe(snapshot, try BundleDirectory(path: path).manifest)
  }

  private func printTitles(_ snapshot: ModelSnapshot) {
    for key in items {
      print(snapshot.catalogue.item(key: key).map { snapshot.catalogue.displayTitle(of: $0) } ?? "?")
    }
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
    for source in snapshot.model.sources {
      let weight = manifest.fusion.weights[source.name].map { "weight \($0)" } ?? "fallback"
      print("source     \(source.name), \(source.specification.kind.rawValue), \(weight)")
    }
    print("candidates \(manifest.serving.candidates)")
    print("features   \(manifest.features.count)")
    for feature in manifest.features { print("           \(feature.name) (\(feature.scope.rawValue))") }
    print("golden     \(manifest.golden.count) requests, all answered to the bit")
  }
}
