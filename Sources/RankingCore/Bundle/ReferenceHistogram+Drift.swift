#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

extension ReferenceHistogram {
  package static let scoreName = "score"

  /// Bins with the last one, of missing values.
  package var binCount: Int { shares.count + 1 }

  /// The bin of `value`; NaN is in the last.
  package func bin(of value: Double) -> Int {
    guard !value.isNaN else { return shares.count }
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if value <= edges[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The population stability index, sum of (a - e) ln(a / e) over the bins, with `counts` of values found in
  /// each; nil without any. Shares are at least 0.0001, so that an empty bin stays finite. By convention below
  /// 0.1 is stable and above 0.25 a shift.
  package func stabilityIndex(_ counts: some RandomAccessCollection<Int>) -> Double? {
    let total = counts.reduce(0, +)
    guard total > 0, counts.count == binCount else { return nil }
    let present = 1 - (missing ?? 0)
    let expected = shares.map { $0 * present } + [missing ?? 0]
    return zip(expected, counts).reduce(0) { sum, bin in
      let (reference, found) = (max(bin.0, 1e-4), max(Double(bin.1) / Double(total), 1e-4))
      return sum + (found - reference) * log(found / reference)
    }
  }

  /// As `stabilityIndex(_:)`, of values not yet counted; nil without any.
  package func stabilityIndex(of values: [Double]) -> Double? {
    var counts = [Int](repeating: 0, count: binCount)
    for value in values { counts[bin(of: value)] += 1 }
    return stabilityIndex(counts)
  }

  /// The distribution of `values`: edges at their deciles; a value below or above all of them has a bin of its own
  /// where many share the lowest or highest. nil without values.
  package init?(name: String, of values: [Double]) {
    let known = values.filter { !$0.isNaN }.sorted()
    guard let lowest = known.first else { return nil }
    var edges: [Double] = []
    for decile in 1..<10 {
      let edge = known[decile * known.count / 10]
      if edge != edges.last { edges.append(edge) }
    }
    if edges[0] == lowest { edges.insert(lowest.nextDown, at: 0) }
    self.init(name: name, edges: edges, shares: Array(repeating: 0, count: edges.count + 1))
    var counts = [Int](repeating: 0, count: binCount)
    for value in known { counts[bin(of: value)] += 1 }
    shares = counts.dropLast().map { Double($0) / Double(known.count) }
    missing = known.count == values.count ? nil : 1 - Double(known.count) / Double(values.count)
  }

  /// - Throws: `BundleError.malformed` when it names no feature or its numbers are no distribution.
  func check(features: [FeatureDescriptor]) throws(BundleError) {
    let isKnown = name == Self.scoreName || features.contains { $0.name == name }
    let ascends = zip(edges, edges.dropFirst()).allSatisfy(<) && edges.allSatisfy(\.isFinite)
    let all = shares + [missing ?? 0]
    guard isKnown, ascends, shares.count == edges.count + 1, edges.count < 256,
      all.allSatisfy({ $0 >= 0 && $0 <= 1 }), abs(shares.reduce(0, +) - 1) < 1e-3
    else {
      throw BundleError(.malformed, file: BundleManifest.fileName, "histogram \"\(name)\" is none")
    }
  }
}
