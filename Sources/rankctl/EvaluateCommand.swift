import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl evaluate`
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judge the served bundle, or the configuration on folds or other data.",
    discussion: """
      Without options: the current bundle on the official test split, training nothing; the look is logged. \
      --folds trains on the rest of ua.base for each *.rows file. --split ub and --base/--test train first.
      """)

  @OptionGroup var home: RankdHome
  @Option(help: "Official split to judge: ua (the served bundle) or ub.")
  var split = OfficialSplit.ua
  @Option(help: "Folder of *.rows files: 1-based row numbers of u.data to hide.")
  var folds: String?
  @Option(help: "Interactions to train on (with --test): CSV or TSV with a header, or a folder of MovieLens.")
  var base: String?
  @Option(help: "Interactions to find (with --base).")
  var test: String?
  @Option(help: "With --base: CSV or TSV of items, or a folder of MovieLens for items and users.")
  var items: String?
  @Option(
    name: [.customLong("configuration"), .customLong("config")],
    help: "JSON of a FunnelConfiguration, or of parts of it; default: the settings for MovieLens 100K.")
  var config: String?
  @Option(help: "Seeds to train with, as 1,2,3.")
  var seeds = "1"
  @Flag(help: "With --folds: stage 1 alone, and what each of its sources adds, as a Markdown table.")
  var leaveOneOut = false
  @Flag(help: "With --folds: stage 1 alone, without training the ranker.")
  var retrievalOnly = false
  @OptionGroup var teaching: TeacherOptions
  @Option(help: "Write all lists, 200 deep, to this file.")
  var runs: String?
  @Option(help: "Write a page of plots to this file: the bundle that serves on split ua.")
  var report: String?
  @Option(help: "Bundle to judge: a version, a link or a directory; default: the current one.")
  var bundle: String?
  @Flag(help: "Print one JSON object.")
  var json = false
  @Option(help: "Threads; the result does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount
  @Flag(help: "Print what semantic signals are worth (with --folds also for known users and items).")
  var ablation = false
  @Option(parsing: .upToNextOption, help: "Sections of --ablation: warm, cold-items, cold-users, texts.")
  var sections = Ablation.Section.allCases
  @Option(parsing: .upToNextOption, help: "With --ablation: id mod 10 of the cold items, each in turn.")
  var residues = Array(0..<8)
  @Flag(help: "With --ablation: judge ua.test, too; the look is logged.")
  var ablationTest = false
  @Option(help: "With --ablation: descriptions that `rankctl enrich` wrote.")
  var enriched: String?
  @Option(help: "File that every look at a test split is appended to.")
  var looks = "Benchmarks/ua-test-looks.tsv"

  func validate() throws {
    guard !residues.isEmpty, residues.allSatisfy((0...9).contains), Set(residues).count == residues.count
    else {
      throw ValidationError("--residues must be different numbers from 0 to 9")
    }
    guard teaching.teacher == nil || (!ablation && (folds != nil || base != nil || split != .ua)) else {
      throw ValidationError("--teacher needs --folds or --base: nothing else is trained here")
    }
  }

  func run() throws {
    if ablation { return try ablate() }
    if let folds { return try leaveOneOut ? leaveOneOut(folds) : judgeFolds(folds) }
    if let base, let test {
      return try judge(try EvaluationProblem.read(base: base, test: test, items: items))
    }
    try judgeOfficial()
  }

  private func ablate() throws {
    var work = Ablation(
      home: home, configuration: try FunnelConfiguration.read(config, seed: nil), folds: folds,
      seeds: try seedList(), threads: threads, enriched: enriched)
    work.residues = residues
    let test =
      ablationTest
      ? TestSplit.look(try DataOptions.parse([]).read(home), .ua, log: LookLog(path: looks)) : nil
    print(try work.run(sections, test: test, commit: GitCommit.current()).text, terminator: "")
  }

  private func judgeOfficial() throws {
    let dataset = try DataOptions.parse([]).read(home)
    let look = TestSplit.look(dataset, split, log: LookLog(path: looks))
    guard split == .ua else { return try judge(look.problem) }
    let snapshot = try ModelSnapshot.load(bundle: home.bundle(bundle))
    try check(snapshot, trainedOn: look.problem)
    let run = RankingRun.collect(snapshot, threads: threads)
    let report = EvaluationReport(look.problem, runs: [run], seeds: [1])
    try look.record(
      commit: GitCommit.current(), configuration: snapshot.version, report)
    try show(report, run, look.problem, note: "bundle \(snapshot.version)")
    try writePage(
      ReportSubject(
        snapshot: snapshot, problem: look.problem, report: report, run: run, threads: threads))
  }

  private func writePage(_ subject: ReportSubject) throws {
    guard let report else { return }
    try ReportPage(subject).html().write(toFile: report, atomically: true, encoding: .utf8)
  }

  /// A bundle that trained on the test rows, or on other rows, must not be judged by them.
  private func check(_ snapshot: ModelSnapshot, trainedOn problem: EvaluationProblem) throws {
    let (found, expected) = (snapshot.model.interactions.entryCount, problem.interactions.entryCount)
    guard found == expected else {
      throw ValidationError(
        "bundle \(snapshot.version) trained on \(found) interactions, the split's base has \(expected)")
    }
  }

  private func judge(_ problem: EvaluationProblem) throws {
    let trained = try seedList().map { try collect(problem, seed: $0) }
    try show(
      EvaluationReport(problem, runs: trained, seeds: try seedList()), trained.first, problem,
      note: "trained on \(problem.name)")
  }

  private func judgeFolds(_ directory: String) throws {
    let tuning = try TuningDataset(directory: home.movieLens)
    var reports: [EvaluationReport] = []
    var file = RunsFile(folds: true)
    for fold in try FoldFile.all(in: directory, rowCount: MovieLens100K.rows) {
      let problem = try tuning.fold(fold)
      let trained = try seedList().map { try collect(problem, seed: $0) }
      reports.append(EvaluationReport(problem, runs: trained, seeds: try seedList()))
      if let first = trained.first { file.add(first, problem) }
    }
    if let runs { try file.write(to: runs) }
    let report = FoldReport(reports)
    print(json ? report.json : report.text)
  }

  private func leaveOneOut(_ directory: String) throws {
    let tuning = try TuningDataset(directory: home.movieLens)
    var sources: [String] = []
    var trained: [(problem: EvaluationProblem, lists: LeaveOneOutReport.Lists)] = []
    for fold in try FoldFile.all(in: directory, rowCount: MovieLens100K.rows) {
      let problem = try tuning.fold(fold)
      for seed in try seedList() {
        let model = try retrievalModel(problem, try FunnelConfiguration.read(config, seed: seed))
        sources = LeaveOneOutReport.sources(of: model)
        trained.append((problem, LeaveOneOutReport.collect(model, threads: threads)))
      }
    }
    print(LeaveOneOutReport(sources: sources, trained).text)
  }

  private func retrievalModel(
    _ problem: EvaluationProblem, _ configuration: FunnelConfiguration
  ) throws -> FunnelModel {
    let texts = configuration.retrieval.readsTexts
    return try FunnelTrainer(configuration: configuration, threads: threads).retrievalModel(
      catalogue: problem.catalogue, interactions: problem.interactions,
      semantic: try texts
        ? bundleTrainer(configuration, problem.catalogue).semantic(problem.catalogue)?.signals : nil)
  }

  private func bundleTrainer(
    _ configuration: FunnelConfiguration, _ catalogue: Catalogue
  ) -> BundleTrainer {
    let hasTexts = FileManager.default.fileExists(atPath: home.encoder) && catalogue.hasTexts
    return BundleTrainer(
      configuration: configuration, encoderDirectory: hasTexts ? home.encoder : nil,
      embeddingDirectory: home.embeddings, bundleDirectory: home.bundles, threads: threads)
  }

  private func collect(_ problem: EvaluationProblem, seed: UInt64) throws -> RankingRun {
    if retrievalOnly {
      let model = try retrievalModel(problem, try FunnelConfiguration.read(config, seed: seed))
      let run = RankingRun.collect(
        try ModelSnapshot(version: problem.name, model: model), threads: threads)
      return RankingRun(stages: run.stages.filter { $0.name != "two_stage" })
    }
    let configuration = try FunnelConfiguration.read(config, seed: seed)
    var funnel = FunnelTrainer(configuration: configuration, threads: threads)
    funnel.teacher = try teaching.read(problem.catalogue)
    let model = try funnel.train(
      catalogue: problem.catalogue, interactions: problem.interactions,
      semantic: try bundleTrainer(configuration, problem.catalogue).semantic(problem.catalogue)?.signals)
    return RankingRun.collect(try ModelSnapshot(version: problem.name, model: model), threads: threads)
  }

  private func show(
    _ report: EvaluationReport, _ run: RankingRun?, _ problem: EvaluationProblem, note: String
  ) throws {
    if let runs, let run {
      var file = RunsFile()
      file.add(run, problem)
      try file.write(to: runs)
    }
    print(json ? report.json : "\(note)\n\(report.text)")
  }

  private func seedList() throws -> [UInt64] {
    try seeds.split(separator: ",").map { text in
      guard let seed = UInt64(text) else { throw ValidationError("--seeds: \"\(text)\" is no seed") }
      return seed
    }
  }
}

extension OfficialSplit: ExpressibleByArgument {}
