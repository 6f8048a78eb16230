import RankingCore
import Testing

/// Every feature beside a slow one that is written from its description, on invented data.
@Suite struct FeatureGroupTests {
  private let data = FeatureData(seed: 3)

  @Test func everyFeatureIsDescribed() {
    let features = data.groups.flatMap(\.features)
    #expect(features.count == 38 && Set(features.map(\.name)).count == features.count)
    for feature in features {
      #expect(feature.unit != nil && !feature.meaning.isEmpty, "\(feature.name)")
    }
  }

  @Test func itemStatistics() {
    let found = data.columns(user: 0)
    for item in 0..<data.items {
      let mine = data.events.filter { $0.item == item }
      let ratings = mine.map { Double($0.rating) }
      let days = mine.map(data.day)
      let count = Double(mine.count)
      let everyMean = data.events.reduce(0) { $0 + Double($1.rating) } / Double(data.events.count)
      data.check(found, item, "item.count", count)
      data.check(found, item, "item.rating_mean", (ratings.reduce(0, +) + 5 * everyMean) / (count + 5))
      data.check(found, item, "item.rating_deviation", mine.count < 2 ? .nan : FeatureData.deviation(ratings))
      data.check(
        found, item, "item.liked_share", mine.isEmpty ? 0 : Double(ratings.count { $0 >= 4 }) / count)
      data.check(found, item, "item.first_day", days.min() ?? .nan)
      data.check(found, item, "item.mean_day", FeatureData.mean(days))
      data.check(found, item, "item.last_day", days.max() ?? .nan)
      let ages = mine.map { data.horizon - $0.timestamp }
      data.check(found, item, "item.week_count", Double(ages.count { $0 < 7 * 86_400 }))
      data.check(found, item, "item.month_count", Double(ages.count { $0 < 30 * 86_400 }))
      let histories = mine.map { event in Double(data.events.count { $0.user == event.user }) }
      data.check(found, item, "item.user_history_mean", FeatureData.mean(histories))
      data.check(found, item, "item.year", data.year(item))
      data.check(found, item, "item.genres", Double(data.genres(item).count))
    }
  }

  @Test func userStatistics() {
    for user in 0..<data.users {
      let (found, mine) = (data.columns(user: user), data.history(user))
      let ratings = mine.map { Double($0.rating) }
      let days = mine.map(data.day)
      let years = mine.map { data.year(Int($0.item)) }.filter { !$0.isNaN }
      data.check(found, 0, "user.history", Double(mine.count))
      data.check(found, 0, "user.rating_mean", FeatureData.mean(ratings))
      data.check(found, 0, "user.rating_deviation", FeatureData.deviation(ratings))
      data.check(found, 0, "user.first_day", days.first ?? .nan)
      data.check(found, 0, "user.last_day", days.last ?? .nan)
      data.check(found, 0, "user.span_days", (days.last ?? .nan) - (days.first ?? .nan))
      data.check(found, 0, "user.year_mean", FeatureData.mean(years))
      data.check(found, 0, "user.year_deviation", FeatureData.deviation(years))
      data.check(found, 0, "user.popularity_mean", FeatureData.mean(mine.map { data.count(Int($0.item)) }))
      let age = data.people[user].age
      data.check(found, 0, "user.age", age < 0 ? .nan : Double(age))
    }
  }

  /// Availability in time: by whole days from the first event of the data.
  @Test func periods() {
    for user in 0..<data.users {
      let (found, mine) = (data.columns(user: user), data.history(user))
      let days = mine.map(data.day)
      let times = mine.map(\.timestamp)
      let (first, last) = (times.first ?? data.horizon, times.last ?? data.horizon)
      let middle = times.isEmpty ? data.horizon : times[times.count / 2]
      func inside(_ from: Int64, _ to: Int64, _ margin: Int64) -> [Interactions.Event] {
        let bins = (max(data.origin, from - margin) - data.origin) / 86_400
        let end = (to + margin - data.origin) / 86_400
        return data.events.filter { (bins...end).contains(($0.timestamp - data.origin) / 86_400) }
      }
      let wide = inside(first, last, 7 * 86_400)
      let narrow = inside(middle, middle, 86_400)
      for item in 0..<data.items {
        let share = Double(wide.count { $0.item == item }) / Double(max(1, wide.count))
        let overall = data.count(item) / Double(data.events.count)
        let lives = data.events.filter { $0.item == item }.map(data.day)
        data.check(found, item, "period.share", share)
        data.check(found, item, "period.lift", share / (overall + 1e-6))
        data.check(found, item, "period.narrow_count", Double(narrow.count { $0.item == item }))
        data.check(found, item, "period.days_since_first", (days.last ?? .nan) - (lives.min() ?? .nan))
        data.check(found, item, "period.days_to_last", (lives.max() ?? .nan) - (days.first ?? .nan))
        let middleDay = days.isEmpty ? .nan : days[days.count / 2]
        data.check(found, item, "period.mean_day_distance", abs(FeatureData.mean(lives) - middleDay))
      }
    }
  }

  @Test func taste() {
    for user in 0..<data.users {
      let (found, mine) = (data.columns(user: user), data.history(user))
      let mean = FeatureData.mean(mine.map { Double($0.rating) })
      let years = mine.map { data.year(Int($0.item)) }.filter { !$0.isNaN }
      let popularity = FeatureData.mean(mine.map { data.count(Int($0.item)) })
      for item in 0..<data.items {
        let genres = data.genres(item)
        var (shares, lifts, ratings) = (0.0, 0.0, 0.0)
        for genre in genres {
          let met = mine.filter { data.genres(Int($0.item)).contains(genre) }
          let share = Double(met.count) / Double(max(1, mine.count))
          let everybody = Double(data.events.count { data.genres(Int($0.item)).contains(genre) })
          shares += share
          lifts += share / (everybody / Double(data.events.count) + 1e-4)
          ratings += met.reduce(0) { $0 + Double($1.rating) - mean } / Double(met.count + 2)
        }
        let count = Double(max(1, genres.count))
        data.check(found, item, "taste.genre_share", shares / count)
        data.check(found, item, "taste.genre_lift", lifts / count)
        data.check(found, item, "taste.genre_rating", ratings / count)
        let offset = data.year(item) - FeatureData.mean(years)
        data.check(found, item, "taste.year_offset", offset)
        data.check(found, item, "taste.year_distance", abs(offset) / (FeatureData.deviation(years) + 1))
        data.check(found, item, "taste.popularity_ratio", data.count(item) / (popularity + 1))
      }
    }
  }

  @Test func demographics() {
    let edges: [Int32] = [18, 25, 35, 45, 50, 56]
    func bracket(_ person: Demographics) -> [Int]? {
      guard person.age >= 0, person.gender >= 0 else { return nil }
      return [Int(person.gender), edges.firstIndex { person.age < $0 } ?? edges.count]
    }
    for user in 0..<data.users {
      let (found, person) = (data.columns(user: user), data.people[user])
      let alike = (0..<data.users).filter { bracket(data.people[$0]) == bracket(person) }
      let working = (0..<data.users).filter { data.people[$0].occupation == person.occupation }
      for item in 0..<data.items {
        data.check(
          found, item, "people.age_gender_lift", bracket(person) == nil ? .nan : data.lift(item, among: alike)
        )
        data.check(
          found, item, "people.occupation_lift",
          person.occupation < 0 ? .nan : data.lift(item, among: working))
      }
    }
  }

  /// Without a source that knows the user no score is lowest or highest.
  @Test func spreadWithoutSources() {
    let found = data.columns(user: 0)
    for item in 0..<data.items {
      data.check(found, item, "sources.spread", .nan)
      data.check(found, item, "fused.place", Double(item))
    }
  }
}
