import Foundation
import RankingCore
import RankingTraining

/// Item texts of MovieLens 100K by raw id, as the catalogue writes them.
enum MovieLensTexts {
  static func read(_ folder: String) throws -> [Int32: String] {
    let catalogue = try Dataset.read(directory: folder).catalogue
    return Dictionary(
      uniqueKeysWithValues: (0..<catalogue.itemCount).map { item in
        (Int32(catalogue.itemID(item)), catalogue.text(of: item))
      })
  }
}
