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

typedef uint16_t rk_u32 __attribute__((vector_size(64), aligned(1)));

/* Rows that 16-bit sums of bytes hold. */
#define RK_BYTE_ROWS 256

/*
 * Adds up to RK_BYTE_ROWS rows' bytes. Two neighbours share a 16-bit lane: `all` counts both, modulo 65536,
 * `odd` the upper one, so that the lower is their difference.
 */
RK_INLINE void rk_sum_bytes_block(const uint8_t *rows, size_t stride, const int32_t *indexes, size_t count,
                                  int32_t *sums, int lanes) {
  rk_u32 all[8], odd[8], x;
  for (int b = 0; b < lanes; b++) all[b] = odd[b] = (rk_u32){0};
  for (size_t k = 0; k < count; k++) {
    const uint8_t *row = rows + (size_t)indexes[k] * stride;
    for (int b = 0; b < lanes; b++) {
      memcpy(&x, row + 64 * b, sizeof x);
      all[b] += x;
      odd[b] += x >> 8;
    }
  }
  for (int b = 0; b < lanes; b++) {
    rk_u32 even = all[b] - (odd[b] << 8);
    for (int i = 0; i < 32; i++) {
      sums[64 * b + 2 * i] += even[i];
      sums[64 * b + 2 * i + 1] += odd[b][i];
    }
  }
}

RK_INLINE void rk_sum_bytes_column(const uint8_t *rows, size_t stride, const int32_t *indexes, size_t count,
                                   const float *scales, float *out, int lanes) {
  int32_t sums[512] = {0};
  for (size_t k = 0; k < count; k += RK_BYTE_ROWS) {
    size_t some = count - k < RK_BYTE_ROWS ? count - k : RK_BYTE_ROWS;
    rk_sum_bytes_block(rows, stride, indexes + k, some, sums, lanes);
  }
  const int32_t zero = (int32_t)(128 * count);
  for (int i = 0; i < 64 * lanes; i++) out[i] = (float)(sums[i] - zero) * scales[i];
}

static void rk_sum_bytes(const uint8_t *rows, size_t columns, size_t stride, const int32_t *indexes,
                         size_t count, const float *scales, float *out) {
  size_t c = 0;
  for (; c + 512 <= columns; c += 512)
    rk_sum_bytes_column(rows + c, stride, indexes, count, scales + c, out + c, 8);
  if (c + 256 <= columns) {
    rk_sum_bytes_column(rows + c, stride, indexes, count, scales + c, out + c, 4);
    c += 256;
  }
  if (c + 128 <= columns) {
    rk_sum_bytes_column(rows + c, stride, indexes, count, scales + c, out + c, 2);
    c += 128;
  }
  if (c < columns) rk_sum_bytes_column(rows + c, stride, indexes, count, scales + c, out + c, 1);
}
