/* Calibration of one source's scores and their weighted sum. */

/* 64 running sums, so that additions do not wait for each other; added to 16 lanes in one order. */
typedef struct rk_sums {
  rk_f16 lanes[4];
} rk_sums;

/* 64 values, or the squares of what they are beyond the center, to a running sum each. */
RK_INLINE void rk_sums_add(rk_sums *sums, const float *x, const rk_f16 *center, const int squares) {
#pragma clang loop unroll(full)
  for (int v = 0; v < 4; v++) {
    rk_f16 value;
    rk_load(&value, x + 16 * v);
    if (squares) {
      value -= *center;
      sums->lanes[v] = __builtin_elementwise_fma(value, value, sums->lanes[v]);
    } else {
      sums->lanes[v] += value;
    }
  }
}

/* The sum of the values, or with `squares` that of (x - center)^2, of n values; element i goes to lane i % 64. */
RK_INLINE float rk_sum_all(const float *x, size_t n, float center, const int squares) {
  rk_sums sums = {{{0}, {0}, {0}, {0}}};
  rk_f16 middle;
  rk_splat(&middle, squares ? center : 0);
  size_t i = 0;
  for (; i + 64 <= n; i += 64) rk_sums_add(&sums, x + i, &middle, squares);
  float rest[64];
  for (int v = 0; v < 4; v++) rk_store(rest + 16 * v, &middle);
  memcpy(rest, x + i, (n - i) * sizeof *x);
  rk_sums_add(&sums, rest, &middle, squares);
  const rk_f16 total = (sums.lanes[0] + sums.lanes[1]) + (sums.lanes[2] + sums.lanes[3]);
  return rk_sum(&total);
}

/* Whether any score differs from the first by more than rounding; ends at once where scores vary. */
static int rk_varies(const float *x, size_t n) {
  const float margin = 1e-6f * fabsf(x[0]);
  for (size_t i = 1; i < n; i++)
    if (fabsf(x[i] - x[0]) > margin) return 1;
  return 0;
}

/* Mean and 1 / standard deviation; the inverse is 0 where the scores do not vary. */
static void rk_moments(const float *x, size_t n, float *mean, float *inverse) {
  const float m = rk_sum_all(x, n, 0, 0) / (float)n;
  const float deviation = sqrtf(rk_sum_all(x, n, m, 1) / (float)n);
  *mean = m;
  *inverse = deviation > 1e-12f && rk_varies(x, n) ? 1.0f / deviation : 0.0f;
}

/* fused[i] = offset + sum of scales[s] * rows[s][i], in the order of the rows. */
static void rk_fuse(const float *const *rows, const float *scales, size_t sources, float offset, size_t n,
                    float *fused) {
  size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    rk_f16 total, scale, value;
    rk_splat(&total, offset);
    for (size_t s = 0; s < sources; s++) {
      rk_splat(&scale, scales[s]);
      rk_load(&value, rows[s] + i);
      total = __builtin_elementwise_fma(scale, value, total);
    }
    rk_store(fused + i, &total);
  }
  for (; i < n; i++) {
    float total = offset;
    for (size_t s = 0; s < sources; s++) total = __builtin_elementwise_fma(scales[s], rows[s][i], total);
    fused[i] = total;
  }
}

/* out[r] = (x[items[r]] - mean) * inverse. */
static void rk_gather_standardized(const float *x, const int32_t *items, size_t count, float mean,
                                   float inverse, float *out) {
  for (size_t r = 0; r < count; r++) out[r] = (x[items[r]] - mean) * inverse;
}
