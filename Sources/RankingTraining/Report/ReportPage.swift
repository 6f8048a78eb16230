internal import Foundation
internal import RankingCore

/// The evaluation of one bundle as one HTML file that needs nothing else: no script, no font, no network.
package struct ReportPage {
  private let subject: ReportSubject

  package init(_ subject: ReportSubject) { self.subject = subject }

  /// The whole file.
  package func html() -> String {
    let version = Markup.escaped(subject.snapshot.version)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>Evaluation of \(version)</title>
      <style>\(ReportStyle.css)</style>
      </head>
      <body>
      <main>
      <header><h1>Evaluation</h1><p class="lead">Bundle <code>\(version)</code>, \(facts).</p></header>
      \(sections().joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  private var facts: String {
    let catalogue = subject.snapshot.catalogue
    return "judged on \(subject.report.users) users of “\(Markup.escaped(subject.report.split))”, "
      + "\(catalogue.itemCount) items, \(subject.snapshot.model.interactions.entryCount) training interactions"
  }

  private func sections() -> [String] {
    let answers = subject.answers()
    return [
      section("Figures", "Means over users. The best of each column is bold.", figures),
      section(
        "By depth",
        "How much of what users turned to later is among the first k items, and how high up. NDCG is over the best "
          + "that k places can do, so it falls until k is the number of hidden items.", depth),
      section(
        "By history",
        "NDCG@10 by how much a user had done before: five groups of equal size, with 95% intervals.",
        history),
      section(
        "What each part is worth",
        "Gain in NDCG@10, paired over users: stages over the one before, then stage 1 over itself without one source. "
          + "Bars are 95% intervals of \(PairedBootstrap.resamples) resamples; hollow ones include zero.",
        ablations),
      section(
        "Scores", "Scores of the first ten items, by whether the user turned to the item later.",
        scores(answers.found, answers.other)),
      section(
        "What the ranker looks at", "How much each feature changes scores, in percent of all change.",
        importances),
      section("Time", timing(answers.microseconds), latency(answers.microseconds)),
    ].filter { !$0.isEmpty }
  }

  private func section(_ title: String, _ lead: String, _ content: String) -> String {
    guard !content.isEmpty else { return "" }
    return "<section><h2>\(title)</h2><p>\(lead)</p>\n\(content)</section>"
  }

  private func figure(_ title: String, _ svg: String) -> String {
    svg.isEmpty ? "" : "<figure><figcaption>\(Markup.escaped(title))</figcaption>\(svg)</figure>"
  }

  private var figures: String {
    let names = [
      "recall@5", "ndcg@5", "recall@10", "ndcg@10", "recall@100", "mrr", "hit_rate@10", "coverage@10",
    ]
    let stages = subject.report.stages
    let head = names.map { "<th scope=\"col\">\($0.replacingOccurrences(of: "_", with: " "))</th>" }.joined()
    let rows = stages.map { stage in
      let cells = names.map { name in
        let value = stage.values[name] ?? 0
        let isBest = stages.allSatisfy { ($0.values[name] ?? 0) <= value }
        return "<td\(isBest ? " class=\"best\"" : "")>\(ReportTable.fixed(value, 4))</td>"
      }
      return "<tr><th scope=\"row\">\(ReportSubject.title(stage.name))</th>\(cells.joined())</tr>"
    }
    return
      "<div class=\"scroll\"><table><thead><tr><td></td>\(head)</tr></thead><tbody>\(rows.joined())</tbody></table></div>"
  }

  private var depth: String {
    let curves = subject.run.stages.map { stage in
      (
        name: ReportSubject.title(stage.name),
        curve: CutoffCurve(lists: stage.lists, relevant: subject.problem.relevant, depth: 100)
      )
    }
    func plot(_ title: String, _ values: (CutoffCurve) -> [Double]) -> String {
      let series = curves.map { named in
        LinePlot.Series(
          name: named.name,
          points: values(named.curve).enumerated().map { .init(x: Double($0.offset + 1), y: $0.element) })
      }
      return figure(title, LinePlot(title: title, xCaption: "k", series: series, isLogarithmic: true).svg)
    }
    return plot("Recall@k", \.recall) + plot("NDCG@k", \.ndcg)
  }

  private var history: String {
    let lengths = subject.historyLengths
    let series = subject.report.metrics.map { stage in
      LinePlot.Series(
        name: ReportSubject.title(stage.name),
        points: HistoryGroups(stage.metrics, lengths: lengths).groups.map {
          .init(x: $0.length, y: $0.mean, interval: $0.interval)
        })
    }
    let title = "NDCG@10 by items in the history"
    return figure(
      title,
      LinePlot(
        title: title, xCaption: "items in the history (median of the group)", series: series, hasDots: true,
        isLogarithmic: true
      ).svg)
  }

  private var ablations: String {
    let stages = subject.report.comparisons.compactMap { comparison in
      comparison.gains[.ndcg10].map {
        row("\(ReportSubject.title(comparison.stage)) over \(ReportSubject.title(comparison.over))", $0)
      }
    }
    let sources = LeaveOneOutReport.sources(of: subject.snapshot.model)
    let lists = LeaveOneOutReport.collect(subject.snapshot.model, threads: subject.threads)
    let lines = LeaveOneOutReport(sources: sources, [(problem: subject.problem, lists: lists)]).lines
      .compactMap { line in
        line.comparison.gains[.ndcg10].map { (gain: $0.value, row: row("stage 1 with \(line.source)", $0)) }
      }.sorted { $0.gain > $1.gain }
    return figure("Stages", RowPlot(title: "Gain of stages", rows: stages).svg)
      + figure("Sources", RowPlot(title: "Gain of sources", rows: lines.map(\.row)).svg)
  }

  private func row(_ name: String, _ gain: StageComparison.Interval) -> RowPlot.Row {
    let sign = { (value: Double) in String(format: "%+.4f", value) }
    return RowPlot.Row(
      name: name, value: gain.value, interval: gain.low...gain.high,
      label: "\(sign(gain.value)) [\(sign(gain.low)), \(sign(gain.high))]")
  }

  private func scores(_ found: [Double], _ other: [Double]) -> String {
    let title = "Share of scores"
    return figure(
      title,
      HistogramPlot(
        title: title, xCaption: "score",
        groups: [.init(name: "not found", values: other), .init(name: "found", values: found)]
      ).svg)
  }

  private var importances: String {
    guard let ranker = subject.snapshot.model.ranker, let shares = try? ranker.predictionValuesChange() else {
      return ""
    }
    let best = zip(ranker.featureNames, shares).sorted { $0.1 > $1.1 }.prefix(20)
    let rows = best.map { RowPlot.Row(name: $0.0, value: $0.1, label: String(format: "%.1f %%", $0.1)) }
    let title = "The \(rows.count) most used of \(shares.count) features"
    return figure(title, RowPlot(title: title, rows: rows).svg)
  }

  private func quantile(_ share: Double, _ sorted: [Double]) -> Double {
    sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }

  private func timing(_ microseconds: [Double]) -> String {
    let sorted = microseconds.sorted()
    let parts = [0.5, 0.95, 0.99].map { share in
      "p\(Int(share * 100)) \(Markup.number(quantile(share, sorted))) µs"
    }
    return
      "One answer of ten items, both stages, one thread, without the network: \(parts.joined(separator: ", "))."
  }

  private func latency(_ microseconds: [Double]) -> String {
    let sorted = microseconds.sorted()
    let title = "Share of users by microseconds an answer"
    return figure(
      title,
      HistogramPlot(
        title: title, xCaption: "µs", groups: [.init(name: "answers", values: microseconds)],
        isLogarithmic: true,
        marks: [(name: "p50", value: quantile(0.5, sorted)), (name: "p95", value: quantile(0.95, sorted))]
      ).svg)
  }
}
