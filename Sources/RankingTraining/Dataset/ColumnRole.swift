/// What a column means.
enum ColumnRole: String, Sendable, CaseIterable {
  case user
  case item
  case rating
  case timestamp
  case title
  case year
  case genres
  /// One of several columns of 0 and 1, in the order of the genre list.
  case genreFlag
  case age
  case gender
  case occupation
  case ignored

  /// The role that a header's `name` usually has; case, `_`, `-` and spaces do not count.
  init?(header name: String) {
    let plain = name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
    guard let role = Self.names[plain] else { return nil }
    self = role
  }

  /// Names that a header may give to the role.
  static func accepted(_ role: ColumnRole) -> [String] {
    names.filter { $0.value == role }.map(\.key).sorted()
  }

  private static let names: [String: ColumnRole] = [
    "user": .user, "userid": .user, "uid": .user, "userkey": .user, "customer": .user, "customerid": .user,
    "visitorid": .user, "reviewerid": .user,
    "item": .item, "itemid": .item, "iid": .item, "itemkey": .item, "movie": .item, "movieid": .item,
    "product": .item, "productid": .item, "asin": .item, "isbn": .item, "bookid": .item, "trackid": .item,
    "songid": .item, "articleid": .item, "businessid": .item,
    "rating": .rating, "score": .rating, "stars": .rating, "overall": .rating, "weight": .rating,
    "timestamp": .timestamp, "time": .timestamp, "ts": .timestamp, "unixtime": .timestamp,
    "unixreviewtime": .timestamp,
    "title": .title, "movietitle": .title, "name": .title, "itemname": .title,
    "year": .year, "releaseyear": .year,
    "genres": .genres, "genre": .genres, "class": .genres, "category": .genres, "categories": .genres,
    "age": .age, "gender": .gender, "sex": .gender, "occupation": .occupation, "job": .occupation,
  ]
}
