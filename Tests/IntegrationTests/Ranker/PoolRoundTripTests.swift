import Foundation
import RankingCore
import RankingTraining
import TestSupport
import Testing

/// From `export-pool` over CatBoost to a bundle that serves what CatBoost trained.
@Suite(.serialized) struct PoolRoundTripTests {
  private struct Trained {
    let folder: String
    var pool: String { "\(folder)/pool/train.tsv" }
    var model: String { "\(folder)/model.cbm" }
  }

  private static let script = """
    import sys, numpy, catboost
    folder = sys.argv[1]
    pool = catboost.Pool(folder + '/pool/train.tsv', column_description=folder + '/pool/pool.cd', has_header=True)
    model = catboost.CatBoost(dict(loss_function='Logloss', iterations=12, depth=4, thread_count=1, random_seed=1,
      allow_writing_files=False, verbose=False)).fit(pool)
    model.save_model(folder + '/model.cbm')
    scores = model.predict(pool, prediction_type='RawFormulaVal')[:50]
    numpy.asarray(scores, numpy.float64).tofile(folder + '/scores')
    """

  private static let trained = Task<Trained, any Error> {
    let data = URL(fileURLWithPath: try SampleBundle.first.get()).deletingLastPathComponent().path
    let folder = try SampleBundle.folder("pool-round-trip")
    let text = try await Rankctl.text([
      "export-pool", "--out", "\(folder)/pool", "--interactions", "\(data)/events.csv", "--items",
      "\(data)/items.csv", "--users", "\(data)/users.csv", "--without-semantic", "--threads", "2", "--home",
      folder,
    ])
    #expect(text.contains("train.tsv: "))
    try Python.run(script, [folder])
    return Trained(folder: folder)
  }

  @Test(.timeLimit(.minutes(10))) func aBundleServesWhatCatBoostTrained() async throws {
    let trained = try await Self.trained.value
    let copy = try SampleBundle.copy("pool-import")
    let text = try await Rankctl.text(["import-ranker", trained.model, "--bundle", copy])
    let words = text.split(separator: " ")
    let (version, parent) = (words[1], words[3].trimmingCharacters(in: .whitespacesAndNewlines))
    let snapshot = try ModelSnapshot.load(bundle: "\(parent)/\(version)")
    #expect(snapshot.model.ranker?.trees.count == 12)
    #expect(
      try snapshot.model.ranker
        == RankerModel(cbm: Array(Data(contentsOf: URL(fileURLWithPath: trained.model)))))
    // The table has more columns than features: label and group are passed over.
    let lines = try String(contentsOfFile: trained.pool, encoding: .utf8).split(separator: "\n").prefix(51)
    let rows = "\(trained.folder)/rows.tsv"
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: rows))
    let scores = try await Rankctl.text(["score", "--ranker", trained.model, "--features", rows])
    let expected = Array(try Data(contentsOf: URL(fileURLWithPath: "\(trained.folder)/scores"))).elements(
      Double.self)
    #expect(scores.split(separator: "\n").map { Double($0)?.bitPattern } == expected.map { $0.bitPattern })
  }

  @Test(.timeLimit(.minutes(10))) func contributionsSumToTheScore() async throws {
    let trained = try await Self.trained.value
    let text = try await Rankctl.text([
      "inspect", "--ranker", trained.model, "--pool", trained.pool, "--contributions", "3",
    ])
    let expected = Array(try Data(contentsOf: URL(fileURLWithPath: "\(trained.folder)/scores"))).elements(
      Double.self)
    let table = try String(contentsOfFile: trained.pool, encoding: .utf8)
    let columns = Set(table.prefix { $0 != "\n" }.split(separator: "\t"))
    var sums: [Double] = []
    var scores: [Double] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("row ") {
        let figures = line.split(separator: " ").compactMap { Double($0.replacing(",", with: "")) }
        scores.append(figures[figures.count - 2])
        sums.append(figures[figures.count - 1])
      } else {
        let value = try #require(line.split(separator: " ").first.flatMap { Double($0) }, "\(line)")
        #expect(columns.contains(line.split(separator: " ")[1]) && line.contains(" = "), "\(line)")
        sums[sums.count - 1] += value
      }
    }
    #expect(scores.count == 3)
    for row in scores.indices {
      #expect(abs(scores[row] - expected[row]) < 1e-8 && abs(sums[row] - scores[row]) < 1e-5, "\(text)")
    }
  }

  @Test(.timeLimit(.minutes(10))) func inspectTellsOfModelsAndBundles() async throws {
    let trained = try await Self.trained.value
    let model = try await Rankctl.text([
      "inspect", "--ranker", trained.model, "--pool", trained.pool, "--loss", "logloss",
    ])
    #expect(model.contains("trees      12, symmetric, 1 outputs"))
    let bundle = try await Rankctl.text(["inspect", "--bundle", SampleBundle.first.get()])
    #expect(bundle.contains("version    ") && bundle.contains("all answered to the bit"))
    for line in ["item.count (item, count) interactions", "user.age (user, years) the user's age"] {
      #expect(bundle.contains(line), "\(bundle)")
    }
    let features = try SampleBundle.snapshot().assembler.features
    for text in [model, bundle] {
      let shares = text.split(separator: "\n").filter { $0.contains(" % ") }.compactMap { line in
        Double(line.split(separator: " ")[0])
      }
      #expect(shares.count == features.count && shares == shares.sorted(by: >))
      #expect(abs(shares.reduce(0, +) - 100) < 1, "\(text)")
    }
  }

  @Test func contributionsNeedRows() async throws {
    let output = try await Rankctl.run(["inspect", "--ranker", "x.cbm", "--contributions", "3"])
    #expect(output.status != 0 && output.text.contains("--contributions needs --ranker and --pool"))
  }

  @Test(.timeLimit(.minutes(10))) func trainingTellsHowFarItIs() async throws {
    let trained = try await Self.trained.value
    let arguments = [
      "train-ranker", "--pool", trained.pool, "--out", "\(trained.folder)/ours.json", "--trees", "20",
      "--threads", "2",
    ]
    let text = try await Rankctl.text(arguments + ["--progress", "--validation", trained.pool])
    #expect(text.contains("ranker: 20/20 trees") && text.contains("NDCG@10 0."), "\(text)")
    #expect(text.contains("ours.json: 20 trees on"))
    let quiet = try await Rankctl.text(arguments)
    #expect(!quiet.contains("ranker: "))
    let output = try await Rankctl.run(arguments + ["--early-stopping", "5"])
    #expect(output.status != 0 && output.text.contains("--early-stopping 5 needs --validation"))
  }
}
