internal import FoundationEssentials

/// The pieces of a WordPiece vocabulary, compared byte by byte.
package struct WordPieceVocabulary: Sendable {
  /// Pieces that begin a word, and those that go on with one, without their "##".
  private let first: [[UInt8]: Int32]
  private let following: [[UInt8]: Int32]
  package let largestID: Int
  let unknown: Int32
  let classify: Int32
  let separate: Int32

  /// Pieces by id, as the lines of vocab.txt.
  init(_ pieces: some Sequence<(id: Int32, bytes: [UInt8])>, path: String) throws(EncoderError) {
    var first: [[UInt8]: Int32] = [:]
    var following: [[UInt8]: Int32] = [:]
    var largest: Int32 = -1
    for (id, bytes) in pieces {
      guard id >= 0 else { throw EncoderError(.vocabulary, "\(path): token id \(id)") }
      largest = max(largest, id)
      first[bytes] = id
      if bytes.starts(with: Self.continuation) { following[Array(bytes.dropFirst(2))] = id }
    }
    func special(_ name: String) throws(EncoderError) -> Int32 {
      guard let id = first[Array(name.utf8)] else {
        throw EncoderError(.vocabulary, "\(path): no \(name): not a WordPiece vocabulary of BERT")
      }
      return id
    }
    unknown = try special("[UNK]")
    classify = try special("[CLS]")
    separate = try special("[SEP]")
    self.first = first
    self.following = following
    largestID = Int(largest)
  }

  private static let continuation = Array("##".utf8)

  /// vocab.txt, else `model.vocab` of tokenizer.json.
  init(_ folder: EncoderFolder) throws(EncoderError) {
    if let data = folder.contents("vocab.txt") {
      try self.init(Self.lines(data), path: folder.file("vocab.txt"))
      return
    }
    let file = try folder.decode("tokenizer.json", as: File.self)
    let pieces = file.model.vocab.map { (id: $0.value, bytes: Array($0.key.utf8)) }
    let path = folder.file("tokenizer.json")
    try self.init(pieces, path: path)
    // Swift's strings are equal when canonically equivalent, so such keys would have swallowed one another.
    guard pieces.count == largestID + 1 else {
      throw EncoderError(
        .vocabulary, "\(path): \(pieces.count) pieces for ids up to \(largestID); add vocab.txt")
    }
  }

  private static func lines(_ data: Data) -> [(id: Int32, bytes: [UInt8])] {
    var lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.enumerated().map { id, line in
      (Int32(id), Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
    }
  }

  /// The id of the piece, which stands at a word's beginning or not.
  func id(_ piece: ArraySlice<UInt8>, atStart: Bool) -> Int32? {
    (atStart ? first : following)[Array(piece)]
  }

  private struct File: Decodable {
    struct Model: Decodable { let vocab: [String: Int32] }
    let model: Model
  }
}
