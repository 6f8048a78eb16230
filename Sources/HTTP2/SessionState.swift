internal import CNghttp2
internal import NIOCore

/// What nghttp2's callbacks write to. Lives at a stable address, given to nghttp2 as user data.
struct SessionState {
  var events = RawList<HTTP2Event>(capacity: 16)
  var fields = RawList<HTTP2Field>(capacity: 32)
  var headerBytes = RawList<UInt8>(capacity: 1 << 10)
  var freeSlots = RawList<Int32>(capacity: 16)
  var bodies: [OutboundBody] = []
  var out = ByteBuffer()
  /// Bytes of output made at once.
  var outputLimit = 0
  /// What waits in all bodies, as they count it.
  var bufferedBytes = 0
  /// Some body may keep larger memory alive than it has bytes.
  var hasLooseBodies = false
  /// Bytes of DATA framed so far.
  var sentBytes = 0
  /// HEADERS and DATA frames sent so far.
  var sentFrames = 0
  /// Bodies that are to be followed by RST_STREAM.
  var pendingResets = 0
  /// RST_STREAM frames that are to be sent and whose cause was counted when it came.
  var countedResets = 0
  /// The stream that the peer reset last.
  var resetStream: Int32 = 0
  /// Start of the bytes being received.
  var input: UnsafePointer<UInt8>?
  let maxHeaderListSize: Int

  // The header block being received.
  var isInHeaders = false
  var firstField = 0
  var listSize = 0

  init(maxHeaderListSize: Int) { self.maxHeaderListSize = maxHeaderListSize }

  func destroy() {
    events.destroy()
    fields.destroy()
    headerBytes.destroy()
    freeSlots.destroy()
  }

  mutating func takeSlot() -> Int32 {
    if let slot = freeSlots.popLast() { return slot }
    bodies.append(OutboundBody())
    return Int32(truncatingIfNeeded: bodies.count - 1)
  }

  mutating func beginHeaders() {
    isInHeaders = true
    firstField = fields.count
    listSize = 0
  }

  /// Forgets all events and their bytes, but not the block whose rest has yet to arrive.
  mutating func clearEvents() {
    events.removeAll()
    if isInHeaders, fields.count > firstField {
      keepOpenBlock()
    } else {
      fields.removeAll()
      headerBytes.removeAll()
    }
    firstField = 0
  }

  private mutating func keepOpenBlock() {
    let start = fields.base[firstField].start
    headerBytes.removeFirst(Int(start))
    fields.removeFirst(firstField)
    for index in 0..<fields.count { fields.base[index].start -= start }
  }

  /// Keeps a field while the list is within its limit; beyond, only counts.
  @inline(__always)
  mutating func add(
    name: UnsafePointer<UInt8>, nameCount: Int, value: UnsafePointer<UInt8>, valueCount: Int
  ) {
    listSize += nameCount + valueCount + 32
    guard listSize <= maxHeaderListSize else { return }
    fields.append(
      HTTP2Field(
        start: UInt32(truncatingIfNeeded: headerBytes.count),
        nameCount: UInt32(truncatingIfNeeded: nameCount),
        valueCount: UInt32(truncatingIfNeeded: valueCount)))
    headerBytes.append(contentsOf: name, count: nameCount)
    headerBytes.append(contentsOf: value, count: valueCount)
  }

  mutating func endHeaders(slot: Int32, stream: Int32, end: Bool) {
    isInHeaders = false
    events.append(
      .headers(
        slot: slot, stream: stream, firstField: Int32(truncatingIfNeeded: firstField),
        fieldCount: Int32(truncatingIfNeeded: fields.count - firstField),
        listSize: Int32(clamping: listSize), end: end))
  }
}
