import Foundation

/// Reads one delimited file in chunks and hands on its rows.
struct TableReader {
  static let chunkBytes = 1 << 20

  let path: String
  let layout: TableLayout
  private let name: String

  init(path: String, layout: TableLayout) {
    self.path = path
    self.layout = layout
    name = URL(fileURLWithPath: path).lastPathComponent
  }

  /// Calls `take` with each row; a row that it throws for is counted and named as bad.
  func read(_ take: (TableRow) throws(FieldError) -> Void) throws(DatasetError) -> RowReport.File {
    var pass = TablePass(name: name, layout: layout)
    let handle = try open()
    defer { try? handle.close() }
    while let chunk = try next(handle) { try pass.consume(chunk, take) }
    return try pass.finish(take)
  }

  private func open() throws(DatasetError) -> FileHandle {
    do {
      return try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    } catch {
      throw DatasetError(.unreadable, file: path, "cannot be opened: \(error.localizedDescription)")
    }
  }

  private func next(_ handle: FileHandle) throws(DatasetError) -> Data? {
    do {
      guard let chunk = try handle.read(upToCount: Self.chunkBytes), !chunk.isEmpty else { return nil }
      return chunk
    } catch {
      throw DatasetError(.unreadable, file: path, "cannot be read: \(error.localizedDescription)")
    }
  }
}
