import NIOCore
import Testing
import Zlib

@Suite struct ZlibTests {
  private static let text = ByteBuffer(string: String(repeating: "all work and no play ", count: 500))

  private func deflated(_ format: ZlibFormat) throws -> ByteBuffer {
    try #require(try OneShot.deflate(Self.text, format))
  }

  private func failure(_ input: ByteBuffer, limit: Int = 1 << 20) -> ZlibError.Code? {
    do {
      _ = try OneShot.inflate(input, .gzip, limit: limit)
      return nil
    } catch {
      return (error as? ZlibError)?.code
    }
  }

  @Test(arguments: [ZlibFormat.gzip, .zlib], [100, 65_536, 1 << 20])
  func comesBack(_ format: ZlibFormat, _ count: Int) throws {
    let plain = ByteBuffer(repeating: 7, count: count)
    let packed = try #require(try OneShot.deflate(plain, format))
    let back = try OneShot.inflate(packed, format, limit: count)
    #expect(back == plain)
  }

  @Test func oneInflaterTakesBothFormatsInTurn() throws {
    let inflater = try Inflater()
    for format in [ZlibFormat.gzip, .zlib, .gzip] {
      let back = try inflater.inflate(try deflated(format), format: format, limit: 1 << 20)
      #expect(back == Self.text)
    }
  }

  @Test func isNilWhereNothingIsGained() throws {
    var random = SystemRandomNumberGenerator()
    let noise = ByteBuffer(bytes: (0..<1_000).map { _ in UInt8.random(in: 0...255, using: &random) })
    #expect(try OneShot.deflate(noise, .gzip) == nil)
    #expect(try OneShot.deflate(ByteBuffer(), .gzip) == nil)
    #expect(try OneShot.deflate(ByteBuffer(integer: UInt16(0)), .zlib) == nil)
  }

  @Test func theLimitIsExact() throws {
    let packed = try deflated(.gzip)
    #expect(failure(packed, limit: Self.text.readableBytes) == nil)
    #expect(failure(packed, limit: Self.text.readableBytes - 1) == .tooLarge)
    #expect(failure(packed, limit: 0) == .tooLarge)
  }

  @Test func everyPrefixIsTruncated() throws {
    let packed = try deflated(.gzip)
    for count in 0..<packed.readableBytes {
      let prefix = try #require(packed.getSlice(at: packed.readerIndex, length: count))
      #expect(failure(prefix) == .truncated)
    }
  }

  @Test func whatFollowsTheEndIsRefused() throws {
    var packed = try deflated(.gzip)
    packed.writeInteger(UInt8(0))
    #expect(failure(packed) == .trailingBytes)
  }

  @Test func damageIsFound() throws {
    let packed = try deflated(.gzip)
    for index in [0, 1, 2, packed.readableBytes - 8, packed.readableBytes - 4] {
      var damaged = packed
      let byte = packed.getInteger(at: index, as: UInt8.self) ?? 0
      damaged.setInteger(byte ^ 0xFF, at: index)
      #expect(failure(damaged) == .corrupt)
    }
    let foreign = try deflated(.zlib)
    #expect(failure(foreign) == .corrupt)
  }
}
