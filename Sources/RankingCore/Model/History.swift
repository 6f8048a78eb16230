/// One user's interactions, oldest first, as parallel columns; valid only during the call it is passed to.
package struct History {
  /// Dense catalogue indexes, oldest interaction first, at most one entry an item.
  package let items: UnsafeBufferPointer<Int32>
  /// One rating for each item; 1 where the data has none.
  package let ratings: UnsafeBufferPointer<Float>
  /// Unix seconds for each item, ascending; 0 where the data has none.
  package let timestamps: UnsafeBufferPointer<Int64>

  package init(
    items: UnsafeBufferPointer<Int32>, ratings: UnsafeBufferPointer<Float>,
    timestamps: UnsafeBufferPointer<Int64>
  ) {
    precondition(items.count == ratings.count && items.count == timestamps.count)
    self.items = items
    self.ratings = ratings
    self.timestamps = timestamps
  }

  package var count: Int { items.count }
}

extension History {
  package static var empty: History {
    History(
      items: UnsafeBufferPointer(start: nil, count: 0), ratings: UnsafeBufferPointer(start: nil, count: 0),
      timestamps: UnsafeBufferPointer(start: nil, count: 0))
  }
}
