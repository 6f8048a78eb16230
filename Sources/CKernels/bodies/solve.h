/* Small dense symmetric systems of least squares. Each element is its own chain of fused steps. */

/*
 * upper triangle of a (n x n, stride elements a row, n and stride multiples of 16) gains
 * sum over k of weights[k] * y_k y_k', rows taken at indexes[k].
 */
static void rk_gram_rows(const float *rows, size_t n, size_t row_stride, const int32_t *indexes,
                         const float *weights, size_t count, float *a, size_t stride) {
  for (size_t i = 0; i < n; i += 4) {
    size_t first = i / 16 * 16;
    for (size_t j = first; j < n; j += 32) {
      int wide = j + 32 <= n;
      rk_f16 acc[4][2];
      for (int r = 0; r < 4; r++) {
        rk_load(&acc[r][0], a + (i + r) * stride + j);
        if (wide) rk_load(&acc[r][1], a + (i + r) * stride + j + 16);
        else rk_zero(&acc[r][1]);
      }
      for (size_t k = 0; k < count; k++) {
        const float *y = rows + (size_t)(indexes ? indexes[k] : (int32_t)k) * row_stride;
        float w = weights ? weights[k] : 1.0f;
        rk_f16 left, right;
        rk_load(&left, y + j);
        rk_load(&right, y + (wide ? j + 16 : j));
        for (int r = 0; r < 4; r++) {
          rk_f16 scaled;
          rk_splat(&scaled, w * y[i + r]);
          acc[r][0] = __builtin_elementwise_fma(scaled, left, acc[r][0]);
          acc[r][1] = __builtin_elementwise_fma(scaled, right, acc[r][1]);
        }
      }
      for (int r = 0; r < 4; r++) {
        rk_store(a + (i + r) * stride + j, &acc[r][0]);
        if (wide) rk_store(a + (i + r) * stride + j + 16, &acc[r][1]);
      }
    }
  }
}

/* row_i[from ..< n) -= factor * row_j[from ..< n), whole blocks of 16. */
RK_INLINE void rk_eliminate(float *target, const float *source, float factor, size_t from, size_t n) {
  rk_f16 scale, x, y;
  rk_splat(&scale, -factor);
  for (size_t c = from / 16 * 16; c < n; c += 16) {
    rk_load(&x, source + c);
    rk_load(&y, target + c);
    y = __builtin_elementwise_fma(scale, x, y);
    rk_store(target + c, &y);
  }
}

/*
 * Solves a x = b in place by Cholesky (a = u'u, upper triangle; what lies below is scratch).
 * `size` equations, stored in rows of `stride` (a multiple of 16, zero beyond size). Returns the row
 * of the first pivot that is not positive, or size when the solution is in b.
 */
static size_t rk_solve(float *a, size_t size, size_t stride, float *b) {
  size_t n = (size + 15) / 16 * 16;
  for (size_t j = 0; j < size; j++) {
    float *row = a + j * stride;
    float pivot = row[j];
    if (!(pivot > 0)) return j;
    float inverse = 1.0f / sqrtf(pivot);
    for (size_t c = j / 16 * 16; c < n; c++) row[c] *= inverse;
    b[j] *= inverse;
    for (size_t i = j + 1; i < size; i++) rk_eliminate(a + i * stride, row, row[i], i, n);
    for (size_t i = j + 1; i < size; i++) b[i] = __builtin_elementwise_fma(-row[i], b[j], b[i]);
  }
  for (size_t j = size; j-- > 0;) {
    const float *row = a + j * stride;
    float rest = 0;
    if (j + 1 < size) rest = rk_dot(row + j + 1, b + j + 1, size - j - 1);
    b[j] = (b[j] - rest) / row[j];
  }
  return size;
}
