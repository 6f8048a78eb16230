import Foundation
import RankingCore

/// The table of all lists: a header line, then user, stage, rank from 1 and item, raw identifiers, so that any
/// program can judge them. With a fold's name, a first column `fold` holds it.
package struct RunsFile {
  private var lines: [String] = []
  private let hasFolds: Bool

  package init(folds: Bool = false) {
    hasFolds = folds
    lines = [(folds ? "fold\t" : "") + "user\tstage\trank\titem"]
  }

  /// Adds the lists of every user with hidden items in `problem`, user by user in dense order.
  package mutating func add(_ run: RankingRun, _ problem: EvaluationProblem) {
    let fold = hasFolds ? "\(problem.name)\t" : ""
    for user in problem.relevant.indices where !problem.relevant[user].isEmpty {
      for stage in run.stages {
        let start = "\(fold)\(problem.catalogue.userKey(user))\t\(stage.name)\t"
        for (index, item) in stage.lists[user].enumerated() {
          lines.append("\(start)\(index + 1)\t\(problem.catalogue.itemKey(Int(item)))")
        }
      }
    }
  }

  /// Writes the file anew.
  package func write(to path: String) throws(DatasetError) {
    do {
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(
        to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw DatasetError(.unreadable, file: path, "cannot be written: \(error.localizedDescription)")
    }
  }

  /// The table's bytes.
  package var text: String { lines.joined(separator: "\n") + "\n" }
}
