internal import Foundation

/// BERT's text cleaning, in HF tokenizers' order: control characters out and white space to U+0020, Han characters
/// spaced, accents stripped after NFD, lower case character by character.
struct BertNormalizer: Codable, Sendable, Hashable {
  var cleansText = true
  var spacesHan = true
  var stripsAccents = true
  var lowercases = true

  func normalise(_ text: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
    var scalars = cleanAndSpace(text)
    let isASCII = scalars.allSatisfy(\.isASCII)
    if stripsAccents && !isASCII { scalars = decompose(scalars).filter { !$0.isBertAccent } }
    guard lowercases else { return scalars }
    if isASCII { return scalars.map(lowercaseASCII) }
    return scalars.flatMap(\.properties.lowercaseMapping.unicodeScalars)
  }

  private func cleanAndSpace(_ text: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(text.underestimatedCount)
    for scalar in text {
      if cleansText && scalar.isBertDropped {
        continue
      } else if cleansText && scalar.isBertSpace {
        result.append(" ")
      } else if spacesHan && scalar.isBertHan {
        result.append(contentsOf: [" ", scalar, " "])
      } else {
        result.append(scalar)
      }
    }
    return result
  }

  /// Canonical decomposition (NFD).
  private func decompose(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return Array(String(view).decomposedStringWithCanonicalMapping.unicodeScalars)
  }

  private func lowercaseASCII(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
  }
}
