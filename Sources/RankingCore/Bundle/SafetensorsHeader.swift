/// The JSON header as it stands in the file, before anything in it is believed.
struct SafetensorsHeader: Decodable {
  struct Entry: Decodable {
    let dtype: String
    let shape: [Int]
    let data_offsets: [Int]

    /// The checked description: known type, no negative or overflowing size, offsets that fit type and shape.
    func tensor() throws(SafetensorsError) -> SafetensorsFile.Tensor {
      guard let type = TensorType(rawValue: dtype) else {
        throw SafetensorsError(.tensor, "unknown dtype \"\(dtype)\"")
      }
      guard data_offsets.count == 2, data_offsets[0] >= 0, data_offsets[0] <= data_offsets[1] else {
        throw SafetensorsError(.tensor, "data_offsets \(data_offsets)")
      }
      var size = type.size
      for extent in shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: extent)
        guard extent >= 0, !overflow else { throw SafetensorsError(.tensor, "shape \(shape)") }
        size = product
      }
      guard size == data_offsets[1] - data_offsets[0] else {
        throw SafetensorsError(
          .tensor, "\(dtype) \(shape) takes \(size) bytes, offsets give \(data_offsets[1] - data_offsets[0])")
      }
      return SafetensorsFile.Tensor(type: type, shape: shape, bytes: data_offsets[0]..<data_offsets[1])
    }
  }

  var metadata: [String: String] = [:]
  var tensors: [String: Entry] = [:]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for key in container.allKeys {
      if key.stringValue == "__metadata__" {
        metadata = try container.decode([String: String].self, forKey: key)
      } else {
        tensors[key.stringValue] = try container.decode(Entry.self, forKey: key)
      }
    }
  }
}
