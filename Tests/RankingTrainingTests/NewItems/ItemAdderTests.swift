import Foundation
import RankingCore
import RankingTraining
import Testing

struct ItemAdderTests {
  private func item(_ key: Int, _ title: String = "red film", genres: [String] = ["a"]) -> NewItem {
    NewItem(key: "\(key)", title: title, year: 1990, genres: genres)
  }

  private func current(_ bundle: TextBundle) throws -> ModelSnapshot {
    try ModelSnapshot.load(bundle: bundle.folder.appending(path: CurrentBundle.linkName).path)
  }

  @Test func itemsAreAddedWithTheirTexts() async throws {
    try await TextBundle.with { bundle in
      let version = try await bundle.adder().add([item(99)])
      let snapshot = try ModelSnapshot.load(bundle: bundle.folder.appending(path: version).path)
      let signals = try #require(snapshot.model.semantic)
      // The same text as item 1's: the same place.
      let (old, new) = (Array(signals.embeddings[row: 0]), Array(signals.embeddings[row: 40]))
      #expect(zip(old, new).allSatisfy { abs($0 - $1) < 1e-4 })
      #expect(signals.clusters.base[0] == signals.clusters.base[40])
      let lists = try #require(signals.neighbours)
      #expect((lists.items.rows, lists.items.columns) == (41, 3))
      #expect(lists.similarities[row: 40][0] > 0.999)
    }
  }

  /// Sources that look at texts alone know no difference between two items of one text.
  @Test func aTextThatIsThereAlreadyScoresEqually() async throws {
    try await TextBundle.with { bundle in
      _ = try await bundle.adder().add([item(99), item(100, "blue a film")])
      let snapshot = try current(bundle)
      let scratch = PipelineScratch(for: snapshot)
      let scores = AlignedStorage<Float>(count: 42 + 64, repeating: 0)
      for name in ["semantic", "closest"] {
        let source = try #require(snapshot.model.sources.first { $0.name == name })
        for user in 0..<30 {
          #expect(source.score(snapshot.query(user: user), into: scores.base, scratch: scratch.retrieval))
          for (old, new) in [(0, 40), (1, 41)] {
            let (one, other) = (scores.base[old], scores.base[new])
            #expect(abs(one - other) <= 0.02 * max(1, abs(one)), "\(name), user \(user): \(one) and \(other)")
          }
        }
      }
    }
  }

  @Test func anotherEncoderIsRefusedWhateverDiffers() async throws {
    try await TextBundle.with { bundle in
      var (weights, pooling) = (TinyEncoder(), TinyEncoder())
      weights.storage = .bf16
      pooling.pooling = "cls_token"
      try weights.write(to: bundle.folder.appending(path: "weights"))
      try pooling.write(to: bundle.folder.appending(path: "pooling"))
      for other in ["weights", "pooling"] {
        let error = await #expect(throws: EncoderError.self) {
          _ = try await bundle.adder(other).add([item(99)])
        }
        #expect(error?.code == .mismatch && error?.message.contains(other) == true, "\(error as Any)")
      }
      #expect(CurrentBundle.version(in: bundle.folder.path) == bundle.version)
    }
  }

  @Test(arguments: [0, 32, 100]) func asManyComponentsAsTheEncoderHas(_ components: Int) async throws {
    try await TextBundle.with({ $0.semantic.components = components }) { bundle in
      _ = try await bundle.adder().add([item(99)])
      let signals = try #require(try current(bundle).model.semantic)
      #expect(zip(signals.embeddings[row: 0], signals.embeddings[row: 40]).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }

  /// Each starts from the other's bundle or from none: nobody's items are lost.
  @Test func twoAtOnceLoseNothing() async throws {
    try await TextBundle.with { bundle in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for key in [97, 98, 99] { group.addTask { _ = try await bundle.adder().add([item(key)]) } }
        try await group.waitForAll()
      }
      let catalogue = try current(bundle).catalogue
      #expect(catalogue.itemCount == 43)
      #expect([97, 98, 99].allSatisfy { catalogue.item(key: "\($0)") != nil })
    }
  }

  @Test func aGenreThatNobodyKnewIsInTheText() async throws {
    try await TextBundle.with { bundle in
      _ = try await bundle.adder().add([item(99, genres: ["a", "b"])])
      let snapshot = try current(bundle)
      #expect(snapshot.catalogue.text(of: 40) == "red film (1990). Genres: a, b.")
      #expect(snapshot.catalogue.text(of: 0) == "red film (1990). Genres: a.")
      let facts = try BundleDirectory(path: bundle.folder.appending(path: "current").path).manifest.encoder
      #expect(facts?.texts == Catalogue.digest(of: snapshot.catalogue.texts()))
      _ = try await bundle.adder().add([item(100, genres: ["b", "c"])])
      #expect(try current(bundle).catalogue.genreNames == ["a", "b", "c"])
    }
  }

  /// What `make run` asks: a bundle with added items is still the one that training would make.
  @Test func addedItemsNeedNoTraining() async throws {
    try await TextBundle.with { bundle in
      let (trainer, input) = (TextBundle.trainer(bundle.folder), try TextBundle.input())
      #expect(trainer.upToDate(input) == bundle.version)
      let added = try await bundle.adder().add([item(99)])
      let twice = try await bundle.adder().add([item(100)])
      #expect(added != twice && trainer.upToDate(input) == twice)
      var other = input
      other.fingerprint = "tes"
      #expect(trainer.upToDate(other) == nil)
      other.fingerprint = "test+teacher-0123456789ab"
      #expect(trainer.upToDate(other) == nil)
      #expect(TextBundle.trainer(bundle.folder) { $0.seed = 2 }.upToDate(input) == nil)
    }
  }

  @Test func otherTextsOrVectorsNeedOne() async throws {
    try await TextBundle.with { bundle in
      let input = try TextBundle.input()
      var other = input
      other.catalogue = try Catalogue(
        items: input.catalogue.items, users: input.catalogue.users,
        titles: input.catalogue.titles.map { $0 + "s" }, years: input.catalogue.years,
        genreMasks: input.catalogue.genreMasks, genreNames: input.catalogue.genreNames,
        people: input.catalogue.people, genderNames: [], occupationNames: [])
      #expect(TextBundle.trainer(bundle.folder).upToDate(other) == nil)
      var trainer = TextBundle.trainer(bundle.folder)
      let embedder = try EncoderEmbedder(
        folder: bundle.folder.appending(path: "model").path, prefix: "a ", directory: bundle.folder.path,
        threads: 1)
      trainer.embeddings = try ItemEmbeddings(input.catalogue, by: embedder)
      #expect(trainer.upToDate(input) == nil)
    }
  }

  @Test func aBundleOfEnrichedTextsAsksForThem() async throws {
    try await TextBundle.with { bundle in
      let input = try TextBundle.input()
      let path = bundle.folder.appending(path: "enriched.jsonl").path
      var file = try EnrichmentFile(path: path)
      for key in [1, 2, 99] {
        try file.append(
          EnrichmentSample.entry(
            "\(key)", key == 2 ? "blue a film (1990). Genres: a." : "red film (1990). Genres: a."))
      }
      let embedder = try EncoderEmbedder(
        folder: bundle.folder.appending(path: "model").path, directory: bundle.folder.path, threads: 1)
      var trainer = TextBundle.trainer(bundle.folder)
      trainer.embeddings = try ItemEmbeddings(
        input.catalogue, by: embedder, enriched: file.texts(for: input.catalogue))
      let version = try trainer.train(input)
      #expect(version != bundle.version && trainer.upToDate(input) == version)
      #expect(TextBundle.trainer(bundle.folder).upToDate(input) == nil)
      let facts = try BundleDirectory(path: bundle.folder.appending(path: version).path).manifest.encoder
      #expect(facts?.enrichment == .init(model: "writer", prompt: EnrichmentPrompt.version, items: 2))
      #expect(facts?.pin?.made?.enrichment == facts?.enrichment)
      let error = await #expect(throws: EncoderError.self) { _ = try await bundle.adder().add([item(99)]) }
      #expect(error?.message.contains("2 items by writer") == true)
      var adder = bundle.adder()
      adder.enrichments = file
      _ = try await adder.add([item(99)])
      let signals = try #require(try current(bundle).model.semantic)
      // The same text and the same words about it.
      #expect(signals.embeddings[row: 40].allSatisfy { $0.isFinite })
      #expect(trainer.upToDate(input) == CurrentBundle.version(in: bundle.folder.path))
    }
  }
}
