internal import CNghttp2
internal import NIOCore

/// What a stream still has to send: chunks, each with a few bytes before it, and how the body ends.
struct OutboundBody {
  enum End {
    case open
    case endStream
    case trailers(HTTP2HeaderBlock)
  }

  private var head: HTTP2Chunk?
  private var rest: [HTTP2Chunk] = []
  /// Where the next of `rest` lies; those before it are empty.
  private var next = 0
  private(set) var pendingBytes = 0
  var end = End.open
  /// nghttp2 asked, there was nothing, and it waits for `nghttp2_session_resume_data`.
  var isDeferred = false
  /// RST_STREAM with NO_ERROR follows the last frame.
  var resetsAtEnd = false

  mutating func append(_ chunk: HTTP2Chunk) {
    pendingBytes += chunk.count
    if head == nil { head = chunk } else { rest.append(chunk) }
  }

  var isEnded: Bool {
    if case .open = end { false } else { true }
  }

  /// Moves `length` bytes, at most `pendingBytes`, to `out`.
  mutating func move(_ length: Int, to out: inout ByteBuffer) {
    var left = length
    while left > 0, head != nil {
      let moved = head?.move(left, to: &out) ?? 0
      left -= moved
      pendingBytes -= moved
      if head?.count == 0 { advance() }
    }
  }

  /// Takes the next chunk. A long queue moves up now and then, not each time.
  private mutating func advance() {
    guard next < rest.count else {
      head = nil
      return
    }
    head = rest[next]
    rest[next] = HTTP2Chunk(lead: 0, leadCount: 0, bytes: ByteBuffer())
    next += 1
    if next == rest.count || next >= 1_024 {
      rest.removeFirst(next)
      next = 0
    }
  }

  mutating func reset() { self = OutboundBody() }
}
