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
  package convenience init(users: Int, events: [Event]) {
    let (starts, order) = Self.byUser(users, events)
    let offsets = AlignedStorage<Int64>(count: users + 1, repeating: 0)
    var kept = 0
    for user in 0..<users {
      let first = kept
      var mine = UnsafeMutableBufferPointer(rebasing: order.buffer[starts[user]..<starts[user + 1]])
      mine.sort { Self.isBefore(events[Int($0)].item, events[Int($1)].item, $0, $1, events) }
      // The last of an item's run is the one that stays; what stays moves up, never past what is read.
      for place in mine.indices
      where place + 1 == mine.count || events[Int(mine[place + 1])].item != events[Int(mine[place])].item {
        order.base[kept] = mine[place]
        kept += 1
      }
      order.buffer[first..<kept].sort {
        let (a, b) = (events[Int($0)], events[Int($1)])
        return (a.timestamp, a.item) < (b.timestamp, b.item)
      }
      offsets.base[user + 1] = Int64(kept)
    }
    self.init(offsets: offsets, order: UnsafeBufferPointer(rebasing: order.buffer[..<kept]), events)
    withExtendedLifetime(order) {}
  }

  private static func isBefore(
    _ item: Int32, _ other: Int32, _ a: Int32, _ b: Int32, _ events: [Event]
  ) -> Bool {
    if item != other { return item < other }
    return (events[Int(a)].timestamp, a) < (events[Int(b)].timestamp, b)
  }

  /// The places of `events` user by user, and where each user's begin.
  private static func byUser(_ users: Int, _ events: [Event]) -> ([Int], AlignedStorage<Int32>) {
    precondition(events.count <= Int(Int32.max))
    var starts = [Int](repeating: 0, count: users + 1)
    for event in events { starts[Int(event.user) + 1] += 1 }
    for user in 0..<users { starts[user + 1] += starts[user] }
    var next = starts
    let order = AlignedStorage<Int32>(count: events.count)
    for place in events.indices {
      let user = Int(events[place].user)
      order.base[next[user]] = Int32(place)
      next[user] += 1
    }
    return (starts, order)
  }

  private convenience init(
    offsets: AlignedStorage<Int64>, order: UnsafeBufferPointer<Int32>, _ events: [Event]
  ) {
    let items = AlignedStorage<Int32>(count: order.count)
    let ratings = AlignedStorage<Float>(count: order.count)
    let timestamps = AlignedStorage<Int64>(count: order.count)
    for (place, index) in order.enumerated() {
      let event = events[Int(index)]
      items.base[place] = event.item
      ratings.base[place] = event.rating
      timestamps.base[place] = event.timestamp
    }
    func row<Element>(_ storage: AlignedStorage<Element>) -> Matrix<Element> {
      Matrix(
        rows: 1, columns: storage.count, stride: storage.count, base: UnsafePointer(storage.base),
        owner: storage)
    }
    self.init(offsets: row(offsets), items: row(items), ratings: row(ratings), timestamps: row(timestamps))
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
