/// How much more the user's own kind of people uses a candidate than everybody does; NaN if unknown.
struct DemographicFeatures: FeatureGroup {
  let segments: DemographicSegments

  let features = ["people.age_gender_lift", "people.occupation_lift"].map { FeatureDescriptor($0, .pair) }

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    let person = context.query.demographics
    gather(segments.ageAndGenderLifts(person), context.candidates, columns[0])
    gather(segments.occupationLifts(person), context.candidates, columns[1])
  }

  private func gather(
    _ lifts: UnsafeBufferPointer<Float>?, _ items: UnsafeBufferPointer<Int32>,
    _ column: UnsafeMutablePointer<Float>
  ) {
    guard let lifts else { return column.update(repeating: .nan, count: items.count) }
    for (row, item) in items.enumerated() { column[row] = lifts[Int(item)] }
  }
}
