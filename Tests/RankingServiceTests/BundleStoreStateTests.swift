import RankingService
import Testing

/// The store of bundles is well if it could be read at the last look, and that look came to an end.
struct BundleStoreStateTests {
  @Test func itIsWhatTheLastLookFound() {
    let state = BundleStoreState()
    #expect(state.isHealthy(at: 0))
    for isReadable in [false, true] {
      state.begin(at: 1)
      state.end(isReadable: isReadable)
      #expect(state.isHealthy(at: 2) == isReadable)
    }
  }

  @Test func aLookThatHangsFindsNothing() {
    let state = BundleStoreState()
    state.begin(at: 5)
    #expect(state.isHealthy(at: 5 + BundleStoreState.patience - 1))
    #expect(!state.isHealthy(at: 5 + BundleStoreState.patience))
    state.end(isReadable: true)
    #expect(state.isHealthy(at: 6 + BundleStoreState.patience))
  }
}
