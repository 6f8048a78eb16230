/// What a session learned from bytes received or sent, in order.
///
/// `slot` is a small index the session gives a stream from its first frame until `HTTP2Session.release`.
package enum HTTP2Event: BitwiseCopyable, Sendable {
  /// A complete header block: request, response, informational or trailers.
  case headers(slot: Int32, stream: Int32, firstField: Int32, fieldCount: Int32, listSize: Int32, end: Bool)
  /// Body bytes, as a range of the input given to `receive`.
  case data(slot: Int32, offset: Int, count: Int)
  /// The peer sent its last frame on the stream.
  case end(slot: Int32)
  /// The stream is gone; 0 for an orderly end. Nothing follows for this slot.
  case closed(slot: Int32, code: UInt32)
  /// The peer reset a stream (its `closed` follows): counted against floods.
  case reset
  /// The peer's PING, counted as `control` as well.
  case ping
  /// The session refused a stream of the peer: it has too many open.
  case refused
  /// A SETTINGS, PRIORITY or empty DATA frame: counted against floods.
  case control
  case pingAcknowledged
  case settingsAcknowledged
  case goaway(lastStream: Int32, code: UInt32)
  /// The session is about to tell the peer that it broke the protocol.
  case violation(code: UInt32)
}
