import ArgumentParser
import Foundation
import NIOCore
import RankingCore
import RankingWire

/// The requests a load client draws from, encoded once, and the answers to expect.
struct LoadRequests: Sendable {
  /// One for each user.
  let messages: [ByteBuffer]
  private let users: [String]
  private let topK: Int
  /// Best items by user, best first; nil: only the number of items is checked.
  private let expected: [String: [Int64]]?

  init(users: [String], topK: Int, expected: [String: [Int64]]?) throws {
    if let expected, let missing = users.first(where: { expected[$0] == nil }) {
      throw ValidationError("--runs has no list for user \(missing)")
    }
    self.users = users
    self.topK = topK
    self.expected = expected
    messages = users.map { user in
      let reference = Int64(user).map(UserReference.id) ?? .key(user)
      let message = RecommendRequestMessage(user: reference, topK: Int32(clamping: topK))
      return ByteBuffer(bytes: message.encoded())
    }
  }

  /// What is wrong with the answer to request `index`; nil if nothing is.
  func problem(with answer: ByteBuffer?, to index: Int) -> String? {
    guard let answer, let message = try? answer.withUnsafeReadableBytes({ try RecommendResponseMessage($0) })
    else {
      return "user \(users[index]): undecodable answer"
    }
    guard message.items.count == topK || topK == 0 else {
      return "user \(users[index]): \(message.items.count) items, asked for \(topK)"
    }
    guard let list = expected?[users[index]], !message.items.elementsEqual(list.prefix(message.items.count))
    else {
      return nil
    }
    return "user \(users[index]): \(message.items), expected \(list.prefix(message.items.count))"
  }

  /// `1-943`, or the lines of a file.
  static func users(_ text: String) throws -> [String] {
    let bounds = text.split(separator: "-").map { Int64($0) }
    if bounds.count == 2, let first = bounds[0], let last = bounds[1] {
      guard first <= last, last - first < 10_000_000 else {
        throw ValidationError("--users is \(text), must be a range of 1 to 10000000 ids")
      }
      return (first...last).map(String.init)
    }
    let users = try InputFile.text(text).split(whereSeparator: \.isNewline)
    guard !users.isEmpty else { throw ValidationError("--users \(text) is empty") }
    return users.map(String.init)
  }

  /// Items by user of `stage` in a file of `evaluate --runs`: user, stage, rank from 1, item.
  static func lists(_ path: String, stage: String) throws -> [String: [Int64]] {
    var lists: [String: [Int64]] = [:]
    for line in try InputFile.text(path).split(whereSeparator: \.isNewline)
      .dropFirst()
    {
      let fields = line.split(separator: "\t")
      guard fields.count == 4, let item = Int64(fields[3]) else {
        throw ValidationError("\(path): \"\(line)\" is not user, stage, rank, item")
      }
      if fields[1] == stage { lists[String(fields[0]), default: []].append(item) }
    }
    return lists
  }
}
