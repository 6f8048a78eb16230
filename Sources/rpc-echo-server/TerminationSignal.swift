internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// SIGTERM and SIGINT, awaited.
enum TerminationSignal {
  static func wait() async {
    await withCheckedContinuation { continuation in
      let queue = DispatchQueue(label: "signals")
      var sources: [any DispatchSourceSignal] = []
      for number in [SIGTERM, SIGINT] {
        signal(number, SIG_IGN)
        sources.append(DispatchSource.makeSignalSource(signal: number, queue: queue))
      }
      let once = Once(sources, continuation)
      for source in sources {
        source.setEventHandler { once.fire() }
        source.resume()
      }
    }
  }

  /// Resumes once and keeps the sources alive until then. Used on the signals' queue only.
  private final class Once: @unchecked Sendable {
    private var sources: [any DispatchSourceSignal]
    private var continuation: CheckedContinuation<Void, Never>?

    init(_ sources: [any DispatchSourceSignal], _ continuation: CheckedContinuation<Void, Never>) {
      self.sources = sources
      self.continuation = continuation
    }

    func fire() {
      continuation?.resume()
      continuation = nil
      for source in sources { source.cancel() }
      sources = []
    }
  }
}
