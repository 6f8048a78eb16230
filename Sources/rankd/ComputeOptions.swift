import ArgumentParser
import RankingService

/// What happens to answers that take too long for an event loop.
struct ComputeOptions: ParsableArguments {
  @Option(
    help: "Threads for slow answers; 0: event loops make all [RANKD_COMPUTE_THREADS; cores beyond --threads]."
  )
  var computeThreads: Int?
  @Option(help: "Bundles whose answers typically take longer are slow [RANKD_COMPUTE_ABOVE; 200us].")
  var computeAbove: String?
  @Option(help: "Calls that wait or run on each of these threads [RANKD_COMPUTE_QUEUE; 64].")
  var computeQueue: Int?

  func apply(to configuration: inout ServingConfiguration) throws {
    configuration.compute.threads = try ServeEnvironment.number(computeThreads, "COMPUTE_THREADS")
    if let above = try ServeEnvironment.duration(computeAbove, "COMPUTE_ABOVE") {
      configuration.compute.above = above
    }
    if let queue = try ServeEnvironment.number(computeQueue, "COMPUTE_QUEUE") {
      configuration.compute.queue = queue
    }
  }
}
