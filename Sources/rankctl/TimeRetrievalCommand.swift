import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl time-retrieval`
struct TimeRetrievalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "time-retrieval",
    abstract: "Time stage 1 of a bundle on one core for the users of MovieLens 100K.")

  @OptionGroup var home: RankdHome
  @Option(help: "How many candidates.")
  var depth = 200
  @Option(help: "Times each user is served.")
  var rounds = 10
  @Option(help: "The bundle: a version, a link or a path; trained on the base of MovieLens 100K.")
  var bundle = "current"
  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let data = try TuningDataset(directory: home.movieLens)
    let snapshot = try ModelSnapshot.load(bundle: home.bundle(bundle))
    let timings = try RetrievalTiming.all(
      snapshot.retrieval, data.interactions, items: data.catalogue.itemCount, depth: depth, rounds: rounds,
      threads: 1)
    if json {
      let fields = timings.map {
        "\"\($0.name)\":{\"median_us\":\($0.median),\"min_us\":\($0.minimum),\"mean_us\":\($0.mean)}"
      }
      return print("{\(fields.joined(separator: ","))}")
    }
    for timing in timings {
      let figures = (timing.median, timing.minimum, timing.mean)
      print(String(format: "%8.2f µs (min %.2f, mean %.2f)  ", figures.0, figures.1, figures.2) + timing.name)
    }
  }
}
