import Foundation
import RankingCore
import RankingTraining

/// Item texts of MovieLens 100K by raw id, as the catalogue writes them.
enum MovieLensTexts {
  static func read(_ folder: String) throws -> [Int32: String] {
<<<<<<< HEAD
    let catalogue = try Dataset.read(directory: folder).catalogue
    return Dictionary(
      uniqueKeysWithValues: (0..<catalogue.itemCount).map { item in
        (Int32(catalogue.itemID(item)), catalogue.text(of: item))
      })
=======
    if let official = try? Data(contentsOf: URL(filePath: "\(folder)/u.item")) {
      return texts(official, separator: "|") { fields in
        guard fields.count >= 24 else { return nil }
        let names = genres.indices.filter { fields[5 + $0] == "1" }.map { genres[$0] }
        return "\(fields[1]). Genres: \(names.joined(separator: ", "))."
      }
    }
    let table = try Data(contentsOf: URL(filePath: "\(folder)/ml-100k.item"))
    return texts(table, separator: "\t") { fields in
      guard fields.count == 4 else { return nil }
      let own = Set(fields[3].split(separator: " ").map(String.init))
      return "\(fields[1]) (\(fields[2])). Genres: \(genres.filter(own.contains).joined(separator: ", "))."
    }
  }

  /// The official file is Latin-1, which agrees with the other's UTF-8 on the chosen items.
  private static func texts(
    _ data: Data, separator: Character, _ text: ([String]) -> String?
  ) -> [Int32: String] {
    let whole = String(data: data, encoding: .utf8) ?? String(data: data, encoding: .isoLatin1) ?? ""
    var result: [Int32: String] = [:]
    for line in whole.split(whereSeparator: \.isNewline) {
      let fields = line.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
      if let id = fields.first.flatMap({ Int32($0) }), let text = text(fields) { result[id] = text }
    }
    return result
>>>>>>> encoder
  }
}
