import ArgumentParser

/// The ranking server.
@main
struct Rankd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rankd", abstract: "Serves a bundle: Recommend over gRPC, metrics and health.",
    subcommands: [Serve.self, Health.self])
}
