import RPCTransport
import RankingService
import Testing

/// What is read of `traceparent` and `b3`, well formed or not.
struct CallerTraceTests {
  private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
  private static let span = "00f067aa0ba902b7"
  private static let context = TraceContext(
    trace: .init(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736), parent: 0x00f0_67aa_0ba9_02b7)

  private static func read(_ fields: [(String, String)]) -> CallerTrace {
    var metadata = RPCMetadata()
    for (key, value) in fields { metadata.add(key, value) }
    return CallerTrace(metadata)
  }

  @Test(
    arguments: [
      ([("traceparent", "00-\(trace)-\(span)-01")], true),
      ([("traceparent", "00-\(trace)-\(span)-00")], false),
      ([("traceparent", "00-\(trace)-\(span)-ff")], true),
      ([("traceparent", "cc-\(trace)-\(span)-01-what-the-future-adds")], true),
      ([("b3", "\(trace)-\(span)-1")], true), ([("b3", "\(trace)-\(span)-d")], true),
      ([("b3", "\(trace)-\(span)-0-\(span)")], false), ([("b3", "\(trace)-\(span)")], nil),
      ([("x-b3-traceid", trace), ("x-b3-spanid", span)], nil),
      ([("x-b3-traceid", trace), ("x-b3-spanid", span), ("x-b3-sampled", "true")], true),
      ([("x-b3-traceid", trace), ("x-b3-spanid", span), ("x-b3-flags", "1")], true),
      // What is bad gives way to what is good.
      ([("traceparent", "00-nonsense"), ("b3", "\(trace)-\(span)-0")], false),
    ] as [([(String, String)], Bool?)])
  func aTraceIsRead(_ fields: [(String, String)], _ isSampled: Bool?) {
    let read = Self.read(fields)
    #expect(read.context == Self.context && read.isSampled == isSampled)
  }

  /// A caller may decide without a trace of its own: a denied call is not left to chance.
  @Test(
    arguments: [
      ([("b3", "0")], false), ([("b3", "1")], true), ([("b3", "d")], true),
      ([("x-b3-sampled", "0")], false), ([("x-b3-sampled", "1")], true), ([("x-b3-flags", "1")], true),
      ([("x-b3-traceid", "bad"), ("x-b3-spanid", span), ("x-b3-sampled", "0")], false),
    ] as [([(String, String)], Bool)])
  func aDecisionStandsAlone(_ fields: [(String, String)], _ isSampled: Bool) {
    let read = Self.read(fields)
    #expect(read.context == nil && read.isSampled == isSampled)
  }

  @Test(
    arguments: [
      ("traceparent", ""), ("traceparent", "-"), ("traceparent", "---"), ("traceparent", "00"),
      ("traceparent", "00-\(trace)-\(span)"), ("traceparent", "00-\(trace)-\(span)-01-more"),
      ("traceparent", "00-\(trace)-\(span)-1"), ("traceparent", "00-\(trace)-\(span)-0g"),
      ("traceparent", "ff-\(trace)-\(span)-01"), ("traceparent", "0-\(trace)-\(span)-01"),
      ("traceparent", "00-\(trace.uppercased())-\(span)-01"), ("traceparent", "00-\(trace)-\(span)-0A"),
      ("traceparent", "00-\(trace)0-\(span)-01"), ("traceparent", "00-\(trace.dropLast())-\(span)-01"),
      ("traceparent", "00-\(String(repeating: "0", count: 32))-\(span)-01"),
      ("traceparent", "00-\(trace)-0000000000000000-01"), ("traceparent", " 00-\(trace)-\(span)-01"),
      ("traceparent", "00-\(trace.dropLast(2))\u{e9}-\(span)-01"),
      ("traceparent", String(repeating: "00-", count: 4_000)),
      ("b3", ""), ("b3", "-"), ("b3", "2"), ("b3", "\(trace)"), ("b3", "\(trace)-\(span.dropLast())-1"),
      ("b3", "\(trace)--1"), ("b3", "0000000000000000-\(span)-1"),
      ("b3", String(repeating: "-", count: 9_000)),
      ("x-b3-traceid", trace), ("x-b3-sampled", "yes"), ("x-b3-flags", "0"),
    ])
  func whatIsNotWellFormedSaysNothing(_ key: String, _ value: String) {
    let read = Self.read([(key, value)])
    #expect(read.context == nil && read.isSampled == nil)
  }

  @Test func twoTraceparentsSayNothing() {
    let value = "00-\(Self.trace)-\(Self.span)-01"
    let read = Self.read([("traceparent", value), ("traceparent", value)])
    #expect(read.context == nil && read.isSampled == nil)
  }
}
