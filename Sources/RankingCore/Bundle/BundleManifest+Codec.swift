import FoundationEssentials

extension BundleManifest {
  /// The bytes of `manifest.json`: sorted keys, so that equal manifests are equal bytes.
  package func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// Only the schema version, to tell a future bundle from a broken one.
  private struct SchemaProbe: Decodable { let schemaVersion: Int }

  /// Reads `manifest.json`.
  package init(encoded bytes: [UInt8]) throws(BundleError) {
    let (decoder, data) = (JSONDecoder(), Data(bytes))
    do {
      let schema = try decoder.decode(SchemaProbe.self, from: data).schemaVersion
      guard schema == Self.schemaVersion else {
        throw BundleError(
          .unsupportedSchema, file: Self.fileName,
          "schema version \(schema), this program reads \(Self.schemaVersion)")
      }
      self = try decoder.decode(Self.self, from: data)
    } catch let error as BundleError {
      throw error
    } catch {
      throw BundleError(.malformed, file: Self.fileName, "\(error)")
    }
  }
}
