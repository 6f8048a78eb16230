import ArgumentParser
import RankingCore

/// Everything offline: data, training, evaluation, inspection.
@main
struct Rankctl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rankctl", abstract: "Fetch, embed, train, evaluate and inspect what rankd serves.",
    subcommands: [
      FetchCommand.self, SplitCommand.self, TrainCommand.self, EvaluateCommand.self, EmbedCommand.self,
      EnrichCommand.self, TextsCommand.self, AddItemsCommand.self, TuneCommand.self, ClustersCommand.self,
      TimeRetrievalCommand.self,
      ALSCommand.self, ScoreCommand.self, InspectCommand.self, LoadCommand.self,
      ExportPoolCommand.self, ImportRankerCommand.self, TrainRankerCommand.self,
      GateCommand.self, PromoteCommand.self, RollbackCommand.self, PromotionsCommand.self,
      SynthesizeCommand.self,
    ])

  /// Runs before every command.
  func validate() throws {
    try InstructionSet.check()
    ReproducibleBLAS.pin()
  }
}
