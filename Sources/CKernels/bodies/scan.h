/* Matrix-vector product over rows, four rows at a time so that x stays in registers. */

RK_INLINE float rk_dot(const float *a, const float *b, size_t n) {
  rk_f16 acc;
  rk_zero(&acc);
  size_t i = 0;
  for (; i + 16 <= n; i += 16) rk_fma(&acc, a + i, b + i);
  if (i < n) rk_fma_tail(&acc, a + i, b + i, n - i);
  return rk_sum(&acc);
}

/* Four dot products with the bits of rk_dot. */
RK_INLINE void rk_dot4(const float *rows, size_t stride, const float *x, size_t n, float *out) {
  rk_f16 acc[4] = {{0}, {0}, {0}, {0}};
  size_t i = 0;
  for (; i + 16 <= n; i += 16)
    for (int r = 0; r < 4; r++) rk_fma(&acc[r], rows + (size_t)r * stride + i, x + i);
  if (i < n)
    for (int r = 0; r < 4; r++) rk_fma_tail(&acc[r], rows + (size_t)r * stride + i, x + i, n - i);
  rk_f4 sums;
  rk_sum4(acc, &sums);
  memcpy(out, &sums, sizeof sums);
}

RK_INLINE void rk_scan_fixed(const float *rows, size_t count, size_t columns, size_t stride, const float *x,
                             float *out) {
  size_t r = 0;
  for (; r + 4 <= count; r += 4) rk_dot4(rows + r * stride, stride, x, columns, out + r);
  for (; r < count; r++) out[r] = rk_dot(rows + r * stride, x, columns);
}

static void rk_scan(const float *rows, size_t count, size_t columns, size_t stride, const float *x,
                    float *out) {
  switch (columns) {
    case 32: rk_scan_fixed(rows, count, 32, stride, x, out); break;
    case 48: rk_scan_fixed(rows, count, 48, stride, x, out); break;
    case 64: rk_scan_fixed(rows, count, 64, stride, x, out); break;
    case 128: rk_scan_fixed(rows, count, 128, stride, x, out); break;
    case 192: rk_scan_fixed(rows, count, 192, stride, x, out); break;
    default: rk_scan_fixed(rows, count, columns, stride, x, out);
  }
}
