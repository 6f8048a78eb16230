import Foundation
import RPCTransport
import Testing

/// When files are read again.
@Suite struct FileWatchTests {
  private func with(_ body: (inout FileWatch, URL) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("watched-\(UUID())")
    try write("one", to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var watch = FileWatch([file.path])
    try body(&watch, file)
  }

  /// A new file in the place of the old one.
  private func write(_ text: String, to file: URL) throws {
    try Data(text.utf8).write(to: file, options: .atomic)
  }

  @Test func aChangeIsReadOnceItRests() throws {
    try with { watch, file in
      #expect(watch.isDue() == false)
      try write("two", to: file)
      #expect(watch.isDue() == false)
      try write("three", to: file)
      #expect(watch.isDue() == false)
      #expect(watch.isDue() == true)
      watch.loaded(isGood: true)
      for _ in 0..<300 { #expect(watch.isDue() == false) }
    }
  }

  @Test func aFailureIsTriedAgainEverMoreRarely() throws {
    try with { watch, file in
      try write("bad", to: file)
      _ = watch.isDue()
      #expect(watch.isDue() == true)
      var pauses: [Int] = []
      for _ in 0..<9 {
        watch.loaded(isGood: false)
        var looks = 1
        while !watch.isDue() { looks += 1 }
        pauses.append(looks)
      }
      #expect(pauses == [2, 4, 8, 16, 32, 64, 128, 128, 128])
      watch.loaded(isGood: true)
      for _ in 0..<300 { #expect(watch.isDue() == false) }
    }
  }

  @Test func aChangeEndsThePause() throws {
    try with { watch, file in
      try write("bad", to: file)
      _ = watch.isDue()
      _ = watch.isDue()
      for _ in 0..<8 { watch.loaded(isGood: false) }
      try write("good", to: file)
      #expect(watch.isDue() == false)
      #expect(watch.isDue() == true)
      watch.loaded(isGood: false)
      #expect(watch.isDue() == false)
      #expect(watch.isDue() == true)
    }
  }
}
