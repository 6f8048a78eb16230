package import RankingCore

extension SparseRows {
  /// User rows of `interactions`, each entry weighed by its rating, oldest first.
  package init(_ interactions: Interactions, items: Int, weight: RatingWeight) {
    let values = AlignedStorage<Float>(count: interactions.entryCount)
    for entry in 0..<interactions.entryCount { values.base[entry] = weight(interactions.ratings.base[entry]) }
    self.init(
      columnCount: items, offsets: interactions.offsets, columns: interactions.items,
      values: Matrix(owning: values))
  }

  /// User rows of `interactions` with the confidences of `configuration`, oldest first.
  package init(_ interactions: Interactions, items: Int, confidence configuration: ALSConfiguration) {
    let rows = SparseRows(interactions, items: items, weight: configuration.weight)
    guard let recency = configuration.recency else {
      self = rows
      return
    }
    let values = AlignedStorage<Float>(count: rows.entryCount)
    for user in 0..<rows.rowCount {
      let latest = interactions.history(of: user).timestamps.max() ?? 0
      for entry in rows.range(user) {
        let time = interactions.timestamps.base[entry]
        values.base[entry] = rows.values.base[entry] * recency(time, latest: latest)
      }
    }
    self.init(
      columnCount: items, offsets: rows.offsets, columns: rows.columns, values: Matrix(owning: values))
  }

  /// The same entries by columns; within a row of the result columns ascend.
  package func transposed() -> SparseRows {
    let offsets = AlignedStorage<Int64>(count: columnCount + 1, repeating: 0)
    for entry in 0..<entryCount { offsets.base[Int(columns.base[entry]) + 1] += 1 }
    for row in 0..<columnCount { offsets.base[row + 1] += offsets.base[row] }
    let next = AlignedStorage<Int64>(count: columnCount)
    next.base.update(from: offsets.base, count: columnCount)
    let targets = AlignedStorage<Int32>(count: entryCount)
    let copies = AlignedStorage<Float>(count: entryCount)
    for row in 0..<rowCount {
      for entry in range(row) {
        let column = Int(columns.base[entry])
        let place = Int(next.base[column])
        next.base[column] += 1
        targets.base[place] = Int32(row)
        copies.base[place] = values.base[entry]
      }
    }
    return SparseRows(
      columnCount: rowCount, offsets: Matrix(owning: offsets), columns: Matrix(owning: targets),
      values: Matrix(owning: copies))
  }

  /// The same places with other values.
  package func mapValues(_ value: (_ row: Int, _ column: Int, _ value: Float) -> Float) -> SparseRows {
    let changed = AlignedStorage<Float>(count: entryCount)
    for row in 0..<rowCount {
      for entry in range(row) {
        changed.base[entry] = value(row, Int(columns.base[entry]), values.base[entry])
      }
    }
    return SparseRows(
      columnCount: columnCount, offsets: offsets, columns: columns, values: Matrix(owning: changed))
  }
}

extension Matrix {
  /// All of `storage` as one row.
  package init(owning storage: AlignedStorage<Element>) {
    self.init(
      rows: 1, columns: storage.count, stride: storage.count, base: UnsafePointer(storage.base),
      owner: storage)
  }
}
