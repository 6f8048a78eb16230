/// Tensors of one source, checked as they are read.
struct TensorLookup {
  let specification: SourceSpecification
  let read: (String) throws -> Matrix<Float>

  /// Tensor `<name>.<tensor>` in padded, finite form.
  func callAsFunction(_ tensor: String, rows: Int? = nil, columns: Int? = nil) throws(SourceError)
    -> Matrix<Float>
  {
    let name = "\(specification.name).\(tensor)"
    let matrix: Matrix<Float>
    do { matrix = try read(name) } catch { throw SourceError(.tensor, "tensor \(name): \(error)") }
    if let rows, matrix.rows != rows {
      throw SourceError(.shape, "tensor \(name) has \(matrix.rows) rows, needs \(rows)")
    }
    if let columns, matrix.columns != columns {
      throw SourceError(.shape, "tensor \(name) has \(matrix.columns) columns, needs \(columns)")
    }
    if let (row, column) = matrix.firstNonFinite() {
      throw SourceError(.value, "tensor \(name) is not finite at row \(row), column \(column)")
    }
    return matrix.padded()
  }

  /// Parameter `name`, finite and inside `range`.
  func parameter(_ name: String, in range: ClosedRange<Double>) throws(SourceError) -> Double {
    guard let value = specification.parameters[name] else {
      throw SourceError(.missing, "source \(specification.name) needs the parameter \(name)")
    }
    guard range.contains(value) else {
      throw SourceError(.value, "\(specification.name).\(name) is \(value), needs \(range)")
    }
    return value
  }
}
