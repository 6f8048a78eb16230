/// A number type that safetensors names and this program reads without conversion.
package protocol TensorElement: BitwiseCopyable, Sendable {
  static var tensorType: TensorType { get }
}

/// Element types of the format; values are little-endian.
package enum TensorType: String, Sendable, Codable {
  case bool = "BOOL"
  case u8 = "U8"
  case i8 = "I8"
  case i16 = "I16"
  case u16 = "U16"
  case f16 = "F16"
  case bf16 = "BF16"
  case i32 = "I32"
  case u32 = "U32"
  case f32 = "F32"
  case i64 = "I64"
  case u64 = "U64"
  case f64 = "F64"

  /// Bytes of one element.
  package var size: Int {
    switch self {
    case .bool, .u8, .i8: 1
    case .i16, .u16, .f16, .bf16: 2
    case .i32, .u32, .f32: 4
    case .i64, .u64, .f64: 8
    }
  }
}

extension UInt8: TensorElement { package static var tensorType: TensorType { .u8 } }
extension UInt16: TensorElement { package static var tensorType: TensorType { .u16 } }
extension Int32: TensorElement { package static var tensorType: TensorType { .i32 } }
extension Int64: TensorElement { package static var tensorType: TensorType { .i64 } }
extension Float: TensorElement { package static var tensorType: TensorType { .f32 } }
extension Double: TensorElement { package static var tensorType: TensorType { .f64 } }
