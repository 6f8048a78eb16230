import Foundation

/// What `rankctl embed` did with an encoder.
struct EmbedReport {
  let texts: Int
  /// Different texts that were not in the cache.
  let encoded: Int
  /// From the text to its vector in the cache, without reading the weights.
  let seconds: Double

  func print(json: Bool) {
    if json {
      return Swift.print(
        "{\"texts\":\(texts),\"encoded\":\(encoded),\"seconds\":\(seconds),\"peak_rss_bytes\":\(PeakMemory.bytes)}"
      )
    }
    Swift.print(
      String(
        format: "%d texts, %d of them new, embedded in %.2f s; peak memory %.1f MB", texts, encoded, seconds,
        Double(PeakMemory.bytes) / 1e6))
  }
}
