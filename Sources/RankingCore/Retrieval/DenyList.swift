/// The items of a history as the bitmap that a `RetrievalStage` takes: a bit for each item, 64 a word.
package struct DenyList: Sendable {
  package private(set) var words: [UInt64]

  package init(_ history: History, items: Int) {
    words = [UInt64](repeating: 0, count: (items + 63) / 64)
    for item in history.items { words[Int(item) >> 6] |= 1 << UInt64(item & 63) }
  }
}
