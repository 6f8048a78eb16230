internal import NIOCore

extension Duration {
  /// "20 s", "0.25 s": for messages that name a limit.
  var text: String { TimeAmount(self).text }
}

extension TimeAmount {
  var text: String {
    let milliseconds = nanoseconds / 1_000_000
    return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000) s" : "\(Double(milliseconds) / 1_000) s"
  }
}
