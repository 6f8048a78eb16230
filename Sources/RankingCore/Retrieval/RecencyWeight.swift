internal import Foundation

/// How much an observation's confidence fades with its distance from the user's latest one.
///
/// The factor is floor + (1 - floor) * 2^(-age / halfLife), ages in seconds.
package struct RecencyWeight: Codable, Sendable, Hashable {
  /// Seconds, above 0.
  package var halfLife: Double
  /// What the oldest observation keeps, 0...1.
  package var floor: Double

  package init(halfLife: Double, floor: Double = 0) {
    self.halfLife = halfLife
    self.floor = floor
  }

  /// The factor of an event at `time` when the latest is at `latest`, rounded once from double precision.
  package func callAsFunction(_ time: Int64, latest: Int64) -> Float {
    let age = max(0, Double(latest) - Double(time))
    return Float(floor + (1 - floor) * exp2(-age / halfLife))
  }

  /// Multiplies `weights`, one for each entry of `history`.
  func apply(to weights: UnsafeMutablePointer<Float>, of history: History) {
    guard let latest = history.timestamps.max() else { return }
    for index in 0..<history.count { weights[index] *= self(history.timestamps[index], latest: latest) }
  }

  /// As a source's parameters.
  var parameters: [String: Double] { ["recencyHalfLife": halfLife, "recencyFloor": floor] }

  init?(_ tensors: TensorLookup) throws(SourceError) {
    guard tensors.specification.parameters["recencyHalfLife"] != nil else { return nil }
    halfLife = try tensors.parameter("recencyHalfLife", in: 1e-3...1e12)
    floor = try tensors.parameter("recencyFloor", in: 0...1)
  }
}
