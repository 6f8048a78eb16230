/// How the vectors of a sentence's tokens become one.
enum SentencePooling: String, Sendable, Hashable {
  /// The mean of all tokens, [CLS] and [SEP] included.
  case mean
  /// The first token's.
  case cls

  /// What config.json of the folder `place`, such as 1_Pooling, says; the mean where there is no such file.
  init(_ folder: EncoderFolder, in place: String) throws(EncoderError) {
    let name = "\(place)/config.json"
    guard let file = try folder.decodeIfPresent(name, as: File.self) else { self = .mean; return }
    switch (file.pooling_mode_mean_tokens ?? false, file.pooling_mode_cls_token ?? false, file.other) {
    case (true, false, false): self = .mean
    case (false, true, false): self = .cls
    default:
      throw EncoderError(
        .unsupported, "\(folder.file(name)): only mean or CLS pooling, one of them, is known")
    }
  }

  private struct File: Decodable {
    let pooling_mode_cls_token: Bool?
    let pooling_mode_mean_tokens: Bool?
    let pooling_mode_max_tokens: Bool?
    let pooling_mode_mean_sqrt_len_tokens: Bool?
    let pooling_mode_weightedmean_tokens: Bool?
    let pooling_mode_lasttoken: Bool?

    var other: Bool {
      [
        pooling_mode_max_tokens, pooling_mode_mean_sqrt_len_tokens, pooling_mode_weightedmean_tokens,
        pooling_mode_lasttoken,
      ].contains(true)
    }
  }
}
