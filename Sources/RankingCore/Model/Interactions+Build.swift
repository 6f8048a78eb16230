extension Interactions {
  /// One observed event.
  package struct Event: Sendable, Hashable {
    package var user: Int32
    package var item: Int32
    package var rating: Float
    package var timestamp: Int64

    package init(user: Int32, item: Int32, rating: Float, timestamp: Int64) {
      self.user = user
      self.item = item
      self.rating = rating
      self.timestamp = timestamp
    }
  }

  /// Sorts `events` into rows. Of several events for one (user, item) pair the latest stays
  /// (of equal timestamps: the last in `events`).
  package init(users: Int, events: [Event]) {
    var latest: [UInt64: Event] = [:]
    latest.reserveCapacity(events.count)
    for event in events {
      let pair = UInt64(UInt32(bitPattern: event.user)) << 32 | UInt64(UInt32(bitPattern: event.item))
      if let known = latest[pair], known.timestamp > event.timestamp { continue }
      latest[pair] = event
    }
    let ordered = latest.values.sorted {
      ($0.user, $0.timestamp, $0.item) < ($1.user, $1.timestamp, $1.item)
    }
    var offsets = [Int64](repeating: 0, count: users + 1)
    for event in ordered { offsets[Int(event.user) + 1] += 1 }
    for user in 0..<users { offsets[user + 1] += offsets[user] }
    self.init(
      offsets: Matrix(rows: 1, columns: offsets.count, offsets),
      items: Matrix(rows: 1, columns: ordered.count, ordered.map(\.item)),
      ratings: Matrix(rows: 1, columns: ordered.count, ordered.map(\.rating)),
      timestamps: Matrix(rows: 1, columns: ordered.count, ordered.map(\.timestamp)))
  }

  /// Every entry as an event, user by user.
  package func events() -> [Event] {
    (0..<userCount).flatMap { user in
      let history = history(of: user)
      return history.items.indices.map {
        Event(
          user: Int32(user), item: history.items[$0], rating: history.ratings[$0],
          timestamp: history.timestamps[$0])
      }
    }
  }
}
