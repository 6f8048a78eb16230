import NIOCore
import RPCTransport

func fuzzMetadata(_ bytes: UnsafeBufferPointer<UInt8>) {
  let text = PercentEncoding.decode(bytes)
  let encoded = PercentEncoding.encode(text)
  precondition(encoded.allSatisfy { $0 >= 0x20 && $0 <= 0x7E }, "unprintable on the wire")
  precondition(encoded.withUnsafeBufferPointer { PercentEncoding.decode($0) } == text, "text changed")

  let array = Array(bytes)
  let letters = Base64.encode(array.span)
  precondition(Base64.decode(letters[...]) == array, "bytes changed")
  if let decoded = Base64.decode(array[...]) {
    precondition(Base64.decode(Base64.encode(decoded.span)[...]) == decoded, "bytes changed")
  }
  _ = Base64.decodeList(array[...])

  if let amount = GRPCTimeout.parse(bytes) {
    precondition(amount.nanoseconds >= 0, "a negative timeout")
    _ = NIODeadline.now() + amount
    let duration = Duration.nanoseconds(amount.nanoseconds)
    precondition(!GRPCTimeout.format(duration).isEmpty, "no text for a timeout")
  }
}
