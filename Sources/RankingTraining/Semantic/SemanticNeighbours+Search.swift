internal import CKernels
package import RankingCore

extension SemanticNeighbours {
  /// The `count` others with the largest cosines, or as many as there are; of equal ones the first. The same on any
  /// number of threads.
  ///
  /// - Parameter embeddings: [items, dimension], rows of length 1 or of zeros.
  package init(
    of embeddings: Matrix<Float>, count: Int, threads: Int
  ) throws(SemanticSignals.Invalid) {
    let (rows, width) = (embeddings.rows, max(0, min(count, embeddings.rows - 1)))
    let items = AlignedStorage<Int32>(count: rows * width)
    let cosines = AlignedStorage<Float>(count: rows * width)
    let scan = rk_kernels().pointee.scan
    RowBlocks(threads: threads).forEach(rows, state: { AlignedStorage<Float>(count: rows) }) {
      row, products in
      scan?(
        embeddings.base, rows, embeddings.columns, embeddings.stride,
        embeddings.base + row * embeddings.stride, products.base)
      let (near, found) = (items.base + row * width, cosines.base + row * width)
      Self.select(products.buffer, except: row, count: width, items: near, cosines: found)
    }
    try self.init(
      items: Matrix(rows: rows, columns: width, items.buffer),
      similarities: Matrix(rows: rows, columns: width, cosines.buffer))
  }

  /// Writes the `count` largest of `products`, best first, and where they stand.
  private static func select(
    _ products: UnsafeMutableBufferPointer<Float>, except own: Int, count: Int,
    items: UnsafeMutablePointer<Int32>, cosines: UnsafeMutablePointer<Float>
  ) {
    var filled = 0
    for item in products.indices where item != own && count > 0 {
      if filled == count, products[item] <= cosines[count - 1] { continue }
      var place = filled < count ? filled : count - 1
      while place > 0, cosines[place - 1] < products[item] {
        cosines[place] = cosines[place - 1]
        items[place] = items[place - 1]
        place -= 1
      }
      cosines[place] = products[item]
      items[place] = Int32(item)
      filled = min(filled + 1, count)
    }
  }
}
