/// Says when files are to be read again: when they have changed and come to rest, looked at twice in between, so that a
/// certificate and its key, replaced one after the other, are read together; and again, ever more rarely, while what
/// was read was no good, since not all that makes it good changes the files.
package struct FileWatch: Sendable {
  /// Looks between two attempts at the same files, at most.
  package static let longestPause = 128

  private let paths: [String]
  /// The files as they were when they were read last.
  private var read: [ConfigurationFile.Stamp]
  private var seen: [ConfigurationFile.Stamp]
  /// Looks between the last failed attempt and the next; 0 while what was read is good.
  private var pause = 0
  private var looksLeft = 0

  package init(_ paths: [String]) {
    self.paths = paths
    read = paths.map { ConfigurationFile.Stamp($0) }
    seen = read
  }

  /// Looks at the files. True if they are to be read now; `loaded` is told what came of it.
  package mutating func isDue() -> Bool {
    let now = paths.map { ConfigurationFile.Stamp($0) }
    defer { seen = now }
    guard now == seen else { return false }
    if now != read {
      read = now
      pause = 0
      return true
    }
    guard pause > 0 else { return false }
    looksLeft -= 1
    return looksLeft <= 0
  }

  package mutating func loaded(isGood: Bool) {
    pause = isGood ? 0 : min(Self.longestPause, max(1, pause) * 2)
    looksLeft = pause
  }
}
