/// A peer did not do what a case asks for.
package struct InteropFailure: Error, CustomStringConvertible {
  package var description: String
}
