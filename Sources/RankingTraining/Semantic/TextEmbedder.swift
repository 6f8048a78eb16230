package import RankingCore

/// Makes vectors of texts, the same of the same text, and keeps them, so that a text is embedded once.
package protocol TextEmbedder: Sendable {
  var identity: EmbedderIdentity { get }

  /// [texts, dimension], rows of length 1.
  ///
  /// - Parameter progress: told how many more texts are ready.
  /// - Throws: `EncoderError` of code `noText`, before anything is embedded, if a text is empty or white space.
  func embed(
    _ texts: [String], progress: @escaping @Sendable (_ done: Int) -> Void
  ) async throws -> Matrix<Float>
}
