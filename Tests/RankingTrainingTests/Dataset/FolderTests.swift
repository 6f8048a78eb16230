import RankingCore
import RankingTraining
import Testing

/// Folders in MovieLens' layouts wherever a file is asked for.
struct FolderTests {
  private func movieLens1M() throws -> String {
    let ratings = try Fixture.file(
      "1::10::5::978300760\n2::20::3::978300761\n2::10::4::978300762\n1::20::4::978300763\n",
      named: "ratings.dat")
    let folder = String(ratings.dropLast("/ratings.dat".count))
    try AtomicFile.write(
      Array("10::Some Film (1990)::Drama|War\n20::Other (1991)::Comedy\n".utf8), to: "\(folder)/movies.dat")
    try AtomicFile.write(Array("1::F::1::10::48067\n2::M::56::16::70072\n".utf8), to: "\(folder)/users.dat")
    return folder
  }

  @Test func aFolderIsReadAsItIs() throws {
    let folder = try movieLens1M()
    let (data, same) = (try Dataset.read(at: folder), try Dataset.read(directory: folder))
    #expect(data.fingerprint == same.fingerprint && data.events.count == 4)
  }

  @Test func itsItemsDescribeAFileOfRows() throws {
    let folder = try movieLens1M()
    let rows = try Fixture.file(
      "user_id\titem_id\trating\ttimestamp\n1\t10\t5\t978300760\n", named: "base.tsv")
    let data = try Dataset.read(at: rows, items: folder)
    #expect(data.events.count == 1)
    #expect(data.catalogue.genres(of: 0) == ["Drama", "War"])
    #expect(data.catalogue.userCount == 2 && data.catalogue.demographics(of: 1).age == 56)
  }

  @Test func ownItemsReplaceThoseOfTheFolder() throws {
    let folder = try movieLens1M()
    let items = try Fixture.file("item,title,genres\n10,Mine,Noir\n", named: "items.csv")
    let data = try Dataset.read(at: folder, items: items)
    #expect(data.catalogue.displayTitle(of: 0) == "Mine" && data.catalogue.genres(of: 0) == ["Noir"])
  }

  @Test func evaluationTakesFoldersToo() throws {
    let folder = try movieLens1M()
    let base = try Fixture.file("user\titem\n1\t10\n2\t10\n", named: "base.tsv")
    let test = try Fixture.file("user\titem\n1\t20\n", named: "test.tsv")
    let problem = try EvaluationProblem.read(base: base, test: test, items: folder)
    #expect(problem.relevant == [[1], []])
    #expect(problem.catalogue.displayTitle(of: 1) == "Other (1991)")
  }
}
