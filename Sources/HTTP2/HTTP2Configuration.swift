/// What a session tells its peer and insists on.
package struct HTTP2Configuration: Sendable {
  package var maxConcurrentStreams = 128
  /// Flow-control window of a stream, in bytes.
  package var streamWindow = 256 << 10
  /// Flow-control window of the connection, in bytes.
  package var connectionWindow = 4 << 20
  /// Names, values and 32 bytes a field; what lies beyond is counted and not kept.
  package var maxHeaderListSize = 16 << 10

  package init() {}
}
