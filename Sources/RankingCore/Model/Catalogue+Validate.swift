extension Catalogue {
  func validate() throws(CatalogueError) {
    try Self.expect("titles", titles.count, items.count)
    try Self.expect("years", years.count, items.count)
    try Self.expect("genre masks", genreMasks.count, items.count)
    try Self.expect("people", people.count, users.count)
    guard genreNames.count <= Self.maximumGenres else {
      throw CatalogueError(.outOfRange, "\(genreNames.count) genres, at most \(Self.maximumGenres)")
    }
    try validateMasks()
    try validatePeople()
  }

  private static func expect(_ what: String, _ found: Int, _ expected: Int) throws(CatalogueError) {
    guard found != expected else { return }
    throw CatalogueError(.lengthMismatch, "\(found) \(what), expected \(expected)")
  }

  private func validateMasks() throws(CatalogueError) {
    let allowed = genreNames.count == 64 ? UInt64.max : (1 << UInt64(genreNames.count)) - 1
    guard let index = genreMasks.firstIndex(where: { $0 & ~allowed != 0 }) else { return }
    throw CatalogueError(
      .outOfRange,
      "item \(items.key(at: index)): genre mask \(genreMasks[index]) names more than "
        + "\(genreNames.count) genres")
  }

  private func validatePeople() throws(CatalogueError) {
    let genders = -1..<Int32(clamping: genderNames.count)
    let occupations = -1..<Int32(clamping: occupationNames.count)
    let isBad = { (person: Demographics) in
      !genders.contains(person.gender) || !occupations.contains(person.occupation) || person.age < -1
    }
    guard let index = people.firstIndex(where: isBad) else { return }
    throw CatalogueError(
      .outOfRange,
      "user \(users.key(at: index)): \(people[index]), with \(genderNames.count) genders and "
        + "\(occupationNames.count) occupations")
  }
}
