/// The drawing that every plot shares: size, axes, grid, captions.
///
/// Everything is drawn in user units of a `viewBox`, so the page scales it. Colours are classes of the page's style.
struct PlotFrame {
  static let (width, height) = (640.0, 300.0)
  let x: PlotAxis
  let y: PlotAxis
  let title: String
  let xCaption: String
  private static let (left, right, top, bottom) = (52.0, 104.0, 12.0, 44.0)

  /// - Parameter margin: Room at the right for names at the ends of lines.
  init(
    _ title: String, x: ClosedRange<Double>, y: ClosedRange<Double>, xCaption: String,
    isLogarithmic: Bool = false, margin: Double = PlotFrame.right
  ) {
    self.title = title
    self.xCaption = xCaption
    self.x = PlotAxis(values: x, places: (Self.left, Self.width - margin), isLogarithmic: isLogarithmic)
    self.y = PlotAxis(values: y, places: (Self.height - Self.bottom, Self.top))
  }

  /// The whole drawing around `content`.
  func svg(_ content: String) -> String {
    let box = "0 0 \(Markup.at(Self.width)) \(Markup.at(Self.height))"
    return Markup.tag(
      "svg", ["viewBox": box, "role": "img", "aria-label": title], grid + content + captions)
  }

  private var grid: String {
    y.marks().map { mark in
      let place = Markup.at(y.place(mark))
      return Markup.tag(
        "line",
        ["class": "grid", "x1": Markup.at(x.places.0), "x2": Markup.at(x.places.1), "y1": place, "y2": place]
      )
        + Markup.tag(
          "text", ["x": Markup.at(x.places.0 - 8), "y": place, "dy": "0.32em", "text-anchor": "end"],
          Markup.number(mark))
    }.joined()
  }

  private var captions: String {
    let foot = y.places.0
    let marks = x.marks(8).map { mark in
      Markup.tag(
        "text", ["x": Markup.at(x.place(mark)), "y": Markup.at(foot + 18), "text-anchor": "middle"],
        Markup.number(mark))
    }.joined()
    let middle = (x.places.0 + x.places.1) / 2
    return marks
      + Markup.tag(
        "line",
        [
          "class": "axis", "x1": Markup.at(x.places.0), "x2": Markup.at(x.places.1), "y1": Markup.at(foot),
          "y2": Markup.at(foot),
        ])
      + Markup.tag(
        "text",
        [
          "class": "caption", "x": Markup.at(middle), "y": Markup.at(foot + 38), "text-anchor": "middle",
        ], Markup.escaped(xCaption))
  }
}
