import CKernels

/// The upper triangle of `sum` (n x n, n a multiple of 16) gains y y' for each of `count` rows of n floats.
package func addGram(
  of rows: UnsafePointer<Float>, count: Int, width n: Int, to sum: UnsafeMutablePointer<Float>
) {
  kernels.gram_rows(rows, n, n, nil, nil, count, sum, n)
}

/// out[r] = rows[r] · x for the first `count` rows.
package func scan(
  _ rows: Matrix<Float>, count: Int, with x: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>
) {
  precondition(count <= rows.rows)
  kernels.scan(rows.base, count, rows.columns, rows.stride, x, out)
}
