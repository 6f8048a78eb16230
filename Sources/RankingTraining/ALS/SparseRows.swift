package import RankingCore

/// A sparse matrix by rows: row r owns entries `offsets[r] ..< offsets[r + 1]`, each column at most
/// once. Rows of users keep the order of their histories.
package struct SparseRows: Sendable {
  /// Width of the matrix.
  package let columnCount: Int
  /// [rows + 1], ascending from 0.
  package let offsets: Matrix<Int64>
  /// [entries] column of each entry.
  package let columns: Matrix<Int32>
  /// [entries] value of each entry.
  package let values: Matrix<Float>

  package init(
    columnCount: Int, offsets: Matrix<Int64>, columns: Matrix<Int32>, values: Matrix<Float>
  ) {
    precondition(columns.columns == values.columns && offsets.columns > 0)
    self.columnCount = columnCount
    self.offsets = offsets
    self.columns = columns
    self.values = values
  }

  package var rowCount: Int { offsets.columns - 1 }
  package var entryCount: Int { columns.columns }

  package func range(_ row: Int) -> Range<Int> {
    Int(offsets.base[row])..<Int(offsets.base[row + 1])
  }
}
