import RankingCore
import RankingTraining
import Testing

@Suite struct BadInputTests {
  @Test(arguments: [
    ("1,2,x,4\n", "line 2, column 3 (rating): the rating must be a finite number, got 'x'"),
    ("1,2,inf,4\n", "line 2, column 3 (rating): the rating must be a finite number, got 'inf'"),
    ("1,2,3,later\n", "line 2, column 4 (timestamp): the time must be Unix seconds, got 'later'"),
    (
      "1,2,3,-4\n",
      "line 2, column 4 (timestamp): the time must be Unix seconds from 0 to 68719476736, got '-4'"
    ),
    (
      "1,2,3,1112486027000\n",
      "line 2, column 4 (timestamp): the time must be Unix seconds from 0 to 68719476736, got '1112486027000'"
    ),
    (",2,3,4\n", "line 2, column 1 (user): the identifier is empty"),
    ("1,,3,4\n", "line 2, column 2 (item): the identifier is empty"),
    ("1,2,3\n", "line 2: 3 fields, expected 4"), ("1,2,3,4,5\n", "line 2: 5 fields, expected 4"),
    ("1,\"2,3,4\n", "line 2: a quoted field is never closed"),
    ("1,\"2\"x,3,4\n", "line 2: text after the closing quote of a field"),
  ]) func aBadRowIsNamedAndStopsAFileThatHasTooMany(row: String, complaint: String) throws {
    let path = try Fixture.file("user,item,rating,timestamp\n" + row)
    let error = #expect(throws: DatasetError.self) { try Dataset.read(interactions: path) }
    #expect(error?.code == .tooManyBadRows)
    #expect(error?.message.contains("data.csv: \(complaint)") == true)
  }

  @Test func aFewBadRowsAreCountedAndLeftOut() throws {
    let good = (0..<199).map { "\($0),\($0 % 7),3,\($0)\n" }.joined()
    let path = try Fixture.file("user,item,rating,timestamp\n" + good + "5,5,five,5\n")
    let data = try Dataset.read(interactions: path)
    #expect(data.events.count == 199)
    #expect(data.rowReport.files[0].bad == 1)
    #expect(data.rowReport.files[0].examples[0].line == 201)
    #expect(throws: DatasetError.self) {
      try Dataset.read(interactions: path, tolerance: RowTolerance(badShare: 0.004))
    }
  }

  @Test(arguments: ["", "\n\n", "user,item\n"]) func nothingIsAnError(text: String) throws {
    let path = try Fixture.file(text)
    let error = #expect(throws: DatasetError.self) { try Dataset.read(interactions: path) }
    #expect(error?.code == .empty || error?.code == .missingColumn)
  }

  @Test func aHeaderWithoutUsersIsAnError() throws {
    let path = try Fixture.file("a,item\n1,2\n")
    let error = #expect(throws: DatasetError.self) { try Dataset.read(interactions: path) }
    #expect(error?.code == .missingColumn)
    #expect(error?.message.contains("userid") == true)
  }

  @Test func aRowWithoutEndDoesNotFillTheMemory() throws {
    let path = try Fixture.file("user,item\n1,2\n1,\"" + String(repeating: "x", count: 3_000_000))
    let error = #expect(throws: DatasetError.self) { try Dataset.read(interactions: path) }
    #expect(error?.code == .tooManyBadRows)
  }

  @Test func bytesThatAreNoTextAreABadRow() throws {
    let path = try Fixture.file(Array("user,item\n1,".utf8) + [0xFF, 0xFE, 0x0A], named: "data.csv")
    let error = #expect(throws: DatasetError.self) { try Dataset.read(interactions: path) }
    #expect(error?.message.contains("column 2 (item): the identifier is not UTF-8") == true)
  }

  @Test func whateverTheBytesReadingEnds() throws {
    var random = SplitMix64(seed: 7)
    let alphabet = Array("1,2\"\n\r\t:;-e.\u{FF}".utf8)
    for _ in 0..<200 {
      let noise = (0..<random.below(200)).map { _ in alphabet[random.below(alphabet.count)] }
      let path = try Fixture.file(Array("user,item,rating\n".utf8) + noise, named: "noise.csv")
      _ = try? Dataset.read(interactions: path, tolerance: RowTolerance(badShare: 1))
    }
  }

  @Test func numbersWithZerosInFrontAreStrings() throws {
    let path = try Fixture.file("user,item\n007,1\n7,2\n")
    #expect(try Dataset.read(interactions: path).catalogue.users.keys == ["007", "7"])
  }
}
