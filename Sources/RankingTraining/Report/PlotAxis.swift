internal import Foundation

/// Maps values to one side of a plot, and knows where its marks are.
struct PlotAxis {
  /// Values at the two ends.
  let values: ClosedRange<Double>
  /// Places of the two ends, in user units of the drawing.
  let places: (Double, Double)
  var isLogarithmic = false

  func place(_ value: Double) -> Double {
    let (low, high) = (scaled(values.lowerBound), scaled(values.upperBound))
    let share = high > low ? (scaled(value) - low) / (high - low) : 0
    return places.0 + share * (places.1 - places.0)
  }

  /// About `count` round values.
  func marks(_ count: Int = 5) -> [Double] {
    isLogarithmic ? decades() : round(count)
  }

  private func scaled(_ value: Double) -> Double { isLogarithmic ? log10(max(value, 1e-12)) : value }

  private func round(_ count: Int) -> [Double] {
    let span = values.upperBound - values.lowerBound
    guard span > 0 else { return [values.lowerBound] }
    let rough = span / Double(count)
    let power = pow(10, floor(log10(rough)))
    let step = power * ([1, 2, 2.5, 5, 10].first { rough <= $0 * power } ?? 10)
    let first = Int((values.lowerBound / step - 1e-9).rounded(.up))
    let last = Int((values.upperBound / step + 1e-9).rounded(.down))
    return first > last ? [] : (first...last).map { Double($0) * step }
  }

  /// 1, 2 and 5 of each decade within.
  private func decades() -> [Double] {
    let exponents = Int(floor(scaled(values.lowerBound)))...Int(ceil(scaled(values.upperBound)))
    return exponents.flatMap { exponent in [1, 2, 5].map { $0 * pow(10, Double(exponent)) } }
      .filter { values.contains($0) }
  }
}
