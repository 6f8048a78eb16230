/*
 * Sixteen float lanes as one value. The compiler maps them to one zmm, two ymm or four q registers,
 * or to sixteen scalars: the arithmetic, and so the result, is the same.
 */
#include <math.h>
#include <string.h>

typedef float rk_f16 __attribute__((vector_size(64), aligned(4)));

#define RK_INLINE static inline __attribute__((always_inline))

RK_INLINE void rk_zero(rk_f16 *v) { *v = (rk_f16){0}; }

/* acc += a[0..16) * b[0..16), fused. */
RK_INLINE void rk_fma(rk_f16 *acc, const float *a, const float *b) {
  rk_f16 x, y;
  memcpy(&x, a, sizeof x);
  memcpy(&y, b, sizeof y);
  *acc = __builtin_elementwise_fma(x, y, *acc);
}

/* acc[0..n) += a[0..n) * b[0..n), fused, n < 16; the other lanes add +0 * +0. */
RK_INLINE void rk_fma_tail(rk_f16 *acc, const float *a, const float *b, size_t n) {
  float x[16] = {0}, y[16] = {0};
  memcpy(x, a, n * sizeof *a);
  memcpy(y, b, n * sizeof *b);
  rk_fma(acc, x, y);
}

/* The one summation tree: halves are added until one lane is left. */
RK_INLINE float rk_sum(const rk_f16 *v) {
  float s[16];
  memcpy(s, v, sizeof s);
  for (int width = 8; width > 0; width /= 2)
    for (int i = 0; i < width; i++) s[i] += s[i + width];
  return s[0];
}
