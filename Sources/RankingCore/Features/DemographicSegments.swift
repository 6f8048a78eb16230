/// How much more a group of users uses an item than everybody does.
package final class DemographicSegments: Sendable {
  /// Upper ages of the buckets; the last bucket is open.
  static let ageEdges: [Int32] = [18, 25, 35, 45, 50, 56]

  /// [gender x age bucket + occupation, items]: share within the segment over share overall,
  /// smoothed towards 1 by `smoothing` interactions.
  private let lifts: Matrix<Float>
  private let genders: Int
  private let occupations: Int

  private static let smoothing: Float = 20
  private static var ageBuckets: Int { ageEdges.count + 1 }

  init(catalogue: Catalogue, interactions: Interactions) {
    genders = catalogue.genderNames.count
    occupations = catalogue.occupationNames.count
    let (rows, items) = (genders * Self.ageBuckets + occupations, catalogue.itemCount)
    var counts = [Float](repeating: 0, count: (rows + 1) * items)
    var totals = [Float](repeating: 0, count: rows + 1)
    for user in 0..<interactions.userCount {
      let history = interactions.history(of: user)
      let person = catalogue.demographics(of: user)
      let segments = [
        Self.bracket(person, genders: genders),
        Self.occupation(person, after: genders * Self.ageBuckets, of: occupations), rows,
      ].compactMap { $0 }
      for segment in segments {
        totals[segment] += Float(history.count)
        for item in history.items { counts[segment * items + Int(item)] += 1 }
      }
    }
    let values = (0..<rows * items).map { index -> Float in
      let (segment, item) = (index / items, index % items)
      let everybody = counts[rows * items + item] / max(1, totals[rows])
      let expected = everybody * totals[segment]
      return (counts[index] + Self.smoothing) / (expected + Self.smoothing)
    }
    lifts = Matrix(rows: rows, columns: items, values)
  }

  /// Segment of gender and age, or nil if either is unknown.
  private static func bracket(_ person: Demographics, genders: Int) -> Int? {
    guard person.age >= 0, (0..<Int32(genders)).contains(person.gender) else { return nil }
    let bucket = ageEdges.firstIndex { person.age < $0 } ?? ageEdges.count
    return Int(person.gender) * ageBuckets + bucket
  }

  /// Segment of the occupation, or nil if unknown.
  private static func occupation(_ person: Demographics, after first: Int, of count: Int) -> Int? {
    guard (0..<Int32(count)).contains(person.occupation) else { return nil }
    return first + Int(person.occupation)
  }

  /// Lifts of every item in the user's gender-and-age segment; nil if unknown.
  package func ageAndGenderLifts(_ person: Demographics) -> UnsafeBufferPointer<Float>? {
    Self.bracket(person, genders: genders).map { lifts[row: $0] }
  }

  /// Lifts of every item in the user's occupation; nil if unknown.
  package func occupationLifts(_ person: Demographics) -> UnsafeBufferPointer<Float>? {
    Self.occupation(person, after: genders * Self.ageBuckets, of: occupations).map { lifts[row: $0] }
  }
}
