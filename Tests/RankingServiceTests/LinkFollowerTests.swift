import RankingService
import Testing

/// When a bundle is loaded, and when it is tried again.
struct LinkFollowerTests {
  private static let second: UInt64 = 1_000_000_000

  @Test func whatServesIsNotLoadedAgain() {
    var follower = LinkFollower(served: "a")
    #expect(!follower.shouldLoad("a", at: 0) && follower.shouldLoad("b", at: 0))
    follower.loaded("b")
    #expect(!follower.shouldLoad("b", at: 0) && follower.shouldLoad("a", at: 0) && follower.served == "b")
  }

  /// A link that changed while the first bundle was loading is seen at the first look.
  @Test func theLinkBeforeTheFirstLoadCounts() {
    #expect(LinkFollower(served: "old").shouldLoad("new", at: 0))
  }

  @Test func aRefusedOneIsTriedAgainEverMoreRarely() {
    var follower = LinkFollower(served: "good")
    var now: UInt64 = 100 * Self.second
    let isFirst = follower.refused("bad", at: now)
    #expect(isFirst)
    for wait: UInt64 in [5, 10, 20, 40, 80, 160, 300, 300, 300] {
      #expect(!follower.shouldLoad("bad", at: now + wait * Self.second - 1))
      now += wait * Self.second
      #expect(follower.shouldLoad("bad", at: now))
      let isFirst = follower.refused("bad", at: now)
      #expect(!isFirst)
    }
    #expect(follower.served == "good")
    follower.loaded("bad")
    #expect(follower.served == "bad" && !follower.shouldLoad("bad", at: now))
  }

  @Test func anotherTargetDoesNotWait() {
    var follower = LinkFollower(served: "good")
    let first = follower.refused("bad", at: 0)
    #expect(first && !follower.shouldLoad("bad", at: 1) && follower.shouldLoad("worse", at: 1))
    let second = follower.refused("worse", at: 1)
    #expect(second)
  }

  @Test func aLinkPutBackForgetsWhatWasRefused() {
    var follower = LinkFollower(served: "good")
    let first = follower.refused("bad", at: 0)
    follower.looked(at: "good")
    #expect(first && follower.shouldLoad("bad", at: 1))
    let again = follower.refused("bad", at: 1)
    #expect(again)
  }
}
