/// Features that are computed together, all of one scope.
///
/// Training and serving call the same `fill`. A missing value is NaN. Groups are immutable and shared by
/// all event loops. They use no function whose result depends on the machine's libm: trees do not care
/// about monotone transforms, so there is no logarithm and no exponential to take.
package protocol FeatureGroup: Sendable {
  /// Names and scope, in column order.
  var features: [FeatureDescriptor] { get }

  /// Writes every column of the group: one row for scope `.user`, one for each of
  /// `context.candidates` otherwise.
  func fill(_ context: FeatureContext, into columns: FeatureColumns)
}
