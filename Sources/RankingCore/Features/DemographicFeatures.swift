/// How much more the user's own kind of people uses a candidate than everybody does; NaN if unknown.
struct DemographicFeatures: FeatureGroup {
  let segments: DemographicSegments

  let features = [
    FeatureDescriptor(
      "people.age_gender_lift", .pair, .ratio,
      "the item's share among people of the user's age and gender over its share among all; missing if unknown"
    ),
    FeatureDescriptor(
      "people.occupation_lift", .pair, .ratio,
      "the item's share among people of the user's occupation over its share among all; missing if unknown"),
  ]

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
