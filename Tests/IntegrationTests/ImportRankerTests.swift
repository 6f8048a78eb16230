import Foundation
import RankingCore
import RankingTraining
import Testing

/// Models from elsewhere become bundles, or are refused by the name of the feature at fault.
@Suite struct ImportRankerTests {
  @Test func aNewRankerMakesANewVersion() throws {
    let path = try SampleBundle.copy("import")
    let other = try ModelSnapshot.load(bundle: SampleBundle.second.get())
    let ranker = try #require(other.model.ranker)
    let (version, parent) = try RankerImport(bundle: path).write(ranker)
    let (old, new) = (
      try ModelSnapshot.load(bundle: path), try ModelSnapshot.load(bundle: "\(parent)/\(version)")
    )
    #expect(new.model.ranker == ranker && new.version == version && version != old.version)
    #expect(new.model.interactions.entryCount == old.model.interactions.entryCount)
    #expect(CurrentBundle.version(in: parent) == nil)
    let (before, after) = (
      try BundleDirectory(path: path).manifest, try BundleDirectory(path: "\(parent)/\(version)").manifest
    )
    #expect(before.features == after.features && before.golden != after.golden)
    #expect(before.golden.map(\.user) == after.golden.map(\.user))
    #expect(before.data.configuration != after.data.configuration && after.metrics.isEmpty)
    #expect(try RankerImport(bundle: path).write(ranker).version == version)
  }

  @Test func featuresAreCheckedByName() throws {
    let path = try SampleBundle.copy("import-features")
    let ranker = try #require(try ModelSnapshot.load(bundle: path).model.ranker)
    let names = ranker.floatFeatures.map(\.name)
    var renamed = ranker
    renamed.floatFeatures[2].name = "weather"
    var swapped = ranker
    swapped.floatFeatures[3].name = names[4]
    swapped.floatFeatures[4].name = names[3]
    var short = ranker
    short.floatFeatures.removeLast()
    short.trees = []
    for (model, named) in [(renamed, "weather"), (swapped, names[4]), (short, names.last ?? "")] {
      let error = #expect(throws: BundleError.self) { try RankerImport(bundle: path).write(model) }
      #expect(error?.message.contains("\"\(named)\"") ?? false, "\(String(describing: error))")
    }
    var worded = ranker
    worded.categoricalFeatures = [.init(name: "mood", flatIndex: names.count)]
    let error = #expect(throws: BundleError.self) { try RankerImport(bundle: path).write(worded) }
    #expect(error?.message.contains("\"mood\"") ?? false)
    // The right name, but a word where the schema has a number.
    var categorical = short
    categorical.categoricalFeatures = [.init(name: names.last ?? "", flatIndex: names.count - 1)]
    let other = #expect(throws: BundleError.self) { try RankerImport(bundle: path).write(categorical) }
    #expect(other?.message == "takes \"\(names.last ?? "")\" as a category, the schema's is a number")
  }
}
