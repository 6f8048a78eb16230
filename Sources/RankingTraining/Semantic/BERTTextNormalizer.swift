internal import Foundation

/// The text clean-up of uncased BERT models, as HF `tokenizers` does it (BertNormalizer): control characters go,
/// white space becomes spaces, CJK ideographs stand alone, accents go, letters become small.
struct BERTTextNormalizer: Sendable, Hashable {
  var lowercases = true

  func callAsFunction(_ text: String) -> [Unicode.Scalar] {
    let spaced = clean(text)
    guard lowercases else { return spaced }
    let decomposed = String(String.UnicodeScalarView(spaced)).decomposedStringWithCanonicalMapping
    return decomposed.unicodeScalars
      .filter { $0.properties.generalCategory != .nonspacingMark }
      .flatMap { $0.properties.lowercaseMapping.unicodeScalars }
  }

  private func clean(_ text: String) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if scalar.value == 0 || scalar.value == 0xFFFD || scalar.isBERTControl { continue }
      if scalar.isBERTSpace {
        result.append(" ")
      } else if scalar.isIdeograph {
        result += [" ", scalar, " "]
      } else {
        result.append(scalar)
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  var isBERTSpace: Bool {
    self == "\t" || self == "\n" || self == "\r" || properties.isWhitespace
  }

  /// Categories "other": control, format, surrogate, private use, unassigned; not tab and line ends.
  var isBERTControl: Bool {
    if self == "\t" || self == "\n" || self == "\r" { return false }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned: return true
    default: return false
    }
  }

  var isBERTPunctuation: Bool {
    switch value {
    case 33...47, 58...64, 91...96, 123...126: return true
    default: break
    }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }

  var isIdeograph: Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      return true
    default: return false
    }
  }
}
