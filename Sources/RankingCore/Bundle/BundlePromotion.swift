import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Moves a link of a folder of bundles to another version: verified, logged, then one rename.
///
/// A version that does not load, with every digest and golden answer, is never linked. Who, when, from and to are
/// durable in the promotion log before the link changes. Servers that follow the link notice by themselves.
package struct BundlePromotion: Sendable {
  /// Directory that holds all bundles.
  package let parent: String
  /// `current`: what serves; `candidate`: what a canary serves.
  package let link: String

  package init(parent: String, link: String = CurrentBundle.linkName) {
    self.parent = parent
    self.link = link
  }

  /// What a promotion did.
  package struct Change: Sendable, Hashable {
    package let from: String?
    package let to: String
  }

  /// Makes `name`, a version or another link, what the link names. Nothing happens where it does already.
  ///
  /// - Parameter expected: what the link must still name; nil: anything.
  /// - Throws: `BundleError.overtaken` where something else promoted meanwhile.
  @discardableResult
  package func promote(
    _ name: String, action: Promotion.Action = .promote, reason: String? = nil, from expected: String? = nil
  ) throws(BundleError) -> Change {
    let log = try PromotionLog(in: parent)
    let now = CurrentBundle.target(of: "\(parent)/\(link)")
    if let expected, now != expected {
      throw BundleError(
        .overtaken, file: link, "it names \(now ?? "nothing"), \(name) was made from \(expected)")
    }
    return try change(to: try version(name), action, reason, log)
  }

  /// Goes back to the version before the last promotion of this link that was not rolled back.
  @discardableResult
  package func rollback(reason: String? = nil) throws(BundleError) -> Change {
    let log = try PromotionLog(in: parent)
    guard let target = try earlier() else {
      throw BundleError(
        .missingFile, file: link, "\(PromotionLog.fileName) tells of no version before the one that serves")
    }
    return try change(to: target, .rollback, reason, log)
  }

  /// The version that a rollback would go to.
  package func earlier() throws(BundleError) -> String? {
    var stack: [String] = []
    let now = CurrentBundle.target(of: "\(parent)/\(link)")
    for entry in try PromotionLog.read(in: parent) where entry.link == link && entry.state == .done {
      if entry.action == .rollback, let last = stack.last, last == entry.from {
        stack.removeLast()
        if stack.last != entry.to { stack.append(entry.to) }
      } else {
        if let from = entry.from, stack.last != from { stack.append(from) }
        stack.append(entry.to)
      }
    }
    if let last = stack.last, last == now { stack.removeLast() }
    return stack.last
  }

  private func change(
    to version: String, _ action: Promotion.Action, _ reason: String?, _ log: borrowing PromotionLog
  ) throws(BundleError) -> Change {
    let from = CurrentBundle.target(of: "\(parent)/\(link)")
    guard from != version else { return Change(from: from, to: version) }
    _ = try ModelSnapshot.load(bundle: "\(parent)/\(version)")
    var entry = Promotion(
      time: Date().formatted(.iso8601), who: Self.who, action: action, state: .begun, link: link, from: from,
      to: version, reason: reason, previous: "")
    try log.append(entry)
    try CurrentBundle.set(version, in: parent, link: link)
    entry.state = .done
    try log.append(entry)
    return Change(from: from, to: version)
  }

  /// The version that `name` stands for: a folder of the parent, or what a link of it names.
  private func version(_ name: String) throws(BundleError) -> String {
    let version = CurrentBundle.target(of: "\(parent)/\(name)") ?? name
    guard !version.contains("/"), !version.hasPrefix("."), !version.isEmpty else {
      throw BundleError(.missingFile, file: name, "not a version or link in \(parent)")
    }
    return version
  }

  private static var who: String {
    let environment = ProcessInfo.processInfo.environment
    if let who = environment["RANKD_WHO"], !who.isEmpty { return who }
    let user = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(getuid())"
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return "\(environment["SUDO_USER"] ?? user)@\(String(decoding: host, as: UTF8.self))"
  }
}
