extension RankerModel {
  /// Reads CatBoost's binary model: "CBM1", a FlatBuffer `TModelCore` with its length before it, then the
  /// parts that the core names (catboost/libs/model/model.cpp, flatbuffers/model.fbs).
  package init(cbm bytes: [UInt8]) throws(RankerModelError) {
    guard bytes.starts(with: Array("CBM1".utf8)) else {
      throw RankerModelError(.malformed, "not a CatBoost binary model: it does not start with CBM1")
    }
    let budget = DecodingBudget(fileSize: bytes.count)
    var stream = SizedBlocks(bytes.dropFirst(4))
    let core = try FlatTable(root: try stream.block(), budget: budget)
    guard try core.string(0) == "FlabuffersModel_v1" else {
      throw RankerModelError(.unsupported, "the model has core format \"\(try core.string(0))\"")
    }
    guard let table = try core.table(1) else {
      throw RankerModelError(.malformed, "the model has no trees")
    }
    // Before the parts: these refuse text and embedding features by name.
    let trees = try ModelTrees(table)
    let parts = try core.strings(3)
    for part in parts where part != "static_provider_v1" { throw .unsupported(part: part) }
    try self.init(trees, tables: parts.isEmpty ? [] : stream.tables(budget))
  }

  private init(_ file: ModelTrees, tables: [FlatTable]) throws(RankerModelError) {
    var parsed: [String: TargetStatistic.Table] = [:]
    for table in tables {
      let (identifier, values) = try TargetStatistic.table(table, file.places)
      parsed[identifier] = values
    }
    let bias = try file.table.elements(16, Double.self)
    self.init(
      floatFeatures: file.floatFeatures, categoricalFeatures: file.categoricalFeatures,
      targetStatistics: try file.targetStatistics(parsed), trees: [],
      scale: try file.table.value(14, default: 1),
      bias: bias.isEmpty
        ? Array(repeating: try file.table.value(15, default: 0), count: try file.dimension()) : bias)
    guard bias.count == (try file.dimension()) || bias.isEmpty else {
      throw RankerModelError(.malformed, "\(bias.count) biases for \(try file.dimension()) outputs")
    }
    trees = try file.trees(conditions)
    try validate()
  }
}

/// Blocks of bytes, each after its length, as CatBoost's serialiser writes them.
private struct SizedBlocks {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// Little-endian u32; 0xFFFFFFFF announces a u64.
  private mutating func size() throws(RankerModelError) -> Int {
    let short = try take(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard short == 0xffff_ffff else { return short }
    let long = try take(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let size = Int(exactly: long) else {
      throw RankerModelError(.malformed, "a block of \(long) bytes")
    }
    return size
  }

  private mutating func take(_ count: Int) throws(RankerModelError) -> ArraySlice<UInt8> {
    guard count <= rest.count else {
      throw RankerModelError(.malformed, "the model is cut off: \(count) bytes expected, \(rest.count) left")
    }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func block() throws(RankerModelError) -> ArraySlice<UInt8> { try take(try size()) }

  /// The target statistics' part: a count, then a FlatBuffer `TCtrValueTable` each.
  mutating func tables(_ budget: DecodingBudget) throws(RankerModelError) -> [FlatTable] {
    let count = try size()
    guard count <= rest.count / 4 else {
      throw RankerModelError(.malformed, "\(count) tables announced in \(rest.count) bytes")
    }
    var result: [FlatTable] = []
    for _ in 0..<count { result.append(try FlatTable(root: try block(), budget: budget)) }
    return result
  }
}
