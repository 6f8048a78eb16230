import ArgumentParser
import Foundation
import RankingCore

/// `rankctl promote`
struct PromoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote", abstract: "Make a bundle the one that serves.",
    discussion: """
      The bundle is verified, the change is written to bundles/promotions.log and made durable, then the link is \
      replaced by one rename. Servers that follow the link swap by themselves.
      """)

  @OptionGroup var home: RankdHome
  @OptionGroup var change: PromotionOptions
  @Argument(help: "Version, or a link that names it, such as candidate.")
  var version: String

  func run() throws {
    let done = try BundlePromotion(parent: home.bundles, link: change.link)
      .promote(version, reason: change.reason)
    print("\(change.link): \(done.from ?? "nothing") → \(done.to)")
  }
}

/// `rankctl rollback`
struct RollbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Go back to the version before the last promotion.",
    discussion: "Once more goes back one further; the log keeps everything.")

  @OptionGroup var home: RankdHome
  @OptionGroup var change: PromotionOptions

  func run() throws {
    let done = try BundlePromotion(parent: home.bundles, link: change.link).rollback(reason: change.reason)
    print("\(change.link): \(done.from ?? "nothing") → \(done.to)")
  }
}

struct PromotionOptions: ParsableArguments {
  @Option(help: "Link to move: current serves, candidate is what a canary serves.")
  var link = CurrentBundle.linkName
  @Option(help: "Why, for the log.")
  var reason: String?
}

/// `rankctl promotions`
struct PromotionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promotions", abstract: "Print who changed what serves, when, from what to what.",
    discussion: "Fails, naming the lines, where the log was changed after it was written.")

  @OptionGroup var home: RankdHome
  @Flag(help: "Print the log as it is: one JSON object a line.")
  var json = false

  func run() throws {
    let path = "\(home.bundles)/\(PromotionLog.fileName)"
    if json {
      print((try? String(contentsOfFile: path, encoding: .utf8)) ?? "", terminator: "")
    } else {
      for entry in try PromotionLog.read(in: home.bundles) where entry.state == .done { print(line(entry)) }
    }
    let broken = PromotionLog.broken(in: home.bundles)
    guard broken.isEmpty else {
      throw ValidationError("\(path): lines \(broken) do not follow from the line before")
    }
  }

  private func line(_ entry: Promotion) -> String {
    "\(entry.time)  \(entry.who)  \(entry.action.rawValue)  \(entry.link): \(entry.from ?? "nothing") → \(entry.to)"
      + (entry.reason.map { "  (\($0))" } ?? "")
  }
}
