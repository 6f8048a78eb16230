/* Weighted sums and maxima of chosen rows: each column is its own chain, in the order of the list. */

/* Width in registers: 8 x 16 columns stay in accumulators while the rows stream by. */
#define RK_ROW_BLOCK 128

RK_INLINE void rk_accumulate_block(const float *rows, size_t stride, const int32_t *indexes,
                                   const float *weights, size_t count, size_t column, float *out, int lanes) {
  rk_f16 acc[RK_ROW_BLOCK / 16];
  for (int b = 0; b < lanes; b++) rk_zero(&acc[b]);
  for (size_t k = 0; k < count; k++) {
    const float *row = rows + (size_t)indexes[k] * stride + column;
    rk_f16 w, x;
    rk_splat(&w, weights[k]);
    for (int b = 0; b < lanes; b++) {
      rk_load(&x, row + 16 * b);
      acc[b] = __builtin_elementwise_fma(w, x, acc[b]);
    }
  }
  for (int b = 0; b < lanes; b++) rk_store(out + column + 16 * b, &acc[b]);
}

static void rk_accumulate_rows(const float *rows, size_t columns, size_t stride, const int32_t *indexes,
                               const float *weights, size_t count, float *out) {
  size_t column = 0;
  for (; column + RK_ROW_BLOCK <= columns; column += RK_ROW_BLOCK)
    rk_accumulate_block(rows, stride, indexes, weights, count, column, out, RK_ROW_BLOCK / 16);
  for (; column + 16 <= columns; column += 16)
    rk_accumulate_block(rows, stride, indexes, weights, count, column, out, 1);
  for (; column < columns; column++) {
    float acc = 0;
    for (size_t k = 0; k < count; k++)
      acc = __builtin_elementwise_fma(weights[k], rows[(size_t)indexes[k] * stride + column], acc);
    out[column] = acc;
  }
}

static void rk_maximum_rows(const float *rows, size_t columns, size_t stride, const int32_t *indexes,
                            size_t count, float *out) {
  for (size_t c = 0; c < columns; c++) out[c] = rows[(size_t)indexes[0] * stride + c];
  for (size_t k = 1; k < count; k++) {
    const float *row = rows + (size_t)indexes[k] * stride;
    for (size_t c = 0; c < columns; c++) out[c] = row[c] > out[c] ? row[c] : out[c];
  }
}
