/*
 * Rows of alternating least squares by conjugate gradient, warm-started from x.
 * `n` is the padded number of factors, a multiple of 16; every vector is zero beyond the real ones.
 *
 * Solves (gram + ridge I + sum (|c_k| - shift) y_k y_k') x = sum max(c_k, 0) y_k. Offline only: the
 * order is fixed, so a seed gives the same factors on one instruction set at any thread count.
 *
 * Several rows go through each step together: one product with gram, which is larger than the
 * first-level cache, then serves them all.
 */
#if defined(RK_HAVE_AVX512)
enum { RK_ALS_GROUP = 8 };
#else
enum { RK_ALS_GROUP = 4 };
#endif

RK_INLINE float rk_als_scale(float confidence, float shift, float dot, int residual) {
  float size = fabsf(confidence);
  float scale = (size - shift) * dot;
  return residual ? (confidence > 0 ? confidence : 0) - scale : scale;
}

/* The dot products of p with RK_ALS_GROUP rows. */
RK_INLINE void rk_als_dots(const float *const *y, size_t n, const float *p, float *dots) {
  rk_f16 acc[RK_ALS_GROUP];
  for (int r = 0; r < RK_ALS_GROUP; r++) rk_zero(&acc[r]);
  for (size_t c = 0; c < n; c += 16)
    for (int r = 0; r < RK_ALS_GROUP; r++) rk_fma(&acc[r], y[r] + c, p + c);
  for (int r = 0; r < RK_ALS_GROUP; r += 4) {
    rk_f4 four;
    rk_sum4(acc + r, &four);
    memcpy(dots + r, &four, sizeof four);
  }
}

/* Asks for the rows two groups ahead of observation k. */
RK_INLINE void rk_als_prefetch(const rk_als_problem *a, size_t n, size_t k) {
  if (k + 3 * RK_ALS_GROUP > a->count) return;
  for (int r = 0; r < RK_ALS_GROUP; r++)
    for (size_t c = 0; c < n; c += 16)
      __builtin_prefetch(a->rows + (size_t)a->indexes[k + 2 * RK_ALS_GROUP + r] * a->stride + c);
}

/*
 * out += sum of scale_k y_k. With `residual` scale_k = max(c_k, 0) - (|c_k| - shift) dot(y_k, p), else
 * the second term alone, positive. A group of rows at a time shares the loads of p and out.
 */
RK_INLINE void rk_als_pass(const rk_als_problem *a, size_t n, int residual, const float *p, float *out) {
  size_t k = 0;
  for (; k + RK_ALS_GROUP <= a->count; k += RK_ALS_GROUP) {
    const float *y[RK_ALS_GROUP];
    float scale[RK_ALS_GROUP];
    for (int r = 0; r < RK_ALS_GROUP; r++) y[r] = a->rows + (size_t)a->indexes[k + r] * a->stride;
    if (residual) rk_als_prefetch(a, n, k);
    rk_als_dots(y, n, p, scale);
    for (int r = 0; r < RK_ALS_GROUP; r++)
      scale[r] = rk_als_scale(a->confidences[k + r], a->shift, scale[r], residual);
    rk_f16 scales[RK_ALS_GROUP];
    for (int r = 0; r < RK_ALS_GROUP; r++) rk_splat(&scales[r], scale[r]);
    for (size_t c = 0; c < n; c += 16) {
      rk_f16 sum, value;
      rk_load(&sum, out + c);
      for (int r = 0; r < RK_ALS_GROUP; r++) {
        rk_load(&value, y[r] + c);
        sum = __builtin_elementwise_fma(scales[r], value, sum);
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

/* sum of (|c_k| - shift) dot(y_k, p)^2: all that the last step needs of the observations. */
RK_INLINE float rk_als_energy(const rk_als_problem *a, size_t n, const float *p) {
  float sum = 0, dots[RK_ALS_GROUP];
  size_t k = 0;
  for (; k + RK_ALS_GROUP <= a->count; k += RK_ALS_GROUP) {
    const float *y[RK_ALS_GROUP];
    for (int r = 0; r < RK_ALS_GROUP; r++) y[r] = a->rows + (size_t)a->indexes[k + r] * a->stride;
    rk_als_dots(y, n, p, dots);
    for (int r = 0; r < RK_ALS_GROUP; r++)
      sum += (fabsf(a->confidences[k + r]) - a->shift) * dots[r] * dots[r];
  }
  for (; k < a->count; k++) {
    float dot = rk_dot(a->rows + (size_t)a->indexes[k] * a->stride, p, n);
    sum += (fabsf(a->confidences[k]) - a->shift) * dot * dot;
  }
  return sum;
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

/* Whether no observation weighs more than an unobserved pair does. */
RK_INLINE int rk_als_is_plain(const rk_als_problem *a) {
  for (size_t k = 0; k < a->count; k++)
    if (fabsf(a->confidences[k]) != a->shift) return 0;
  return 1;
}

/* out += sum of max(c_k, 0) y_k. */
RK_INLINE void rk_als_target(const rk_als_problem *a, size_t n, float *out) {
  for (size_t k = 0; k < a->count; k++) {
    if (k + 8 < a->count)
      for (size_t c = 0; c < n; c += 16)
        __builtin_prefetch(a->rows + (size_t)a->indexes[k + 8] * a->stride + c);
    if (a->confidences[k] > 0)
      rk_als_add(out, a->confidences[k], a->rows + (size_t)a->indexes[k] * a->stride, n, 1);
  }
}

/* One row on its way: squared length of its residual, and whether only gram decides its system. */
typedef struct rk_als_state {
  float residual;
  int plain;
} rk_als_state;

/* One step of one row; a holds gram p. The last one leaves p, r and a behind. */
RK_INLINE void rk_als_step(const rk_als_problem *row, rk_als_state *state, size_t n, int last, float *x,
                           float *r, float *p, float *a) {
  float energy = last && !state->plain ? rk_als_energy(row, n, p) : 0;
  rk_als_add(a, row->ridge, p, n, 1);
  if (!last && !state->plain) rk_als_pass(row, n, 0, p, a);
  float alpha = state->residual / (rk_dot(p, a, n) + energy);
  rk_als_add(x, alpha, p, n, 1);
  if (last) return;
  rk_als_add(r, -alpha, a, n, 1);
  float fresh = rk_dot(r, r, n);
  rk_als_add(p, fresh / state->residual, r, n, 0);
  state->residual = fresh;
}

RK_INLINE void rk_als_start(const rk_als_problem *row, rk_als_state *state, size_t n, float *x, float *r,
                            float *p) {
  if (row->count == 0) memset(x, 0, n * sizeof *x);
  state->plain = rk_als_is_plain(row);
  rk_als_add(r, row->ridge, x, n, 1);
  for (size_t c = 0; c < n; c++) r[c] = row->count ? -r[c] : 0;
  if (state->plain) rk_als_target(row, n, r);
  else rk_als_pass(row, n, 1, x, r);
  memcpy(p, r, n * sizeof *p);
  state->residual = rk_dot(r, r, n);
}

RK_INLINE size_t rk_als_steps(const rk_als_problem *rows, size_t count, size_t n, int steps, float *x,
                              float *work) {
  rk_als_state states[RK_ALS_BATCH];
  float *r = work, *p = work + count * n, *a = work + 2 * count * n;
  const float *gram = rows[0].gram;
  rk_gemm(x, n, gram, n, NULL, r, n, count, n, n);
  for (size_t i = 0; i < count; i++) rk_als_start(&rows[i], &states[i], n, x + i * n, r + i * n, p + i * n);
  for (int step = 0; step < steps; step++) {
    rk_gemm(p, n, gram, n, NULL, a, n, count, n, n);
    for (size_t i = 0; i < count; i++)
      if (!(states[i].residual < 1e-20f))
        rk_als_step(&rows[i], &states[i], n, step + 1 == steps, x + i * n, r + i * n, p + i * n, a + i * n);
  }
  for (size_t i = 0; i < count; i++)
    if (!isfinite(rk_dot(x + i * n, x + i * n, n))) return i;
  return count;
}

#define RK_ALS_SIZES(CASE) CASE(16) CASE(32) CASE(48) CASE(64) CASE(96) CASE(128) CASE(192)

static size_t rk_als_cg(const rk_als_problem *rows, size_t count, int steps, float *x, float *work) {
  if (count == 0) return 0;
#define RK_ALS_CASE(N) \
  case N: return rk_als_steps(rows, count, N, steps, x, work);
  switch (rows[0].n) {
    RK_ALS_SIZES(RK_ALS_CASE)
    default: return rk_als_steps(rows, count, rows[0].n, steps, x, work);
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
