import RankingCore

/// Gathers the rows of all files under provisional numbers, then puts everything into dense order.
struct DatasetBuilder {
  private var users = IdentifierInterner()
  private var items = IdentifierInterner()
  private var events: [Interactions.Event] = []
  private var itemRecords: [Int32: ItemRecord] = [:]
  private var userRecords: [Int32: UserRecord] = [:]
  private var negative = 0
  private var report = RowReport()

  /// Reads `files` in full; throws, and makes nothing, if a file has too many bad rows.
  static func build(_ files: DatasetFiles, tolerance: RowTolerance) throws(DatasetError) -> Dataset {
    var builder = DatasetBuilder()
    try builder.readInteractions(files.interactions, tolerance)
    if let items = files.items {
      try builder.readItems(items, flagNames: try files.flagNames(), tolerance)
    }
    if let users = files.users { try builder.readUsers(users, tolerance) }
    return try builder.dataset(genreNames: files.genreNames, source: files.interactions.path)
  }

  private mutating func readInteractions(
    _ file: DatasetFiles.File, _ tolerance: RowTolerance
  ) throws(DatasetError) {
    var counts = try TableReader(path: file.path, layout: file.layout).read {
      (row) throws(FieldError) in try add(event: row)
    }
    counts.negative = negative
    try finish(counts, tolerance)
    guard events.count < Int(Int32.max) else {
      throw DatasetError(.tooLarge, file: counts.name, "\(events.count) rows, at most \(Int32.max - 1)")
    }
    if events.isEmpty { throw DatasetError(.empty, file: counts.name, "no usable rows") }
  }

  private mutating func readItems(
    _ file: DatasetFiles.File, flagNames: [String], _ tolerance: RowTolerance
  ) throws(DatasetError) {
    let counts = try TableReader(path: file.path, layout: file.layout).read { (row) throws(FieldError) in
      let record = try ItemRecord(row, flagNames: flagNames)
      let item = try items.intern(row.bytes(.item) ?? [], .item)
      if itemRecords[item] != nil { throw FieldError(.item, "this item has a row already") }
      itemRecords[item] = record
    }
    try finish(counts, tolerance)
  }

  private mutating func readUsers(
    _ file: DatasetFiles.File, _ tolerance: RowTolerance
  ) throws(DatasetError) {
    let counts = try TableReader(path: file.path, layout: file.layout).read { (row) throws(FieldError) in
      let record = try UserRecord(row)
      let user = try users.intern(row.bytes(.user) ?? [], .user)
      if userRecords[user] != nil { throw FieldError(.user, "this user has a row already") }
      userRecords[user] = record
    }
    try finish(counts, tolerance)
  }

  private mutating func finish(_ counts: RowReport.File, _ tolerance: RowTolerance) throws(DatasetError) {
    try tolerance.check(counts)
    report.files.append(counts)
  }

  private mutating func add(event row: TableRow) throws(FieldError) {
    let (rating, timestamp) = try (Self.rating(row), Self.timestamp(row))
    if rating < 0 {
      negative += 1
      return
    }
    let userName = row.bytes(.user) ?? []
    let itemName = row.bytes(.item) ?? []
    if itemName.isEmpty { throw FieldError(.item, "the identifier is empty") }
    let event = Interactions.Event(
      user: try users.intern(userName, .user), item: try items.intern(itemName, .item), rating: rating,
      timestamp: timestamp)
    events.append(event)
  }

  private static func rating(_ row: TableRow) throws(FieldError) -> Float {
    guard let bytes = row.bytes(.rating), !bytes.isEmpty else { return 1 }
    guard let rating = AsciiNumber.float(bytes) else {
      throw FieldError(.rating, "the rating must be a finite number, got \(quoted(bytes))")
    }
    return rating
  }

  private static func timestamp(_ row: TableRow) throws(FieldError) -> Int64 {
    guard let bytes = row.bytes(.timestamp), !bytes.isEmpty else { return 0 }
    guard let seconds = AsciiNumber.seconds(bytes) else {
      throw FieldError(.timestamp, "the time must be Unix seconds, got \(quoted(bytes))")
    }
    guard (0...Interactions.latestTimestamp).contains(seconds) else {
      throw FieldError(
        .timestamp,
        "the time must be Unix seconds from 0 to \(Interactions.latestTimestamp), got \(quoted(bytes))")
    }
    return seconds
  }

  /// At most 40 bytes of a field, for a message.
  private static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
    "'\(String(decoding: bytes.prefix(40), as: UTF8.self))\(bytes.count > 40 ? "…" : "")'"
  }

  private mutating func dataset(genreNames: [String]?, source: String) throws(DatasetError) -> Dataset {
    do {
      let (userNames, userPlaces) = try users.sorted()
      let (itemNames, itemPlaces) = try items.sorted()
      let catalogue = try CatalogueBuilder(
        items: ordered(itemRecords, itemPlaces, .empty), users: ordered(userRecords, userPlaces, .empty)
      ).catalogue(items: itemNames, users: userNames, genreNames: genreNames)
      // In place: a second copy of the events would be the largest thing in memory.
      for place in events.indices {
        events[place].user = userPlaces[Int(events[place].user)]
        events[place].item = itemPlaces[Int(events[place].item)]
      }
      return Dataset(catalogue: catalogue, events: events, rowReport: report)
    } catch {
      throw DatasetError(.unexpectedContent, file: source, error.message)
    }
  }

  private func ordered<Record>(
    _ records: [Int32: Record], _ places: [Int32], _ empty: Record
  ) -> [Record] {
    var ordered = [Record](repeating: empty, count: places.count)
    for (number, record) in records { ordered[Int(places[Int(number)])] = record }
    return ordered
  }
}
