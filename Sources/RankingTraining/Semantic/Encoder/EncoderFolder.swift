internal import FoundationEssentials
internal import RankingCore

/// The files of a sentence encoder, as sentence-transformers lays them out.
struct EncoderFolder {
  let path: String

  /// The folder's own name.
  var name: String { String(path.split(separator: "/").last ?? "encoder") }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The file's bytes, or nil where there is none.
  func contents(_ name: String) -> Data? {
    guard let file = try? MappedFile(path: file(name)) else { return nil }
    return file.withBytes { Data($0) }
  }

  /// The JSON file as a value; nil where there is no such file.
  func decodeIfPresent<Value: Decodable>(
    _ name: String, as type: Value.Type
  ) throws(EncoderError) -> Value? {
    guard let data = contents(name) else { return nil }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw EncoderError(.malformed, "\(file(name)): \(error)")
    }
  }

  /// The JSON file as a value.
  func decode<Value: Decodable>(_ name: String, as type: Value.Type) throws(EncoderError) -> Value {
    guard let value = try decodeIfPresent(name, as: type) else {
      throw EncoderError(.missingFile, "no \(file(name))")
    }
    return value
  }
}
