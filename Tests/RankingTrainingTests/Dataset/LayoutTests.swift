import RankingCore
import RankingTraining
import Testing

@Suite struct LayoutTests {
  private let official = Result { try Dataset.read(directory: Fixture.path("official")) }
  private let tables = Result { try Dataset.read(directory: Fixture.path("tables")) }

  @Test func bothLayoutsAreOneCatalogueOneOrderOneFingerprint() throws {
    let (one, other) = (try official.get(), try tables.get())
    #expect(one.catalogue.encoded() == other.catalogue.encoded())
    #expect(one.events == other.events)
    #expect(one.fingerprint == other.fingerprint)
    #expect(one.catalogue.texts() == other.catalogue.texts())
    #expect(one.rowReport.isClean && other.rowReport.isClean)
  }

  @Test func textsAreWhatTheEncoderReads() throws {
    let texts = try tables.get().catalogue.texts()
    #expect(
      texts == [
        "Paper Lantern (1995). Genres: Animation, Children's, Comedy.",
        "Clockwork Parade, The (1994). Genres: Action, Sci-Fi.", "Unknown.",
        "Little Comet III: The Long Way Home (1995). Genres: Animation, Children's.",
        "Été sans fin, Un (Endless Summer, An) (1987). Genres: Drama.", "Quiet Morning (1971).",
      ])
  }

  @Test func rowsKeepTheirOrderAndUsersTheirs() throws {
    let data = try official.get()
    #expect(data.events.map { data.catalogue.userID(Int($0.user)) } == [10, 1, 2, 1, 10, 2, 1])
    #expect(data.catalogue.users.ids == [1, 2, 10])
    #expect(data.catalogue.genderNames == ["F", "M"])
    #expect(data.catalogue.occupationNames == ["other", "student", "technician"])
    #expect(data.catalogue.demographics(of: 2) == Demographics(age: 7, gender: 0, occupation: 1))
  }

  @Test func ownTablesMayHaveStringKeysQuotesAndGaps() throws {
    let data = try Dataset.read(
      interactions: Fixture.path("csv/events.csv"), items: Fixture.path("csv/items.csv"))
    #expect(data.catalogue.items.keys == ["mug", "say \"hi\"", "tea, green"])
    #expect(data.catalogue.users.keys == ["ann", "bob"])
    #expect(data.events.map(\.rating) == [4.5, 2, 1])
    #expect(data.events.map(\.timestamp) == [100, 101, 102])
    #expect(data.rowReport.files[0].negative == 1)
    #expect(data.catalogue.genreNames == ["Food", "Gift", "Kitchen"])
    #expect(data.catalogue.text(of: 0) == "Blue Mug (2001). Genres: Gift, Kitchen.")
  }

  @Test func doubleColonsAreMovieLens1M() throws {
    let ratings = try Fixture.file("1::10::5::978300760\n2::20::3::978300761\n", named: "ratings.dat")
    let folder = String(ratings.dropLast("/ratings.dat".count))
    try write("10::Some: Film (1990)::Drama|War\n20::Other (1991)::Comedy\n", "\(folder)/movies.dat")
    try write("1::F::1::10::48067\n2::M::56::16::70072\n", "\(folder)/users.dat")
    let data = try Dataset.read(directory: folder)
    #expect(data.catalogue.displayTitle(of: 0) == "Some: Film (1990)")
    #expect(data.catalogue.genres(of: 0) == ["Drama", "War"])
    #expect(data.catalogue.demographics(of: 1).age == 56)
  }

  @Test func moviesCSVIsMovieLens20M() throws {
    let ratings = try Fixture.file(
      "userId,movieId,rating,timestamp\n1,2,3.5,1112486027\n1,29,3.5,1112484676\n", named: "ratings.csv")
    let folder = String(ratings.dropLast("/ratings.csv".count))
    try write("movieId,title,genres\n2,\"Maze, The (1995)\",Adventure|IMAX\n", "\(folder)/movies.csv")
    let data = try Dataset.read(directory: folder)
    #expect(data.catalogue.text(of: 0) == "Maze, The (1995). Genres: Adventure, IMAX.")
    #expect(data.catalogue.text(of: 1) == "Unknown.")
  }

  private func write(_ text: String, _ path: String) throws {
    try AtomicFile.write(Array(text.utf8), to: path)
  }
}
