/*
 * One row of alternating least squares by conjugate gradient, warm-started from x.
 * `n` is the padded number of factors, a multiple of 16; every vector is zero beyond the real ones.
 *
 * Solves (gram + ridge I + sum (|c_k| - shift) y_k y_k') x = sum max(c_k, 0) y_k. Offline only: the
 * order is fixed, so a seed gives the same factors on one instruction set at any thread count.
 */

RK_INLINE float rk_als_scale(float confidence, float shift, float dot, int residual) {
  float size = fabsf(confidence);
  float scale = (size - shift) * dot;
  return residual ? (confidence > 0 ? confidence : 0) - scale : scale;
}

/*
 * out += sum of scale_k y_k. With `residual` scale_k = max(c_k, 0) - (|c_k| - shift) dot(y_k, p), else
 * the second term alone, positive. Four rows at a time share the loads of p and out.
 */
RK_INLINE void rk_als_pass(const rk_als_problem *a, size_t n, int residual, const float *p, float *out) {
  size_t k = 0;
  for (; k + 4 <= a->count; k += 4) {
    const float *y[4];
    for (int r = 0; r < 4; r++) y[r] = a->rows + (size_t)a->indexes[k + r] * a->stride;
    if (residual && k + 12 <= a->count)
      for (int r = 0; r < 4; r++)
        for (size_t c = 0; c < n; c += 16)
          __builtin_prefetch(a->rows + (size_t)a->indexes[k + 8 + r] * a->stride + c);
    rk_f16 acc[4] = {{0}, {0}, {0}, {0}};
    for (size_t c = 0; c < n; c += 16)
      for (int r = 0; r < 4; r++) rk_fma(&acc[r], y[r] + c, p + c);
    rk_f4 dots;
    rk_sum4(acc, &dots);
    rk_f4 confidence, zero = {0};
    memcpy(&confidence, a->confidences + k, sizeof confidence);
    rk_f4 factor = (__builtin_elementwise_max(confidence, -confidence) - a->shift) * dots;
    if (residual) factor = __builtin_elementwise_max(confidence, zero) - factor;
    rk_f16 scale[4];
    scale[0] = __builtin_shufflevector(factor, factor, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    scale[1] = __builtin_shufflevector(factor, factor, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    scale[2] = __builtin_shufflevector(factor, factor, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2);
    scale[3] = __builtin_shufflevector(factor, factor, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3);
    for (size_t c = 0; c < n; c += 16) {
      rk_f16 sum, value;
      rk_load(&sum, out + c);
      for (int r = 0; r < 4; r++) {
        rk_load(&value, y[r] + c);
        sum = __builtin_elementwise_fma(scale[r], value, sum);
      }
      rk_store(out + c, &sum);
    }
  }
  for (; k < a->count; k++) {
    const float *y = a->rows + (size_t)a->indexes[k] * a->stride;
    rk_f16 s, sum, value;
    rk_splat(&s, rk_als_scale(a->confidences[k], a->shift, rk_dot(y, p, n), residual));
    for (size_t c = 0; c < n; c += 16) {
      rk_load(&sum, out + c);
      rk_load(&value, y + c);
      sum = __builtin_elementwise_fma(s, value, sum);
      rk_store(out + c, &sum);
    }
  }
}

/* out = gram p + ridge p; gram symmetric, rows of n. */
RK_INLINE void rk_als_gram(const float *gram, float ridge, size_t n, const float *p, float *out) {
  for (size_t c = 0; c < n; c += 16) {
    rk_f16 acc[4] = {{0}, {0}, {0}, {0}};
    for (size_t r = 0; r < n; r += 4)
      for (int u = 0; u < 4; u++) {
        rk_f16 scale, value;
        rk_splat(&scale, p[r + u]);
        rk_load(&value, gram + (r + u) * n + c);
        acc[u] = __builtin_elementwise_fma(scale, value, acc[u]);
      }
    rk_f16 s, own;
    rk_splat(&s, ridge);
    rk_load(&own, p + c);
    acc[0] = __builtin_elementwise_fma(s, own, (acc[0] + acc[1]) + (acc[2] + acc[3]));
    rk_store(out + c, &acc[0]);
  }
}

/* y = x + a * y, or with `keep` y += a * x. */
RK_INLINE void rk_als_add(float *y, float a, const float *x, size_t n, int keep) {
  for (size_t c = 0; c < n; c += 16) {
    rk_f16 s, v, w;
    rk_splat(&s, a);
    rk_load(&v, x + c);
    rk_load(&w, y + c);
    w = keep ? __builtin_elementwise_fma(s, v, w) : __builtin_elementwise_fma(s, w, v);
    rk_store(y + c, &w);
  }
}

RK_INLINE float rk_als_steps(const rk_als_problem *a, size_t n, int steps, float *x, float *work) {
  float *r = work, *p = work + n, *ap = work + 2 * n;
  rk_als_gram(a->gram, a->ridge, n, x, r);
  for (size_t c = 0; c < n; c++) r[c] = -r[c];
  rk_als_pass(a, n, 1, x, r);
  memcpy(p, r, n * sizeof *p);
  float old = rk_dot(r, r, n);
  for (int step = 0; step < steps && !(old < 1e-20f); step++) {
    rk_als_gram(a->gram, a->ridge, n, p, ap);
    rk_als_pass(a, n, 0, p, ap);
    float alpha = old / rk_dot(p, ap, n);
    rk_als_add(x, alpha, p, n, 1);
    if (step + 1 == steps) break;
    rk_als_add(r, -alpha, ap, n, 1);
    float fresh = rk_dot(r, r, n);
    rk_als_add(p, fresh / old, r, n, 0);
    old = fresh;
  }
  return rk_dot(x, x, n);
}

#define RK_ALS_SIZES(CASE) CASE(16) CASE(32) CASE(48) CASE(64) CASE(96) CASE(128) CASE(192)

static float rk_als_cg(const rk_als_problem *a, int steps, float *x, float *work) {
#define RK_ALS_CASE(N) \
  case N: return rk_als_steps(a, N, steps, x, work);
  switch (a->n) {
    RK_ALS_SIZES(RK_ALS_CASE)
    default: return rk_als_steps(a, a->n, steps, x, work);
  }
#undef RK_ALS_CASE
}

/* x'(gram) x + sum of c + dot ((|c| - shift) dot - 2 max(c, 0)): the row's share of the objective. */
static double rk_als_loss(const rk_als_problem *a, const float *x, float *work) {
  rk_als_gram(a->gram, 0, a->n, x, work);
  double loss = rk_dot(work, x, a->n);
  for (size_t k = 0; k < a->count; k++) {
    double dot = rk_dot(a->rows + (size_t)a->indexes[k] * a->stride, x, a->n);
    double c = a->confidences[k], size = fabs(c);
    loss += size + dot * ((size - a->shift) * dot - 2 * (c > 0 ? c : 0));
  }
  return loss;
}
