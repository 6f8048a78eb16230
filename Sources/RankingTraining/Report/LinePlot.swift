/// Lines over a common x, each named at its end; intervals as bands or whiskers.
struct LinePlot {
  struct Series {
    let name: String
    /// Ascending x.
    let points: [Point]
  }

  struct Point {
    let x: Double
    let y: Double
    /// 95% interval, drawn as a whisker.
    var interval: ClosedRange<Double>?
  }

  let title: String
  let xCaption: String
  let series: [Series]
  /// Dots and whiskers at the points; without, only the lines.
  var hasDots = false
  var isLogarithmic = false

  var svg: String {
    let points = series.flatMap(\.points)
    let xs = points.map(\.x)
    let tops = points.map { $0.interval?.upperBound ?? $0.y }
    let frame = PlotFrame(
      title, x: (xs.min() ?? 0)...max(xs.max() ?? 1, (xs.min() ?? 0) + 1e-9),
      y: 0...max((tops.max() ?? 1) * 1.05, 1e-9), xCaption: xCaption, isLogarithmic: isLogarithmic)
    let lines = series.enumerated().map { index, series in
      line(series, in: frame, "series\(index)") + (hasDots ? dots(series, index, in: frame) : "")
    }
    return frame.svg(lines.joined() + names(in: frame))
  }

  private func line(_ series: Series, in frame: PlotFrame, _ name: String) -> String {
    let path = series.points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(Markup.at(frame.x.place(point.x))) \(Markup.at(frame.y.place(point.y)))"
    }.joined()
    return Markup.tag("path", ["class": "line \(name)", "d": path])
  }

  private func dots(_ series: Series, _ index: Int, in frame: PlotFrame) -> String {
    // Side by side, so that whiskers of several series can be told apart.
    let shift = (Double(index) - Double(self.series.count - 1) / 2) * 5
    return series.points.map { point in
      let (x, y) = (Markup.at(frame.x.place(point.x) + shift), Markup.at(frame.y.place(point.y)))
      let whisker = point.interval.map { interval in
        Markup.tag(
          "line",
          [
            "class": "whisker series\(index)", "x1": x, "x2": x,
            "y1": Markup.at(frame.y.place(interval.lowerBound)),
            "y2": Markup.at(frame.y.place(interval.upperBound)),
          ])
      }
      let told = Markup.tag("title", [:], "\(Markup.escaped(series.name)): \(Markup.number(point.y))")
      return (whisker ?? "")
        + Markup.tag("circle", ["class": "dot series\(index)", "cx": x, "cy": y, "r": "3"], told)
    }.joined()
  }

  /// Names at the ends of the lines, moved apart where they would touch.
  private func names(in frame: PlotFrame) -> String {
    let ends = series.enumerated().compactMap { index, series in
      series.points.last.map { (index: index, name: series.name, place: frame.y.place($0.y)) }
    }.sorted { $0.place < $1.place }
    var last = -Double.infinity
    return ends.map { end in
      let place = max(end.place, last + 15)
      last = place
      return Markup.tag(
        "text",
        [
          "class": "name series\(end.index)", "x": Markup.at(frame.x.places.1 + (hasDots ? 18 : 10)),
          "y": Markup.at(place),
          "dy": "0.32em",
        ], Markup.escaped(end.name))
    }.joined()
  }
}
