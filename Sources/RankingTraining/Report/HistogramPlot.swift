internal import Foundation

/// Shares of values by bin, one outline a group, over a common axis.
struct HistogramPlot {
  struct Group {
    let name: String
    let values: [Double]
  }

  let title: String
  let xCaption: String
  let groups: [Group]
  var isLogarithmic = false
  /// Named vertical lines.
  var marks: [(name: String, value: Double)] = []
  private static let bins = 48

  var svg: String {
    let all = groups.flatMap(\.values).sorted()
    guard let low = quantile(0.001, all), let high = quantile(0.999, all), high > low else { return "" }
    let shares = groups.map { portions($0.values, low, high) }
    let top = shares.flatMap { $0 }.max() ?? 1
    let frame = PlotFrame(
      title, x: low...high, y: 0...(top * 1.08), xCaption: xCaption, isLogarithmic: isLogarithmic,
      margin: groups.count > 1 ? 104 : 24)
    let outlines = zip(groups.indices, shares).map { outline($1, low, high, in: frame, "series\($0)") }
    return frame.svg(outlines.joined() + markLines(in: frame) + names(in: frame))
  }

  private func edge(_ index: Int, _ low: Double, _ high: Double) -> Double {
    let share = Double(index) / Double(Self.bins)
    return isLogarithmic ? low * pow(high / low, share) : low + share * (high - low)
  }

  private func portions(_ values: [Double], _ low: Double, _ high: Double) -> [Double] {
    var counts = [Double](repeating: 0, count: Self.bins)
    for value in values where value >= low && value <= high {
      let share = isLogarithmic ? log(value / low) / log(high / low) : (value - low) / (high - low)
      counts[min(Self.bins - 1, max(0, Int(share * Double(Self.bins))))] += 1
    }
    return counts.map { $0 / Double(max(1, values.count)) }
  }

  private func outline(
    _ shares: [Double], _ low: Double, _ high: Double, in frame: PlotFrame, _ name: String
  ) -> String {
    let foot = Markup.at(frame.y.places.0)
    let steps = shares.enumerated().map { index, share in
      let (left, right) = (frame.x.place(edge(index, low, high)), frame.x.place(edge(index + 1, low, high)))
      let height = Markup.at(frame.y.place(share))
      return "L\(Markup.at(left)) \(height)L\(Markup.at(right)) \(height)"
    }.joined()
    let (start, end) = (Markup.at(frame.x.places.0), Markup.at(frame.x.places.1))
    return Markup.tag("path", ["class": "area \(name)", "d": "M\(start) \(foot)\(steps)L\(end) \(foot)Z"])
  }

  private func markLines(in frame: PlotFrame) -> String {
    marks.enumerated().map { index, mark in
      let x = Markup.at(
        frame.x.place(min(max(mark.value, frame.x.values.lowerBound), frame.x.values.upperBound)))
      let y = frame.y.places.1
      return Markup.tag(
        "line", ["class": "mark", "x1": x, "x2": x, "y1": Markup.at(y), "y2": Markup.at(frame.y.places.0)])
        + Markup.tag(
          "text", ["class": "name", "x": x, "dx": "5", "y": Markup.at(y + 10 + 16 * Double(index))],
          Markup.escaped(mark.name))
    }.joined()
  }

  private func names(in frame: PlotFrame) -> String {
    guard groups.count > 1 else { return "" }
    return groups.enumerated().map { index, group in
      Markup.tag(
        "text",
        [
          "class": "name series\(index)", "x": Markup.at(frame.x.places.1 + 10),
          "y": Markup.at(frame.y.places.1 + 12 + 18 * Double(index)),
        ], Markup.escaped(group.name))
    }.joined()
  }

  private func quantile(_ share: Double, _ sorted: [Double]) -> Double? {
    sorted.isEmpty ? nil : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }
}
