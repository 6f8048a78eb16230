internal import RankingCore

extension MetricsPage {
  private static let sampled =
    "of one request in \(FunnelMetrics.interval), up to \(10 * FunnelMetrics.allowance) a second on each thread"

  func funnel(_ page: inout MetricsText) {
    let funnel = reading.funnel
    page.family("rankd_stage_seconds", "histogram", "Time of each stage, \(Self.sampled).")
    for stage in StageClock.Stage.allCases {
      page.histogram("rankd_stage_seconds", "stage=\"\(stage)\"", funnel.stages[stage.rawValue])
    }
    page.family("rankd_source_seconds", "histogram", "Time of each retrieval source, \(Self.sampled).")
    for source in funnel.sources {
      page.histogram(
        "rankd_source_seconds", "source=\"\(MetricsText.escaped(source.name))\"", source.times)
    }
    page.family(
      "rankd_source_candidates_total", "counter",
      "Candidates whose fused score owes most to the source, \(Self.sampled).")
    for source in funnel.sources {
      page.sample(
        "rankd_source_candidates_total", "source=\"\(MetricsText.escaped(source.name))\"", source.candidates)
    }
    page.family("rankd_served_total", "counter", "Answers by the step of the fallback chain that made them.")
    for step in ServedBy.allCases {
      page.sample("rankd_served_total", "step=\"\(step)\"", funnel.served[Int(step.rawValue)])
    }
    page.family("rankd_degraded_total", "counter", "Answers with a part left out, by reason.")
    page.sample("rankd_degraded_total", "reason=\"reranking_skipped\"", funnel.rerankingSkipped)
  }

  func drift(_ page: inout MetricsText) {
    let window = "in the last \(DriftWindow.minutes) minutes"
    page.single(
      "rankd_drift_samples", "gauge", "Answers that the stability indexes rest on, \(window).", drift.samples)
    let indexes = drift.stabilityIndexes(minimum: store.driftMinimum)
    page.family(
      "rankd_score_psi", "gauge",
      "Population stability index of served scores against the bundle's; absent below \(store.driftMinimum) answers."
    )
    if let score = indexes.first(where: { $0.name == ReferenceHistogram.scoreName }) {
      page.sample("rankd_score_psi", "", score.value)
    }
    page.family(
      "rankd_feature_psi", "gauge",
      "Population stability index of each ranker feature over served items; absent where the bundle has no reference."
    )
    for index in indexes where index.name != ReferenceHistogram.scoreName {
      page.sample("rankd_feature_psi", "feature=\"\(MetricsText.escaped(index.name))\"", index.value)
    }
    page.single(
      "rankd_catalogue_coverage_ratio", "gauge",
      "Share of the catalogue among the first \(DriftWindow.places) items of answers, \(window).",
      drift.coverage)
    page.family("rankd_position_score", "gauge", "Mean stage-2 score by position, \(window).")
    for (position, mean) in drift.positionMeans.enumerated() {
      if let mean { page.sample("rankd_position_score", "position=\"\(position + 1)\"", mean) }
    }
  }

  func tell(_ spans: SpanCounts, _ page: inout MetricsText) {
    page.family("rankd_trace_spans_total", "counter", "Spans by what became of them.")
    page.sample("rankd_trace_spans_total", "result=\"exported\"", spans.exported)
    page.sample("rankd_trace_spans_total", "result=\"dropped\"", spans.dropped)
    page.sample("rankd_trace_spans_total", "result=\"failed\"", spans.failed)
  }
}
