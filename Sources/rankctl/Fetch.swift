import ArgumentParser
import Foundation
import RankingTraining

/// `rankctl fetch movielens-100k | encoder`
struct FetchCommand: ParsableCommand {
  enum Artifact: String, ExpressibleByArgument, CaseIterable {
    case movielens100K = "movielens-100k"
    case encoder
  }

  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Fetch a data set or the sentence encoder, verified, into $RANKD_HOME.",
    discussion: """
      What is there and intact is not fetched again; what is damaged is. MovieLens 100K may be used under its \
      makers' terms (https://files.grouplens.org/datasets/movielens/ml-100k-README.txt) and is not redistributed.
      """)

  @Argument(help: "What to fetch.")
  var artifacts: [Artifact] = Artifact.allCases

  @Option(help: "Where state lives (default: $RANKD_HOME, or .rankd).")
  var home: String?

  func run() throws {
    let home = self.home ?? ProcessInfo.processInfo.environment["RANKD_HOME"] ?? ".rankd"
    for artifact in artifacts { print(try fetch(artifact, home)) }
  }

  private func fetch(_ artifact: Artifact, _ home: String) throws -> String {
    switch artifact {
    case .movielens100K: try MovieLensFetch(home: home).run()
    case .encoder: try EncoderFetch(home: home).run()
    }
  }
}
