internal import CNghttp2
internal import NIOCore

/// What a stream still has to send: chunks, each with a few bytes before it, and how the body ends.
///
/// Chunks that queue up behind another hold little more than their bytes: small ones are joined, and slices of
/// larger memory are copied out of it. The first one is mostly sent at once, so it is left as it is until `compactHead`.
struct OutboundBody {
  enum End {
    case open
    case endStream
    case trailers(HTTP2HeaderBlock)
  }

  /// Counted for every chunk beside its bytes: its place in the queue and what its memory costs.
  static let chunkCost = 128
  /// Chunks are joined while together they are no longer than this.
  private static let joined = 2_048

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

  /// What the body holds in memory, about: its bytes and `chunkCost` for every chunk.
  var heldBytes: Int {
    head == nil ? 0 : pendingBytes + Self.chunkCost * (1 + rest.count - next)
  }

  /// Returns whether the chunk keeps more memory alive than it has bytes: `compactHead` ends that.
  mutating func append(_ chunk: HTTP2Chunk) -> Bool {
    guard chunk.count > 0 else { return false }
    pendingBytes += chunk.count
    guard head != nil else {
      head = chunk
      return chunk.isLoose
    }
    if let last = rest.indices.last, rest[last].count + chunk.count <= Self.joined {
      rest[last].join(chunk)
    } else {
      rest.append(chunk)
      rest[rest.count - 1].compact()
    }
    return false
  }

  mutating func compactHead() { head?.compact() }

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
