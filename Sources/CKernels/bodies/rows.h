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

/* Rows that 16-bit sums of bytes hold, and columns whose sums stay in the nearest cache. */
#define RK_BYTE_ROWS 256
#define RK_BYTE_COLUMNS 4096

/* Two neighbours share a 16-bit lane: `all` counts both, modulo 65536, `odd` the upper one. */
typedef struct rk_byte_sums {
  uint16_t all[RK_BYTE_COLUMNS / 2], odd[RK_BYTE_COLUMNS / 2];
} rk_byte_sums;

/* Adds `rows` (1 or 4) rows side by side, whole, and asks for the same lines of those that come `next`. */
RK_INLINE void rk_add_bytes(const uint8_t *const *row, const uint8_t *const *next, const int rows, size_t lines,
                            rk_byte_sums *sums) {
  for (size_t l = 0; l < lines; l++) {
    rk_u32 all, odd, x;
    memcpy(&all, sums->all + 32 * l, sizeof all);
    memcpy(&odd, sums->odd + 32 * l, sizeof odd);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      memcpy(&x, row[r] + 64 * l, sizeof x);
      __builtin_prefetch(next[r] + 64 * l);
      all += x;
      odd += x >> 8;
    }
    memcpy(sums->all + 32 * l, &all, sizeof all);
    memcpy(sums->odd + 32 * l, &odd, sizeof odd);
  }
}

/* Sums of at most RK_BYTE_ROWS rows, whole lines of them. */
RK_INLINE void rk_sum_some_bytes(const uint8_t *rows, size_t stride, const int32_t *indexes, size_t count,
                                 size_t lines, rk_byte_sums *sums) {
  memset(sums->all, 0, 64 * lines);
  memset(sums->odd, 0, 64 * lines);
  size_t k = 0;
  for (; k + 4 <= count; k += 4) {
    const uint8_t *row[4], *next[4];
    for (size_t r = 0; r < 4; r++) {
      row[r] = rows + (size_t)indexes[k + r] * stride;
      next[r] = k + 4 + r < count ? rows + (size_t)indexes[k + 4 + r] * stride : row[r];
    }
    rk_add_bytes(row, next, 4, lines, sums);
  }
  for (; k < count; k++) {
    const uint8_t *row = rows + (size_t)indexes[k] * stride;
    rk_add_bytes(&row, &row, 1, lines, sums);
  }
}

/* totals[c] = what is there where `goes_on`, plus the sum of column c. */
RK_INLINE void rk_total_bytes(const rk_byte_sums *sums, size_t lines, const int goes_on, int32_t *totals) {
  for (size_t i = 0; i < 32 * lines; i++) {
    const int32_t even = (uint16_t)(sums->all[i] - (sums->odd[i] << 8)), odd = sums->odd[i];
    totals[2 * i] = goes_on ? totals[2 * i] + even : even;
    totals[2 * i + 1] = goes_on ? totals[2 * i + 1] + odd : odd;
  }
}

static void rk_sum_bytes(const uint8_t *rows, size_t columns, size_t stride, const int32_t *indexes,
                         size_t count, const float *scales, float *out) {
  const int32_t zero = (int32_t)(128 * count);
  int32_t totals[RK_BYTE_COLUMNS];
  rk_byte_sums sums;
  for (size_t c = 0; c < columns; c += RK_BYTE_COLUMNS) {
    const size_t width = columns - c < RK_BYTE_COLUMNS ? columns - c : RK_BYTE_COLUMNS;
    const size_t lines = (width + 63) / 64;
    for (size_t k = 0; k == 0 || k < count; k += RK_BYTE_ROWS) {
      const size_t some = count - k < RK_BYTE_ROWS ? count - k : RK_BYTE_ROWS;
      rk_sum_some_bytes(rows + c, stride, indexes + k, some, lines, &sums);
      if (k == 0) {
        rk_total_bytes(&sums, lines, 0, totals);
      } else {
        rk_total_bytes(&sums, lines, 1, totals);
      }
    }
    for (size_t i = 0; i < width; i++) out[c + i] = (float)(totals[i] - zero) * scales[c + i];
  }
}
