/// Which files a data set is made of, and how each is laid out.
struct DatasetFiles: Sendable {
  struct File: Sendable {
    var path: String
    var layout: TableLayout
  }

  var interactions: File
  var items: File?
  var users: File?
  /// File with one `name|index` a line, for items whose genres are columns of 0 and 1.
  var genres: String?
  /// The complete list of genres in order; nil: those in use.
  var genreNames: [String]?
}
