/// What is known of a user beside the history; -1 means unknown.
package struct Demographics: Sendable, Hashable {
  /// Years.
  package var age: Int32
  /// Index into the catalogue's list of genders.
  package var gender: Int32
  /// Index into the catalogue's list of occupations.
  package var occupation: Int32

  package static let unknown = Demographics(age: -1, gender: -1, occupation: -1)

  package init(age: Int32, gender: Int32, occupation: Int32) {
    self.age = age
    self.gender = gender
    self.occupation = occupation
  }
}
