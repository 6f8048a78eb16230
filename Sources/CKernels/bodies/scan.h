/* Matrix-vector product over rows, four rows at a time so that x stays in registers. */

RK_INLINE float rk_dot(const float *a, const float *b, size_t n) {
  rk_f16 acc;
  rk_zero(&acc);
  size_t i = 0;
  for (; i + 16 <= n; i += 16) rk_fma(&acc, a + i, b + i);
  if (i < n) rk_fma_tail(&acc, a + i, b + i, n - i);
  return rk_sum(&acc);
}

static void rk_scan(const float *rows, size_t count, size_t columns, size_t stride, const float *x,
                    float *out) {
  for (size_t r = 0; r < count; r++) out[r] = rk_dot(rows + r * stride, x, columns);
}
