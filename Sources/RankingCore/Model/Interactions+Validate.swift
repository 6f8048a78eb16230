extension Interactions {
  /// What is wrong with rows that came from a file.
  package struct Invalid: Error, CustomStringConvertible {
    package let description: String
  }

  /// Unix seconds beyond which a timestamp is taken for a mistake (the year 4147).
  package static let latestTimestamp: Int64 = 1 << 36

  /// Checks everything that `history(of:)` and its users rely on.
  package func validate(items itemCount: Int, users: Int) throws(Invalid) {
    guard offsets.rows == 1, offsets.columns == users + 1 else {
      throw Invalid(description: "\(offsets.columns) offsets for \(users) users")
    }
    guard items.rows == 1, ratings.rows == 1, timestamps.rows == 1,
      ratings.columns == items.columns, timestamps.columns == items.columns
    else {
      throw Invalid(
        description: "\(items.columns) items, \(ratings.columns) ratings, \(timestamps.columns) timestamps")
    }
    guard offsets.base[0] == 0, offsets.base[users] == Int64(entryCount) else {
      throw Invalid(
        description: "offsets run from \(offsets.base[0]) to \(offsets.base[users]), not 0 to \(entryCount)")
    }
    for user in 0..<users where offsets.base[user] > offsets.base[user + 1] {
      throw Invalid(description: "offset \(user + 1) is below offset \(user)")
    }
    for entry in 0..<entryCount where items.base[entry] < 0 || items.base[entry] >= Int32(itemCount) {
      throw Invalid(description: "entry \(entry) names item \(items.base[entry]) of \(itemCount)")
    }
    for entry in 0..<entryCount where !(0...Self.latestTimestamp).contains(timestamps.base[entry]) {
      throw Invalid(description: "entry \(entry) has timestamp \(timestamps.base[entry])")
    }
    for entry in 0..<entryCount where !ratings.base[entry].isFinite {
      throw Invalid(description: "entry \(entry) has rating \(ratings.base[entry])")
    }
  }
}
