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

/*
 * One row of weighted least squares: (gram + ridge I + sum (|c| - shift) y y') x = sum max(c, 0) y over
 * its observations, y = row indexes[k], c = confidences[k]. n is a multiple of 16, rows and gram (n x n,
 * symmetric) are zero beyond the real factors.
 */
typedef struct rk_als_problem {
  const float *rows;
  size_t n, stride;
  const float *gram;
  float ridge, shift;
  const int32_t *indexes;
  const float *confidences;
  size_t count;
} rk_als_problem;

/* How many rows conjugate gradient takes through a step together. */
enum { RK_ALS_BATCH = 12 };

/* A condition of an oblivious tree: bins[feature * stride + candidate] >= bin, which stands in each of four bytes: words
   of them fill a vector without a shuffle. */
typedef struct rk_split {
  uint32_t feature;
  uint32_t bins;
} rk_split;

/*
 * A single-output ensemble; score = base + step * (sum of leaves). The number of a leaf has a bit for each condition
 * of its tree: the lowest for those that candidates may answer differently, above them those that all candidates of
 * a call answer alike, so that these are asked once and choose a part of the tree's leaves.
 */
typedef struct rk_forest {
  size_t trees;
  /* [trees]: conditions of either kind; those of all trees follow each other in `splits`, the lowest bit first. */
  const uint8_t *varying, *shared;
  const rk_split *splits;
  /* Leaves below 2^28; tree t's from leaf_starts[t] up to leaf_starts[t + 1], at least 16, zero-padded. */
  const uint32_t *leaves;
  const uint32_t *leaf_starts;
  /*
   * 7 bits of each leaf a plane, four planes, lowest first. For each answer to a tree's shared conditions the planes of
   * the leaves that it leaves possible lie together, 16 bytes each for up to 16 leaves, or 32 or 64; tree t's begin at
   * 64 * plane_starts[t]. NULL when more than 6 conditions of a tree vary.
   */
  const uint8_t *planes;
  const uint32_t *plane_starts;
  /* No candidate has a bin above 127. */
  int narrow;
  double base, step;
} rk_forest;

/* A node of a tree that is not symmetric: where bins[feature * stride + candidate] >= bin leads, `right`, and
   where not, `left`; both count from the tree's first node. A leaf leads to itself. */
typedef struct rk_branch {
  uint32_t feature, bin, left, right;
} rk_branch;

/* A single-output ensemble of such trees; score = base + step * (sum of leaves). */
typedef struct rk_branching {
  size_t trees;
  /* [trees]: first node, and the longest way from it to a leaf. */
  const uint32_t *starts, *depths;
  const rk_branch *nodes;
  /* [nodes]: leaves below 2^28. */
  const uint32_t *leaves;
  double base, step;
} rk_branching;

/* Borders as a complete search tree: level l has 2^l entries from 2^l - 1 on, padded with +inf;
   16 more readable floats follow. */
typedef struct rk_borders {
  const float *tree;
  size_t levels;
  /* The bin of NaN. */
  uint8_t nan_bin;
} rk_borders;

/* A training row that counts in a histogram: `packed` is (quantised gradient << weight_bits) + quantised
   weight, and `offset` the first bin of its leaf. */
typedef struct rk_histogram_entry {
  uint32_t row;
  uint32_t offset;
  int64_t packed;
} rk_histogram_entry;

/* Units of the packed integers, the regularisation, and whether scores are cosines (else L2). */
typedef struct rk_score_options {
  int weight_bits;
  int cosine;
  double gradient_unit, weight_unit, l2;
} rk_score_options;

typedef struct rk_kernel_table {
  /* "avx512", "avx2", "neon" or "scalar". */
  const char *isa;

  /* out[r] = dot(rows[r*stride ..< r*stride+columns], x) for r in 0..<count. */
  void (*scan)(const float *rows, size_t count, size_t columns, size_t stride, const float *x,
               float *out);

  /*
   * out[r] = (exact dot(row r, x rounded)) * (scales[r] * scale of the rounding), r < count. Rows come in blocks
   * of 64, the last one zero-padded: byte ((r/64 * columns/4 + c/4) * 64 + r%64) * 4 + c%4 holds row r, column c;
   * columns is a multiple of 4 and at most 131,072. x is rounded as rows are, to -127 ... 127 times its own scale;
   * `work` holds `columns` bytes.
   */
  void (*scan_int8)(const int8_t *rows, const float *scales, size_t count, size_t columns, const float *x,
                    int8_t *work, float *out);

  /*
   * The same of few rows, with the same bits: out[r] is that of row items[r], r < count. Rows lie one after the
   * other, `columns` bytes each.
   */
  void (*dots_int8)(const int8_t *rows, const float *scales, const int32_t *items, size_t count, size_t columns,
                    const float *x, int8_t *work, float *out);

  /* out[c] = sum over k, in order, of weights[k] * rows[indexes[k]*stride + c], for c in 0..<columns. */
  void (*accumulate_rows)(const float *rows, size_t columns, size_t stride, const int32_t *indexes,
                          const float *weights, size_t count, float *out);

  /* out[c] = scales[c] * sum over k of (rows[indexes[k]*stride + c] - 128), for c in 0..<columns; count is below
     2^23, stride a multiple of 64, and scales and rows are readable up to it. */
  void (*sum_bytes)(const uint8_t *rows, size_t columns, size_t stride, const int32_t *indexes,
                    size_t count, const float *scales, float *out);

  /*
   * The same at 4 bits: out[c] = scales[c] * sum over k of the level of code c in row indexes[k], for c in 0..<columns. A
   * code is 7 + s * d, d from 0 to 7 and s a sign, its level s * d * (d + 1) / 2. Byte 64 b + i of a row has the codes of
   * columns 128 b + i, lower four bits, and 128 b + 64 + i; `stride`, in bytes, is a multiple of 64. count is below 2^25.
   */
  void (*sum_nibbles)(const uint8_t *rows, size_t columns, size_t stride, const int32_t *indexes,
                      size_t count, const float *scales, float *out);

  /* out[c] = max over k of rows[indexes[k]*stride + c]; count is at least 1. */
  void (*maximum_rows)(const float *rows, size_t columns, size_t stride, const int32_t *indexes,
                       size_t count, float *out);

  /* Mean and 1 / population standard deviation of n floats; the inverse is 0 for constant scores. */
  void (*moments)(const float *x, size_t n, float *mean, float *inverse);

  /* fused[i] = offset + sum over s, in order, of scales[s] * rows[s][i], for i < n. */
  void (*fuse)(const float *const *rows, const float *scales, size_t sources, float offset, size_t n,
               float *fused);

  /* out[r] = (x[items[r]] - mean) * inverse, for r < count. */
  void (*gather_standardized)(const float *x, const int32_t *items, size_t count, float mean, float inverse,
                              float *out);

  /* out[columns[c] * stride + r] = records[16 * items[r] + c] for r < count and c < width <= 16; stride is at
     least count rounded up to a multiple of 16, and bytes up to there are written. */
  void (*gather_bytes)(const uint8_t *records, const int32_t *items, size_t count, const int32_t *columns,
                       size_t width, uint8_t *out, size_t stride);

  /*
   * The k best of n finite scores whose bit in `deny` (may be NULL; (n+63)/64 words) is clear, best
   * first, equal scores by index. Returns how many there are. `work` holds 5 * (n + 32) integers.
   */
  size_t (*select)(const float *scores, size_t n, const uint64_t *deny, size_t k, int32_t *work,
                   int32_t *items, float *out);

  /*
   * The upper triangle of a (n x n in rows of stride; n a multiple of 16) gains the sum over k of
   * weights[k] y y', y = row indexes[k]. NULL indexes: rows 0..<count; NULL weights: ones.
   */
  void (*gram_rows)(const float *rows, size_t n, size_t row_stride, const int32_t *indexes,
                    const float *weights, size_t count, float *a, size_t stride);

  /*
   * Solves a x = b in place by Cholesky from the upper triangle; stride a multiple of 16, zero beyond
   * size. Returns size, or the row of the first pivot that is not positive.
   */
  size_t (*solve)(float *a, size_t size, size_t stride, float *b);

  /*
   * Offline: `steps` of conjugate gradient for `count` rows (at most RK_ALS_BATCH, of one gram and n), row
   * i starting at x + i * n; work 3 * count * n floats. A row without observations becomes zero. Returns
   * count, or the first row whose result is not finite.
   */
  size_t (*als_cg)(const rk_als_problem *rows, size_t count, int steps, float *x, float *work);

  /* Offline: the row's share of the objective without regularisation; work n floats. */
  double (*als_loss)(const rk_als_problem *row, const float *x, float *work);
  /* scores[i] for i < count. `stride` >= count rounded up to a multiple of 64; the bytes of a row up to
     there are read. */
  void (*trees)(const rk_forest *forest, const uint8_t *bins, size_t stride, size_t count, double *scores);

  /* As `trees`, for trees that are not symmetric. */
  void (*branching)(const rk_branching *forest, const uint8_t *bins, size_t stride, size_t count,
                    double *scores);

  /* bins[i] = number of borders < values[i], for i < count. */
  void (*quantise)(const rk_borders *borders, const float *values, size_t count, uint8_t *bins);

  /* Training only. Keeps those of `rows` whose leaf has an offset >= 0; `out` has room for `count`.
     Returns how many. */
  size_t (*histogram_rows)(const uint32_t *rows, size_t count, const uint16_t *leaf,
                           const int32_t *leaf_offset, const int64_t *packed, rk_histogram_entry *out);

  /* sums[f][entry.offset + columns[f][entry.row]] += entry.packed for every entry and feature. */
  void (*histogram)(const rk_histogram_entry *entries, size_t count, const uint8_t *const *columns,
                    int64_t *const *sums, size_t features);

  /* `low` holds a parent, `high` its smaller child; afterwards they hold the children of bit 0 and 1. */
  void (*histogram_split)(int64_t *low, int64_t *high, size_t count, int high_is_small);

  /* scores[b] of the condition bin > b for b + 1 < bins <= 256, over leaves `stride` sums apart. */
  void (*histogram_scores)(const rk_score_options *options, const int64_t *sums, size_t leaves,
                           size_t stride, size_t bins, double *scores);

  /* leaf[i] |= bit where column[i] >= bin. */
  void (*leaf_bit)(uint16_t *leaf, const uint8_t *column, size_t count, uint8_t bin, uint16_t bit);

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

/* The fastest table this processor runs, or the one that RANKD_ISA names, and then NULL where that is not to be had;
   chosen once. */
const rk_kernel_table *rk_kernels(void);

/* The table of one instruction set, or NULL where it was not compiled or this processor lacks it. */
const rk_kernel_table *rk_kernels_for(const char *isa);

#endif
