/// Training stopped because its input or its numbers are not usable.
package struct TrainingError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: Sendable, Hashable {
    /// A configuration value is outside its documented range.
    case configuration
    /// The data are empty or do not fit the shapes they came with.
    case data
    /// NaN or infinity appeared.
    case notFinite
    /// The model would need more memory than its limit.
    case tooLarge
    /// A checkpoint cannot be read or written, or belongs to something else.
    case checkpoint
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }
}
