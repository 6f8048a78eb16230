import NIOCore
import Testing
import Zlib

@Suite struct ZlibTests {
  private static let text = ByteBuffer(string: String(repeating: "all work and no play ", count: 500))

  private func deflated(_ format: ZlibFormat, _ input: ByteBuffer = text) throws -> ByteBuffer {
    let deflater = try Deflater(format)
    return try #require(deflater.deflate(input))
  }

  private func failure(_ input: ByteBuffer, limit: Int = 1 << 20) throws -> ZlibError.Code? {
    let inflater = try Inflater()
    do {
      _ = try inflater.inflate(input, format: .gzip, limit: limit)
      return nil
    } catch {
      return error.code
    }
  }

  @Test(arguments: [ZlibFormat.gzip, .zlib])
  func comesBack(_ format: ZlibFormat) throws {
    let inflater = try Inflater()
    let deflater = try Deflater(format)
    for count in [2, 100, 65_536, 1 << 20] {
      let plain = ByteBuffer(repeating: 7, count: count)
      guard let packed = deflater.deflate(plain) else {
        #expect(count == 2)
        continue
      }
      #expect(try inflater.inflate(packed, format: format, limit: count) == plain)
    }
  }

  @Test func oneInflaterTakesBothFormatsInTurn() throws {
    let inflater = try Inflater()
    for format in [ZlibFormat.gzip, .zlib, .gzip] {
      #expect(try inflater.inflate(deflated(format), format: format, limit: 1 << 20) == Self.text)
    }
  }

  @Test func isNilWhereNothingIsGained() throws {
    let deflater = try Deflater(.gzip)
    var random = SystemRandomNumberGenerator()
    let noise = ByteBuffer(bytes: (0..<1_000).map { _ in UInt8.random(in: 0...255, using: &random) })
    #expect(deflater.deflate(noise) == nil)
    #expect(deflater.deflate(ByteBuffer()) == nil)
    #expect(deflater.deflate(Self.text) != nil)
  }

  @Test func theLimitIsExact() throws {
    let packed = try deflated(.gzip)
    #expect(try failure(packed, limit: Self.text.readableBytes) == nil)
    #expect(try failure(packed, limit: Self.text.readableBytes - 1) == .tooLarge)
    #expect(try failure(packed, limit: 0) == .tooLarge)
  }

  @Test func everyPrefixIsTruncated() throws {
    let packed = try deflated(.gzip)
    for count in 0..<packed.readableBytes {
      #expect(try failure(#require(packed.getSlice(at: 0, length: count))) == .truncated)
    }
  }

  @Test func whatFollowsTheEndIsRefused() throws {
    var packed = try deflated(.gzip)
    packed.writeInteger(UInt8(0))
    #expect(try failure(packed) == .trailingBytes)
  }

  @Test func damageIsFound() throws {
    let packed = try deflated(.gzip)
    for index in [0, 1, 2, packed.readableBytes - 8, packed.readableBytes - 4] {
      var damaged = packed
      damaged.setInteger(packed.getInteger(at: index, as: UInt8.self).map { $0 ^ 0xFF } ?? 0, at: index)
      #expect(try failure(damaged) == .corrupt)
    }
    #expect(try failure(deflated(.zlib)) == .corrupt)
  }
}
