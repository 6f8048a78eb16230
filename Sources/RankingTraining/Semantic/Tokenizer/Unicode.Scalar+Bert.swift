/// The character classes of HF tokenizers' BertNormalizer and BertPreTokenizer. They rest on general categories as
/// of Unicode 8, so a character that is younger has no category there; these few properties say the same.
extension Unicode.Scalar {
  /// Dropped by clean_text: U+0000, U+FFFD, and categories Cc, Cf, Co but tab, line feed and carriage return.
  var isBertDropped: Bool {
    if value < 0x7F { return value < 0x20 && value != 0x09 && value != 0x0A && value != 0x0D }
    switch properties.generalCategory {
    case .control, .format, .privateUse: return isKnown
    default: return value == 0xFFFD
    }
  }

  /// White space, which becomes one U+0020.
  var isBertSpace: Bool {
    if value < 0x80 { return value == 0x20 || (0x09...0x0D).contains(value) }
    return properties.isWhitespace
  }

  /// Combining marks that strip_accents drops.
  var isBertAccent: Bool {
    switch value {
    case ..<0x300, 0x1885, 0x1886, 0xA9BD, 0x111C9: false  // marks only since
    case 0x1734, 0x1171E: true  // marks then
    default: properties.generalCategory == .nonspacingMark && isKnown
    }
  }

  /// A token of its own: ASCII other than letters, digits, space and controls, and all P categories.
  var isBertPunctuation: Bool {
    if value < 0x80 {
      return value > 0x20 && value < 0x7F && !properties.isAlphabetic && !(0x30...0x39).contains(value)
    }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      return isKnown
    default: return value == 0x166D || value == 0x111C9  // punctuation then
    }
  }

  /// Han characters as BERT counts them, each a word of its own.
  var isBertHan: Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }

  /// Assigned in Unicode 8 or before.
  private var isKnown: Bool {
    guard let age = properties.age else { return false }
    return age.major <= 8
  }
}
