/// One field of a request that is not what it must be.
public struct FieldViolation: Hashable, Sendable {
  /// The field's name as the proto file has it, nested ones with dots.
  public var field: String
  /// The limit and the value met.
  public var description: String

  public init(field: String, description: String) {
    self.field = field
    self.description = description
  }
}
