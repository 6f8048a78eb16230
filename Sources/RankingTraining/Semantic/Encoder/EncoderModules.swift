/// What modules.json says of the way from text to vector, checked against what is implemented: network, pooling,
/// length 1. A folder without the file has just these.
struct EncoderModules: Sendable, Hashable {
  /// Folder of the pooling's settings.
  private(set) var pooling = "1_Pooling"

  init(_ folder: EncoderFolder) throws(EncoderError) {
    let name = "modules.json"
    guard let modules = try folder.decodeIfPresent(name, as: [Module].self) else { return }
    for module in modules {
      let (kind, place) = (module.kind, module.path ?? "")
      switch kind {
      case "Transformer" where place.isEmpty: continue
      case "Pooling": pooling = place
      case "Normalize": continue
      default:
        throw EncoderError(
          .unsupported,
          "\(folder.file(name)): module \"\(kind)\" in \"\(place)\"; only a Transformer in the folder itself, "
            + "Pooling and Normalize are known")
      }
    }
  }

  private struct Module: Decodable {
    let path: String?
    let type: String

    /// `Dense` of `sentence_transformers.models.Dense`.
    var kind: String { type.split(separator: ".").last.map(String.init) ?? type }
  }
}
