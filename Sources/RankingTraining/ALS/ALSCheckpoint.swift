internal import Crypto
internal import Foundation
import RankingCore

/// A factorisation under way: the factors after some whole iterations, and what they belong to.
///
/// As a file: safetensors with `user_factors` [users, f] and `item_factors` [items, f] (F32) and the metadata
/// `format` = `rankd-als-checkpoint-1`, `iteration` (whole iterations done) and `digest`.
package struct ALSCheckpoint: Sendable {
  package let iteration: Int
  package let factors: Factors

  private static let format = "rankd-als-checkpoint-1"

  package init(iteration: Int, factors: Factors) {
    self.iteration = iteration
    self.factors = factors
  }

  /// SHA-256 of everything that decides the factors beside the number of iterations, the instruction set included.
  package static func digest(
    _ configuration: ALSConfiguration, _ data: SparseRows, initial: Factors?
  ) throws(TrainingError) -> String {
    var hash = SHA256()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do { hash.update(data: try encoder.encode(configuration.with(iterations: 0))) } catch {
      throw TrainingError(.configuration, "als: \(error)")
    }
    hash.update(data: Data(InstructionSet.name.utf8))
    hash.update(data: Data("\(data.rowCount) x \(data.columnCount)".utf8))
    hash.update(bufferPointer: UnsafeRawBufferPointer(data.offsets[row: 0]))
    hash.update(bufferPointer: UnsafeRawBufferPointer(data.columns[row: 0]))
    hash.update(bufferPointer: UnsafeRawBufferPointer(data.values[row: 0]))
    for side in [initial?.users, initial?.items].compactMap({ $0 }) {
      for row in 0..<side.rows { hash.update(bufferPointer: UnsafeRawBufferPointer(side[row: row])) }
    }
    return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Reads the file at `path`; nil if there is none.
  ///
  /// - Throws: when it is no checkpoint, is damaged, or belongs to another configuration, other data or another
  ///   instruction set.
  package static func read(_ path: String, digest: String) throws(TrainingError) -> ALSCheckpoint? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      let file = try SafetensorsFile(path: path)
      guard file.metadata["format"] == format, let text = file.metadata["iteration"],
        let iteration = Int(text), iteration >= 0
      else { throw TrainingError(.checkpoint, "no \(format)") }
      guard file.metadata["digest"] == digest else {
        throw TrainingError(
          .checkpoint, "it belongs to another configuration, other data or another instruction set")
      }
      let users = try file.matrix("user_factors", as: Float.self)
      let items = try file.matrix("item_factors", as: Float.self)
      return ALSCheckpoint(iteration: iteration, factors: Factors(users: users, items: items))
    } catch {
      throw TrainingError(.checkpoint, "checkpoint \(path): \(error)")
    }
  }

  /// Replaces the file at `path`, all or nothing.
  package func write(_ path: String, digest: String) throws(TrainingError) {
    var writer = SafetensorsWriter()
    writer.metadata = ["format": Self.format, "iteration": "\(iteration)", "digest": digest]
    writer.add("user_factors", factors.users)
    writer.add("item_factors", factors.items)
    do throws(AtomicFile.Failure) { try AtomicFile.write(writer.encoded(), to: path) } catch {
      throw TrainingError(.checkpoint, "checkpoint \(error)")
    }
  }
}
