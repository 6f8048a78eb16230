/// A user as the file of users describes them.
struct UserRecord: Sendable, Hashable {
  /// Years; -1 if unknown.
  var age: Int32
  /// Empty if unknown.
  var gender: String
  /// Empty if unknown.
  var occupation: String

  static let empty = UserRecord(age: -1, gender: "", occupation: "")

  init(_ row: TableRow) throws(FieldError) {
    let years = row.bytes(.age) ?? []
    guard let age = years.isEmpty ? -1 : AsciiNumber.integer(years), (-1...200).contains(age) else {
      throw FieldError(.age, "the age must be 0 to 200, got \(String(decoding: years, as: UTF8.self))")
    }
    self.age = Int32(age)
    gender = try row.text(.gender)
    occupation = try row.text(.occupation)
  }

  private init(age: Int32, gender: String, occupation: String) {
    self.age = age
    self.gender = gender
    self.occupation = occupation
  }
}
