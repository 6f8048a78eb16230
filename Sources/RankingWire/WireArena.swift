internal import CProtobufC

/// Memory for the parts of one decoded message: a bump allocator that is emptied, not freed, between messages.
///
/// What does not fit the block is taken from malloc and given back at `reset`. Used by one thread at a time.
final class WireArena {
  private static let blockBytes = 4096
  private let block = UnsafeMutableRawPointer.allocate(byteCount: blockBytes, alignment: 16)
  private var used = 0
  private var overflow: [UnsafeMutableRawPointer] = []

  deinit {
    reset()
    block.deallocate()
  }

  /// 16-byte aligned memory until the next `reset`; nil for an impossible size.
  func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
    let (rounded, overflows) = bytes.addingReportingOverflow(15)
    guard bytes >= 0, !overflows else { return nil }
    let size = rounded & ~15
    guard size > Self.blockBytes - used else {
      defer { used += size }
      return block + used
    }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    overflow.append(memory)
    return memory
  }

  /// Forgets everything allocated.
  func reset() {
    used = 0
    for memory in overflow { memory.deallocate() }
    overflow.removeAll(keepingCapacity: true)
  }

  /// Calls `body` with the allocator that protobuf-c takes; nothing is freed before `reset`.
  func withAllocator<Result>(_ body: (UnsafeMutablePointer<ProtobufCAllocator>) -> Result) -> Result {
    var allocator = ProtobufCAllocator(
      alloc: arenaAllocate, free: arenaFree, allocator_data: Unmanaged.passUnretained(self).toOpaque())
    return withUnsafeMutablePointer(to: &allocator, body)
  }
}

private func arenaAllocate(_ arena: UnsafeMutableRawPointer?, _ bytes: Int) -> UnsafeMutableRawPointer? {
  guard let arena else { return nil }
  return Unmanaged<WireArena>.fromOpaque(arena).takeUnretainedValue().allocate(bytes)
}

private func arenaFree(_ arena: UnsafeMutableRawPointer?, _ memory: UnsafeMutableRawPointer?) {}
