/*
 * Sixteen float lanes as one value. The compiler maps them to one zmm, two ymm or four q registers,
 * or to sixteen scalars: the arithmetic, and so the result, is the same.
 */
#include <math.h>
#include <string.h>

typedef float rk_f16 __attribute__((vector_size(64), aligned(4)));
typedef float rk_f8 __attribute__((vector_size(32), aligned(4)));
typedef float rk_f4 __attribute__((vector_size(16), aligned(4)));
typedef float rk_f2 __attribute__((vector_size(8), aligned(4)));
typedef int32_t rk_i16 __attribute__((vector_size(64), aligned(4)));

#define RK_INLINE static inline __attribute__((always_inline))

/* Lane by lane; a mask is all ones or zero. */
#define RK_CHOOSE(mask, yes, no) (((mask) & (yes)) | (~(mask) & (no)))

RK_INLINE void rk_zero(rk_f16 *v) { *v = (rk_f16){0}; }

RK_INLINE void rk_splat(rk_f16 *v, float x) {
  *v = (rk_f16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

RK_INLINE void rk_load(rk_f16 *v, const float *from) { memcpy(v, from, sizeof *v); }
RK_INLINE void rk_store(float *to, const rk_f16 *v) { memcpy(to, v, sizeof *v); }

/* The first n lanes from memory, n < 16, the others +0. */
RK_INLINE void rk_load_tail(rk_f16 *v, const float *from, size_t n) {
  float x[16] = {0};
  memcpy(x, from, n * sizeof *from);
  rk_load(v, x);
}

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
  rk_f8 eight = __builtin_shufflevector(*v, *v, 0, 1, 2, 3, 4, 5, 6, 7) +
                __builtin_shufflevector(*v, *v, 8, 9, 10, 11, 12, 13, 14, 15);
  rk_f4 four =
      __builtin_shufflevector(eight, eight, 0, 1, 2, 3) + __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
  rk_f2 two = __builtin_shufflevector(four, four, 0, 1) + __builtin_shufflevector(four, four, 2, 3);
  return two[0] + two[1];
}

/* The same tree over four values at once: out[i] is rk_sum(&v[i]), bit for bit. */
RK_INLINE void rk_sum4(const rk_f16 *v, rk_f4 *out) {
  rk_f16 ab = __builtin_shufflevector(v[0], v[1], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
              __builtin_shufflevector(v[0], v[1], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  rk_f16 cd = __builtin_shufflevector(v[2], v[3], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
              __builtin_shufflevector(v[2], v[3], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  rk_f16 four = __builtin_shufflevector(ab, cd, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27) +
                __builtin_shufflevector(ab, cd, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
  rk_f8 two = __builtin_shufflevector(four, four, 0, 1, 4, 5, 8, 9, 12, 13) +
              __builtin_shufflevector(four, four, 2, 3, 6, 7, 10, 11, 14, 15);
  *out = __builtin_shufflevector(two, two, 0, 2, 4, 6) + __builtin_shufflevector(two, two, 1, 3, 5, 7);
}
