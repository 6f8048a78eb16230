/// Which field of a row has which role.
struct TableColumns: Sendable {
  /// Role of each field.
  let roles: [ColumnRole]
  /// Names from the header, or the roles' own.
  let names: [String]
  /// Byte that separates the values of a list field.
  let listSeparator: UInt8
  private let positions: [ColumnRole: Int]

  /// Columns in an order that the format fixes.
  init(fixed roles: [ColumnRole], listSeparator: UInt8 = UInt8(ascii: "|")) {
    self.init(roles: roles, names: roles.map(\.rawValue), listSeparator: listSeparator)
  }

  /// Columns named by a header. `name:type` is split; `token_seq` lists are separated by spaces, others by `|`.
  ///
  /// In a file about users or items, a lone `id` is the user's or the item's.
  init(header: [String], subject: ColumnRole) {
    let parts = header.map { $0.split(separator: ":", maxSplits: 1).map(String.init) }
    let names = parts.map { ($0.first ?? "").filter { $0 != " " } }
    let roles = names.map { $0.lowercased() == "id" ? subject : ColumnRole(header: $0) ?? .ignored }
    let isSequence = zip(roles, parts).contains { $0 == .genres && $1.last == "token_seq" }
    self.init(roles: roles, names: names, listSeparator: UInt8(ascii: isSequence ? " " : "|"))
  }

  private init(roles: [ColumnRole], names: [String], listSeparator: UInt8) {
    self.roles = roles
    self.names = names
    self.listSeparator = listSeparator
    positions = Dictionary(zip(roles, roles.indices), uniquingKeysWith: { first, _ in first })
  }

  var count: Int { roles.count }

  /// First field with `role`, from 0.
  func position(of role: ColumnRole) -> Int? { positions[role] }
}
