/// One named row a value: bars from zero, or points with their intervals around a line at zero.
struct RowPlot {
  struct Row {
    let name: String
    let value: Double
    /// 95% interval; nil draws a bar.
    var interval: ClosedRange<Double>?
    /// Printed at the end of the row.
    let label: String
  }

  let title: String
  let rows: [Row]
  private static let (left, step, top) = (190.0, 22.0, 8.0)

  var svg: String {
    let ends = rows.flatMap { row -> [Double] in
      [row.value] + (row.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
    }
    let (low, high) = (min(0, ends.min() ?? 0), max(0, ends.max() ?? 1))
    let axis = PlotAxis(
      values: low...max(high, low + 1e-12), places: (Self.left, PlotFrame.width - 130))
    let height = Self.top * 2 + Self.step * Double(rows.count)
    let zero = Markup.at(axis.place(0))
    let line = Markup.tag(
      "line", ["class": "axis", "x1": zero, "x2": zero, "y1": "0", "y2": Markup.at(height)])
    let drawn = rows.enumerated().map { row($1, Self.top + Self.step * (Double($0) + 0.5), axis) }.joined()
    return Markup.tag(
      "svg",
      [
        "viewBox": "0 0 \(Markup.at(PlotFrame.width)) \(Markup.at(height))", "role": "img",
        "aria-label": title,
      ], drawn + line)
  }

  private func row(_ row: Row, _ y: Double, _ axis: PlotAxis) -> String {
    let place = Markup.at(y)
    let name = Markup.tag(
      "text", ["x": Markup.at(Self.left - 12), "y": place, "dy": "0.32em", "text-anchor": "end"],
      Markup.escaped(row.name))
    let label = Markup.tag(
      "text", ["class": "value", "x": Markup.at(PlotFrame.width - 120), "y": place, "dy": "0.32em"],
      Markup.escaped(row.label))
    return name + (row.interval.map { whisker($0, row.value, y, axis) } ?? bar(row.value, y, axis)) + label
  }

  private func bar(_ value: Double, _ y: Double, _ axis: PlotAxis) -> String {
    let (start, end) = (min(axis.place(0), axis.place(value)), max(axis.place(0), axis.place(value)))
    return Markup.tag(
      "rect",
      [
        "class": "bar", "x": Markup.at(start), "y": Markup.at(y - 6),
        "width": Markup.at(max(end - start, 0.5)),
        "height": "12", "rx": "1.5",
      ])
  }

  private func whisker(
    _ interval: ClosedRange<Double>, _ value: Double, _ y: Double, _ axis: PlotAxis
  ) -> String {
    let isClear = interval.lowerBound > 0 || interval.upperBound < 0
    let name = isClear ? "clear" : "unclear"
    return Markup.tag(
      "line",
      [
        "class": "whisker \(name)", "x1": Markup.at(axis.place(interval.lowerBound)),
        "x2": Markup.at(axis.place(interval.upperBound)), "y1": Markup.at(y), "y2": Markup.at(y),
      ])
      + Markup.tag(
        "circle", ["class": "dot \(name)", "cx": Markup.at(axis.place(value)), "cy": Markup.at(y), "r": "4"])
  }
}
