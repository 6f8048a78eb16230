/// Where a field's name and value lie in a session's header bytes, one after the other.
package struct HTTP2Field: BitwiseCopyable, Sendable {
  package var start: UInt32
  package var nameCount: UInt32
  package var valueCount: UInt32
}
