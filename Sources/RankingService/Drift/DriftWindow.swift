package import RankingCore

/// What one event loop has served in the last minutes: how scores and features were distributed, by the bins of
/// the bundle's references, which items were among the first, what each position scored.
///
/// Coverage and positions count every answer; scores and features those that a small allowance a tick lets through,
/// so that the work does not grow with the traffic. Of those the first ten items count, as they did for the
/// references, even where fewer were asked for. A window belongs to one snapshot.
package final class DriftWindow {
  /// The window slides in steps of a minute.
  package static let minutes = 10
  /// Items of an answer that are looked at.
  static let places = ReferenceHistogram.depth
  /// Answers sampled in each tenth of a second: at 40 µs an answer (`make budgets`) 0.2% of a core.
  package static let allowance = 5

  private let snapshot: ModelSnapshot
  private let references: [Reference]
  private let bins: Int
  private let words: Int
  private var minute: UInt64 = 0
  private var slot = 0
  private var left = allowance
  private let columns: AlignedStorage<Float>
  /// [minutes, bins], [minutes], [minutes, words], [minutes, places] twice.
  private let counts: AlignedStorage<Int32>
  private let sampled: AlignedStorage<Int>
  private let served: AlignedStorage<UInt64>
  private let sums: AlignedStorage<Double>
  private let answers: AlignedStorage<Int>

  /// A histogram and where its counts begin; `feature` is nil for the score.
  private struct Reference {
    let histogram: ReferenceHistogram
    let feature: Int?
    let first: Int
  }

  package init(for snapshot: ModelSnapshot) {
    self.snapshot = snapshot
    let features = snapshot.assembler.features
    var (all, first): ([Reference], Int) = ([], 0)
    for histogram in snapshot.histograms {
      let feature = features.firstIndex { $0.name == histogram.name }
      all.append(Reference(histogram: histogram, feature: feature, first: first))
      first += histogram.binCount
    }
    (references, bins) = (all, first)
    words = (snapshot.catalogue.itemCount + 63) / 64
    columns = AlignedStorage(count: max(1, features.count) * 16, repeating: 0)
    counts = AlignedStorage(count: max(1, Self.minutes * bins), repeating: 0)
    sampled = AlignedStorage(count: Self.minutes, repeating: 0)
    served = AlignedStorage(count: max(1, Self.minutes * words), repeating: 0)
    sums = AlignedStorage(count: Self.minutes * Self.places, repeating: 0)
    answers = AlignedStorage(count: Self.minutes * Self.places, repeating: 0)
  }

  /// Ten times a second: lets more answers be sampled and forgets what is older than the window.
  package func tick(nanoseconds: UInt64) {
    left = Self.allowance
    let now = nanoseconds / 60_000_000_000
    guard now > minute else { return }
    for _ in 0..<min(now - minute, UInt64(Self.minutes)) { advance() }
    minute = now
  }

  private func advance() {
    slot = (slot + 1) % Self.minutes
    (counts.base + slot * bins).update(repeating: 0, count: bins)
    sampled.base[slot] = 0
    (served.base + slot * words).update(repeating: 0, count: words)
    (sums.base + slot * Self.places).update(repeating: 0, count: Self.places)
    (answers.base + slot * Self.places).update(repeating: 0, count: Self.places)
  }

  /// Counts `answer`, the last one made with `scratch`.
  package func record(_ answer: RankingAnswer, to request: RankingRequest, _ scratch: PipelineScratch) {
    let count = min(answer.items.count, Self.places)
    let bits = served.base + slot * words
    for item in answer.items.prefix(count) { bits[Int(item) >> 6] |= 1 << UInt64(item & 63) }
    guard answer.servedBy == .personal, answer.degradation == nil else { return }
    for place in 0..<count {
      sums.base[slot * Self.places + place] += answer.scores[place]
      answers.base[slot * Self.places + place] += 1
    }
    guard left > 0, !references.isEmpty else { return }
    left -= 1
    sample(answer, request, scratch)
  }

  private func sample(_ answer: RankingAnswer, _ request: RankingRequest, _ scratch: PipelineScratch) {
    let pipeline = RankingPipeline(snapshot: snapshot)
    let answer = pipeline.lengthened(answer, to: Self.places, scratch: scratch)
    let count = min(answer.items.count, Self.places)
    let columns = FeatureColumns(base: columns.base, stride: 16)
    pipeline.features(
      of: UnsafeBufferPointer(rebasing: answer.items[..<count]), request, into: columns, scratch: scratch)
    sampled.base[slot] += 1
    for reference in references {
      let own = counts.base + slot * bins + reference.first
      for place in 0..<count {
        let value = reference.feature.map { Double(columns[$0][place]) } ?? answer.scores[place]
        own[reference.histogram.bin(of: value)] += 1
      }
    }
  }

  /// The whole window.
  package var reading: DriftReading {
    var reading = DriftReading(snapshot)
    for minute in 0..<Self.minutes {
      reading.samples += sampled.base[minute]
      for bin in 0..<bins { reading.counts[bin] += Int(counts.base[minute * bins + bin]) }
      for word in 0..<words { reading.served[word] |= served.base[minute * words + word] }
      for place in 0..<Self.places {
        reading.sums[place] += sums.base[minute * Self.places + place]
        reading.answers[place] += answers.base[minute * Self.places + place]
      }
    }
    return reading
  }
}
