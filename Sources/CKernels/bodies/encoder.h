/*
 * The dense algebra of a transformer: matrix product, GELU, softmax, layer normalisation.
 *
 * Every output element of rk_gemm is one chain of fused multiply-adds over k in order, whatever its
 * place in the tile: a sentence's vector depends neither on its neighbours in the batch nor on the
 * number of threads nor on the instruction set. Elsewhere, too, only what is written as fused is fused.
 */
/* Vectors by value never cross a call: everything that takes one is inlined. */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

/* The largest tile of accumulators that the registers hold. */
#if defined(RK_HAVE_AVX512)
enum { RK_GEMM_ROWS = 12, RK_GEMM_VECTORS = 2 };
#else
enum { RK_GEMM_ROWS = 6, RK_GEMM_VECTORS = 1 };
#endif

typedef int32_t rk_v16i __attribute__((vector_size(64), aligned(4)));

/* Written out: in zero plus x the zero would stay, since it makes +0 of -0. */
RK_INLINE rk_f16 rk_vsplat(float x) {
  return (rk_f16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

RK_INLINE rk_f16 rk_vload(const float *p) {
  rk_f16 v;
  memcpy(&v, p, sizeof v);
  return v;
}

RK_INLINE void rk_vstore(float *p, rk_f16 v) { memcpy(p, &v, sizeof v); }

/* One tile of `rows` x 16 * `vectors` outputs; both are constants where this is inlined. Begins with the bias, or with
   what c holds where `goes_on`. */
RK_INLINE void rk_gemm_tile(const float *a, size_t lda, const float *b, size_t ldb,
                            const float *bias, float *c, size_t ldc, size_t k, const int rows,
                            const int vectors, const int goes_on) {
  rk_f16 acc[RK_GEMM_ROWS][RK_GEMM_VECTORS];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++)
      acc[r][v] = goes_on ? rk_vload(c + r * ldc + 16 * v) : bias ? rk_vload(bias + 16 * v) : rk_vsplat(0);
#pragma clang loop unroll_count(4)
  for (size_t i = 0; i < k; i++) {
    rk_f16 y[RK_GEMM_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) y[v] = rk_vload(b + i * ldb + 16 * v);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      rk_f16 x = rk_vsplat(a[r * lda + i]);
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) acc[r][v] = __builtin_elementwise_fma(x, y[v], acc[r][v]);
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) rk_vstore(c + r * ldc + 16 * v, acc[r][v]);
}

#define RK_GEMM_CASE(ROWS)                                                  \
  case ROWS:                                                                \
    if (ROWS <= RK_GEMM_ROWS)                                               \
      rk_gemm_tile(a, lda, b, ldb, bias, c, ldc, k,                         \
                   ROWS <= RK_GEMM_ROWS ? ROWS : 1, vectors, goes_on);      \
    break

/* All rows of one strip of 16 * `vectors` columns. */
RK_INLINE void rk_gemm_rows(const float *a, size_t lda, const float *b, size_t ldb,
                            const float *bias, float *c, size_t ldc, size_t m, size_t k,
                            const int vectors, const int goes_on) {
  for (; m >= RK_GEMM_ROWS; m -= RK_GEMM_ROWS) {
    rk_gemm_tile(a, lda, b, ldb, bias, c, ldc, k, RK_GEMM_ROWS, vectors, goes_on);
    a += RK_GEMM_ROWS * lda;
    c += RK_GEMM_ROWS * ldc;
  }
  switch (m) {
    RK_GEMM_CASE(1);
    RK_GEMM_CASE(2);
    RK_GEMM_CASE(3);
    RK_GEMM_CASE(4);
    RK_GEMM_CASE(5);
    RK_GEMM_CASE(6);
    RK_GEMM_CASE(7);
    RK_GEMM_CASE(8);
    RK_GEMM_CASE(9);
    RK_GEMM_CASE(10);
    RK_GEMM_CASE(11);
    default: break;
  }
}

/* Rows of b that are copied together: they fill half of the nearest cache. */
enum { RK_GEMM_DEPTH = 256 };

/*
 * The same. Rows of b lie so far apart that few places of the nearest cache are theirs: where many rows of a pass by,
 * the strip is copied first, a part of its depth at a time. The chain of additions goes on in c, with the same bits.
 */
RK_INLINE void rk_gemm_strip(const float *a, size_t lda, const float *b, size_t ldb,
                             const float *bias, float *c, size_t ldc, size_t m, size_t k,
                             const int vectors) {
  if (m < 4 * RK_GEMM_ROWS) {
    rk_gemm_rows(a, lda, b, ldb, bias, c, ldc, m, k, vectors, 0);
    return;
  }
  float packed[RK_GEMM_DEPTH * 16 * RK_GEMM_VECTORS];
  const size_t width = 16 * (size_t)vectors;
  for (size_t first = 0; first == 0 || first < k; first += RK_GEMM_DEPTH) {
    const size_t depth = k - first < RK_GEMM_DEPTH ? k - first : RK_GEMM_DEPTH;
    for (size_t i = 0; i < depth; i++)
      memcpy(packed + i * width, b + (first + i) * ldb, width * sizeof *packed);
    if (first == 0)
      rk_gemm_rows(a, lda, packed, width, bias, c, ldc, m, depth, vectors, 0);
    else
      rk_gemm_rows(a + first, lda, packed, width, NULL, c, ldc, m, depth, vectors, 1);
  }
}

static void rk_gemm(const float *a, size_t lda, const float *b, size_t ldb, const float *bias,
                    float *c, size_t ldc, size_t m, size_t n, size_t k) {
  enum { width = 16 * RK_GEMM_VECTORS };
  size_t column = 0;
  for (; column + width <= n; column += width)
    rk_gemm_strip(a, lda, b + column, ldb, bias ? bias + column : NULL, c + column, ldc, m, k,
                  RK_GEMM_VECTORS);
  for (; column + 16 <= n; column += 16)
    rk_gemm_strip(a, lda, b + column, ldb, bias ? bias + column : NULL, c + column, ldc, m, k, 1);
}

/* e^x for x <= 88, to about 1 unit in the last place; below -87 the result is e^-87. */
RK_INLINE rk_f16 rk_vexp(rk_f16 x) {
#pragma clang fp contract(off)
  x = __builtin_elementwise_max(x, rk_vsplat(-87.0f));
  rk_f16 n = __builtin_elementwise_roundeven(x * 1.44269504088896341f);
  rk_f16 r = __builtin_elementwise_fma(n, rk_vsplat(-0.693145751953125f), x);
  r = __builtin_elementwise_fma(n, rk_vsplat(-1.42860682030941723212e-6f), r);
  rk_f16 p = rk_vsplat(1.0f / 5040);
  p = __builtin_elementwise_fma(p, r, rk_vsplat(1.0f / 720));
  p = __builtin_elementwise_fma(p, r, rk_vsplat(1.0f / 120));
  p = __builtin_elementwise_fma(p, r, rk_vsplat(1.0f / 24));
  p = __builtin_elementwise_fma(p, r, rk_vsplat(1.0f / 6));
  p = __builtin_elementwise_fma(p, r, rk_vsplat(0.5f));
  p = __builtin_elementwise_fma(p, r, rk_vsplat(1));
  p = __builtin_elementwise_fma(p, r, rk_vsplat(1));
  rk_v16i bits = (__builtin_convertvector(n, rk_v16i) + 127) << 23;
  rk_f16 power;
  memcpy(&power, &bits, sizeof power);
  return p * power;
}

/* x Phi(x), the tail by Abramowitz & Stegun 7.1.26 (absolute error of erfc below 1.5e-7). */
RK_INLINE rk_f16 rk_gelu16(rk_f16 x) {
#pragma clang fp contract(off)
  rk_f16 z = __builtin_elementwise_abs(x) * 0.70710678118654752f;
  rk_f16 t = 1.0f / __builtin_elementwise_fma(z, rk_vsplat(0.3275911f), rk_vsplat(1));
  rk_f16 p = rk_vsplat(1.061405429f);
  p = __builtin_elementwise_fma(p, t, rk_vsplat(-1.453152027f));
  p = __builtin_elementwise_fma(p, t, rk_vsplat(1.421413741f));
  p = __builtin_elementwise_fma(p, t, rk_vsplat(-0.284496736f));
  p = __builtin_elementwise_fma(p, t, rk_vsplat(0.254829592f));
  rk_f16 tail = 0.5f * p * t * rk_vexp(-z * z);
  /* max(x, 0) - |x| * tail is x * (1 - tail) on the right and x * tail on the left. */
  return __builtin_elementwise_max(x, rk_vsplat(0)) - __builtin_elementwise_abs(x) * tail;
}

static void rk_gelu(float *x, size_t count) {
  size_t i = 0;
  for (; i + 16 <= count; i += 16) rk_vstore(x + i, rk_gelu16(rk_vload(x + i)));
  if (i < count) {
    float rest[16] = {0};
    memcpy(rest, x + i, (count - i) * sizeof *x);
    rk_vstore(rest, rk_gelu16(rk_vload(rest)));
    memcpy(x + i, rest, (count - i) * sizeof *x);
  }
}

RK_INLINE float rk_vmax(rk_f16 v) {
  float best = v[0];
  for (int i = 1; i < 16; i++) best = v[i] > best ? v[i] : best;
  return best;
}

/* Lanes at or beyond `valid` become `filler`. */
RK_INLINE rk_f16 rk_vmask(rk_f16 v, size_t valid, float filler) {
  if (valid >= 16) return v;
  float lanes[16];
  memcpy(lanes, &v, sizeof lanes);
  for (size_t i = valid; i < 16; i++) lanes[i] = filler;
  return rk_vload(lanes);
}

static void rk_softmax(float *x, size_t rows, size_t columns, size_t stride, float scale) {
#pragma clang fp contract(off)
  for (size_t r = 0; r < rows; r++, x += stride) {
    rk_f16 top = rk_vsplat(-INFINITY), total = rk_vsplat(0);
    for (size_t i = 0; i < columns; i += 16)
      top = __builtin_elementwise_max(top, rk_vmask(rk_vload(x + i), columns - i, -INFINITY));
    float highest = rk_vmax(top);
    for (size_t i = 0; i < columns; i += 16) {
      rk_f16 e = rk_vmask(rk_vexp((rk_vload(x + i) - highest) * scale), columns - i, 0);
      rk_vstore(x + i, e);
      total += e;
    }
    float inverse = 1.0f / rk_sum(&total);
    for (size_t i = 0; i < columns; i += 16) rk_vstore(x + i, rk_vload(x + i) * inverse);
  }
}

static void rk_layer_norm(float *x, const float *residual, const float *gain, const float *bias,
                          float epsilon, size_t rows, size_t columns) {
#pragma clang fp contract(off)
  for (size_t r = 0; r < rows; r++, x += columns) {
    rk_f16 sum = rk_vsplat(0), squares = rk_vsplat(0);
    for (size_t i = 0; i < columns; i += 16) {
      rk_f16 v = rk_vload(x + i);
      if (residual) v += rk_vload(residual + r * columns + i);
      rk_vstore(x + i, v);
      sum += v;
    }
    float mean = rk_sum(&sum) / (float)columns;
    for (size_t i = 0; i < columns; i += 16) {
      rk_f16 v = rk_vload(x + i) - mean;
      squares = __builtin_elementwise_fma(v, v, squares);
    }
    float scale = 1.0f / sqrtf(rk_sum(&squares) / (float)columns + epsilon);
    for (size_t i = 0; i < columns; i += 16) {
      rk_f16 v = (rk_vload(x + i) - mean) * scale;
      rk_vstore(x + i, __builtin_elementwise_fma(v, rk_vload(gain + i), rk_vload(bias + i)));
    }
  }
}

#pragma clang diagnostic pop
