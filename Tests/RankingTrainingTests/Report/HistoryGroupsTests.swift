import RankingTraining
import Testing

/// Users in groups by the length of their histories.
struct HistoryGroupsTests {
  /// User `u` has a history of `10 u`; the first `found` users find their one item first, the others not at all.
  private func groups(users: Int, found: Int, count: Int) -> [HistoryGroups.Group] {
    let lists: [[Int32]] = (0..<users).map { $0 < found ? [1, 2] : [3, 4] }
    let metrics = StageMetrics(
      lists: lists, relevant: Array(repeating: [1], count: users), catalogueSize: 5)
    return HistoryGroups(metrics, lengths: (0..<users).map { $0 * 10 }, count: count).groups
  }

  @Test func groupsAreOfEqualSizeAndInOrder() {
    let groups = groups(users: 20, found: 20, count: 5)
    #expect(groups.map(\.users) == [4, 4, 4, 4, 4])
    #expect(groups.map(\.lengths) == [0...30, 40...70, 80...110, 120...150, 160...190])
    #expect(groups.map(\.length) == [20, 60, 100, 140, 180])
    #expect(groups.allSatisfy { $0.mean == 1 && $0.interval == 1...1 })
  }

  /// The first group finds all, the second half, the third nothing: mean 1/2 of four has variance 1/3.
  @Test func meanAndInterval() {
    let groups = groups(users: 12, found: 6, count: 3)
    #expect(groups.map(\.mean) == [1, 0.5, 0])
    let half = 1.96 * (1.0 / 3 / 4).squareRoot()
    #expect(abs(groups[1].interval.upperBound - (0.5 + half)) < 1e-12)
    #expect(groups[1].interval.lowerBound == max(0, 0.5 - half))
  }

  @Test func onlyUsersWithHiddenItemsCount() {
    let metrics = StageMetrics(
      lists: [[1], [1], [1], [1]], relevant: [[1], [], [1], []], catalogueSize: 5)
    let groups = HistoryGroups(metrics, lengths: [7, 100, 9, 100], count: 1).groups
    #expect(groups.count == 1 && groups[0].users == 2 && groups[0].lengths == 7...9)
  }

  /// A mean of one has no interval.
  @Test func groupsOfOneAreLeftOut() {
    #expect(groups(users: 3, found: 3, count: 3).isEmpty && groups(users: 0, found: 0, count: 5).isEmpty)
  }
}
