import RankingCore
import RankingTraining

/// Random users by items data, skewed towards low items, some users without any.
func sampleInteractions(users: Int, items: Int, perUser: Int, seed: UInt64 = 1) -> Interactions {
  let random = CounterRandom(seed: seed)
  var events: [Interactions.Event] = []
  for user in 0..<users where user % 10 != 9 {
    for entry in 0..<perUser {
      let draw = random.unit(UInt64(user * perUser + entry))
      let item = Int32(draw * draw * Float(items - 1))
      events.append(
        Interactions.Event(
          user: Int32(user), item: item, rating: Float(entry % 5 + 1), timestamp: Int64(entry)))
    }
  }
  return Interactions(users: users, events: events)
}
