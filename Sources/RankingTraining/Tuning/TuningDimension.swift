internal import Foundation

/// One number of a trainer's configuration that tuning may change.
struct TuningDimension<Configuration> {
  /// How values are drawn.
  enum Scale {
    case linear(ClosedRange<Double>)
    case logarithmic(ClosedRange<Double>)
    /// One of these, ascending; a move goes to a neighbour.
    case choice([Double])
  }

  let scale: Scale
  let get: (Configuration) -> Double
  let set: (inout Configuration, Double) -> Void

  init(
    _ scale: Scale, _ get: @escaping (Configuration) -> Double,
    _ set: @escaping (inout Configuration, Double) -> Void
  ) {
    self.scale = scale
    self.get = get
    self.set = set
  }

  /// Moves the number by about a `width` of its range, and back into it.
  func move(_ configuration: inout Configuration, width: Double, _ random: inout SplitMix64) {
    let value = get(configuration)
    let step = width * random.normal()
    switch scale {
    case .linear(let range):
      set(&configuration, Self.rounded(value + step * (range.upperBound - range.lowerBound), into: range))
    case .logarithmic(let range):
      let ratio = log(range.upperBound / range.lowerBound)
      set(&configuration, Self.rounded(value * exp(step * ratio), into: range))
    case .choice(let values):
      let nearest = values.indices.min { abs(values[$0] - value) < abs(values[$1] - value) } ?? 0
      let next = nearest + (step < 0 ? -1 : 1)
      set(&configuration, values[min(max(0, next), values.count - 1)])
    }
  }

  /// Three significant digits: more would claim what no fold can tell.
  private static func rounded(_ value: Double, into range: ClosedRange<Double>) -> Double {
    let inside = min(max(value, range.lowerBound), range.upperBound)
    guard inside != 0 else { return 0 }
    let digits = 2 - log10(abs(inside)).rounded(.down)
    // Dividing by a whole power of ten gives the number that its three digits are read back as.
    let power = pow(10, abs(digits))
    let short = digits < 0 ? (inside / power).rounded() * power : (inside * power).rounded() / power
    return min(max(short, range.lowerBound), range.upperBound)
  }
}

extension SplitMix64 {
  /// Uniform in [0, 1).
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// About normal, mean 0 and deviation 1: twelve uniform numbers.
  mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + unit() } }
}
