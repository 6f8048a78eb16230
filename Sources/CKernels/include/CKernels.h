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
} rk_kernel_table;

/* The fastest table this processor runs, or the one that RANKD_ISA names; chosen once. */
const rk_kernel_table *rk_kernels(void);

/* The table of one instruction set, or NULL where it was not compiled or this processor lacks it. */
const rk_kernel_table *rk_kernels_for(const char *isa);

#endif
