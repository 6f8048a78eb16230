#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/*
 * The hot loops of serving, each written once and compiled once per instruction set.
 *
 * Every floating-point reduction uses 16 lanes, fused multiply-add and one summation tree, so that
 * all instruction sets give the same bits (bodies/lanes.h). Each kernel has a slow reference in
 * Swift under Tests/RankingCoreTests.
 *
 * Adding a kernel: write its body in bodies/NAME.h, add its pointer to rk_kernel_table and to
 * bodies/table.h.
 */

typedef struct rk_kernel_table {
  /* "avx512", "avx2", "neon" or "scalar". */
  const char *isa;

  /* out[r] = dot(rows[r*stride ..< r*stride+columns], x) for r in 0..<count. */
  void (*scan)(const float *rows, size_t count, size_t columns, size_t stride, const float *x,
               float *out);

  /* c[m x n] = a[m x k] b[k x n] (+ bias[n] on every row unless NULL); n is a multiple of 16. Each
     element is one FMA chain over k in order: it depends on nothing but its row, column and bias. */
  void (*gemm)(const float *a, size_t lda, const float *b, size_t ldb, const float *bias, float *c,
               size_t ldc, size_t m, size_t n, size_t k);
  /* x = x Phi(x), Phi the normal distribution function (the exact, not the tanh, GELU). */
  void (*gelu)(float *x, size_t count);
  /* Each row = softmax(scale * row[0 ..< columns]), then zeros up to the next multiple of 16, to
     which stride leaves room; scale > 0. */
  void (*softmax)(float *x, size_t rows, size_t columns, size_t stride, float scale);
  /* Each row of x [rows, columns] = normalised (x + residual) * gain + bias; residual may be NULL;
     columns is a multiple of 16. */
  void (*layer_norm)(float *x, const float *residual, const float *gain, const float *bias,
                     float epsilon, size_t rows, size_t columns);
} rk_kernel_table;

/* The fastest table this processor runs, or the one that RANKD_ISA names; chosen once. */
const rk_kernel_table *rk_kernels(void);

/* The table of one instruction set, or NULL where it was not compiled or this processor lacks it. */
const rk_kernel_table *rk_kernels_for(const char *isa);

#endif
