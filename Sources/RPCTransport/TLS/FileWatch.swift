/// Says when files have changed and come to rest: looked at twice in between, so that a certificate and its key,
/// replaced one after the other, are read together.
struct FileWatch: Sendable {
  private let paths: [String]
  private var loaded: [ConfigurationFile.Stamp]
  private var seen: [ConfigurationFile.Stamp]

  init(_ paths: [String]) {
    self.paths = paths
    loaded = paths.map { ConfigurationFile.Stamp($0) }
    seen = loaded
  }

  /// True once for each change, whether or not what is read then is any good.
  mutating func isDue() -> Bool {
    let now = paths.map { ConfigurationFile.Stamp($0) }
    defer { seen = now }
    guard now != loaded, now == seen else { return false }
    loaded = now
    return true
  }
}
