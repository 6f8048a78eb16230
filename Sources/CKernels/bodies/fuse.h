/* Calibration of one source's scores and their weighted sum. */

/* Mean and 1 / standard deviation; the inverse is 0 where the scores do not vary. */
static void rk_moments(const float *x, size_t n, float *mean, float *inverse) {
  rk_f16 sum, value;
  rk_zero(&sum);
  size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    rk_load(&value, x + i);
    sum += value;
  }
  if (i < n) {
    rk_load_tail(&value, x + i, n - i);
    sum += value;
  }
  float m = rk_sum(&sum) / (float)n;
  rk_f16 center, squares;
  rk_splat(&center, m);
  rk_zero(&squares);
  for (i = 0; i + 16 <= n; i += 16) {
    rk_load(&value, x + i);
    value -= center;
    squares = __builtin_elementwise_fma(value, value, squares);
  }
  if (i < n) {
    rk_f16 tail_center = center;
    rk_load_tail(&value, x + i, n - i);
    for (size_t lane = n - i; lane < 16; lane++) tail_center[lane] = 0;
    value -= tail_center;
    squares = __builtin_elementwise_fma(value, value, squares);
  }
  float deviation = sqrtf(rk_sum(&squares) / (float)n);
  *mean = m;
  *inverse = deviation > 1e-12f ? 1.0f / deviation : 0.0f;
}

/* x becomes (x - mean) * inverse and fused gains weight * x. */
static void rk_standardize(float *x, size_t n, float mean, float inverse, float weight, float *fused) {
  size_t i = 0;
  rk_f16 m, s, w, value, total;
  rk_splat(&m, mean);
  rk_splat(&s, inverse);
  rk_splat(&w, weight);
  for (; i + 16 <= n; i += 16) {
    rk_load(&value, x + i);
    value = (value - m) * s;
    rk_store(x + i, &value);
    rk_load(&total, fused + i);
    total = __builtin_elementwise_fma(w, value, total);
    rk_store(fused + i, &total);
  }
  for (; i < n; i++) {
    float z = (x[i] - mean) * inverse;
    x[i] = z;
    fused[i] = __builtin_elementwise_fma(weight, z, fused[i]);
  }
}
