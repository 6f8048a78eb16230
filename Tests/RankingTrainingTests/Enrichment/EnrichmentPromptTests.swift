import RankingTraining
import Testing

struct EnrichmentPromptTests {
  /// Whoever changes the wording gives it another version, so that nobody takes old answers for new ones, and this
  /// digest.
  @Test func theWordingIsThatOfItsVersion() {
    #expect(EnrichmentPrompt.version == "item-1")
    #expect(EnrichmentPrompt.digest == "b45e85ab34c9978fa2e7acb342eed2b6a55b39bfa7092f495ef175652cae0d4a")
  }
}
