/*
 * Oblivious trees over byte bins, and the binning itself.
 *
 * Leaf values are fixed point: a leaf is an integer below 2^28 in units of `step`, measured from its
 * tree's lowest leaf. Integer sums are exact in any order, so every instruction set gives the same bits;
 * the one rounding is the last fused multiply-add.
 */

/* The answer to a tree's shared conditions, which chooses a part of its leaves. */
RK_INLINE size_t rk_part(const rk_split *splits, size_t shared, const uint8_t *bins, size_t stride) {
  size_t part = 0;
#pragma clang loop vectorize(disable) unroll(disable)
  for (size_t d = 0; d < shared; d++)
    part |= (size_t)(bins[(size_t)splits[d].feature * stride] >= (uint8_t)splits[d].bins) << d;
  return part;
}

/* Sixteens of leaves between which the varying conditions choose. */
RK_INLINE size_t rk_sixteens(size_t varying) { return varying <= 4 ? 1 : (size_t)1 << (varying - 4); }

RK_INLINE const uint8_t *rk_planes_at(const rk_forest *f, size_t t, size_t part, size_t varying) {
  return f->planes + 64 * (f->plane_starts[t] + part * rk_sixteens(varying));
}

/* What a forest says of one tree. */
typedef struct rk_tree {
  const rk_split *splits;
  size_t varying, part;
} rk_tree;

/* Returns where the conditions of the next tree begin. */
RK_INLINE const rk_split *rk_tree_at(const rk_forest *f, size_t t, const rk_split *splits, const uint8_t *bins,
                                     size_t stride, rk_tree *tree) {
  const size_t varying = f->varying[t], shared = f->shared[t];
  *tree = (rk_tree){splits, varying, rk_part(splits + varying, shared, bins, stride)};
  return splits + varying + shared;
}

/* The varying bits of 64 candidates' leaf under one tree, a byte each, at most 6. */
RK_INLINE void rk_leaves64(const rk_tree *tree, const uint8_t *bins, size_t stride, uint8_t *leaf) {
  memset(leaf, 0, 64);
  for (size_t d = 0; d < tree->varying; d++) {
    const uint8_t *row = bins + (size_t)tree->splits[d].feature * stride;
    const uint8_t bin = (uint8_t)tree->splits[d].bins, bit = (uint8_t)(1u << d);
    for (size_t i = 0; i < 64; i++) leaf[i] |= row[i] >= bin ? bit : 0;
  }
}

RK_INLINE size_t rk_leaf(const rk_tree *tree, const uint8_t *bins, size_t stride) {
  size_t leaf = 0;
  for (size_t d = 0; d < tree->varying; d++)
    leaf |= (size_t)(bins[(size_t)tree->splits[d].feature * stride] >= (uint8_t)tree->splits[d].bins) << d;
  return leaf;
}

/* CASE of each number of varying conditions that a tree may have; trees are unrolled for it. */
#define RK_EACH_VARYING(CASE) CASE(0) CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)

RK_INLINE void rk_trees_finish(const rk_forest *f, const uint64_t *sums, size_t count, double *scores) {
  for (size_t i = 0; i < count; i++) scores[i] = __builtin_fma((double)sums[i], f->step, f->base);
}

static void rk_trees_block(const rk_forest *f, const uint8_t *bins, size_t stride, size_t count,
                           double *scores) {
  uint64_t sums[64] = {0};
  uint8_t leaf[64];
  const rk_split *splits = f->splits;
  for (size_t t = 0; t < f->trees; t++) {
    rk_tree tree;
    splits = rk_tree_at(f, t, splits, bins, stride, &tree);
    const uint32_t *leaves = f->leaves + f->leaf_starts[t] + (tree.part << tree.varying);
    if (tree.varying <= 6) {
      rk_leaves64(&tree, bins, stride, leaf);
      for (size_t i = 0; i < 64; i++) sums[i] += leaves[leaf[i]];
    } else {
      for (size_t i = 0; i < count; i++) sums[i] += leaves[rk_leaf(&tree, bins + i, stride)];
    }
  }
  rk_trees_finish(f, sums, count, scores);
}

/* Trees that are not symmetric: 64 candidates walk down a tree side by side. */
static void rk_branching_block(const rk_branching *f, const uint8_t *bins, size_t stride, size_t count,
                               double *scores) {
  uint64_t sums[64] = {0};
  uint32_t at[64];
  for (size_t t = 0; t < f->trees; t++) {
    const rk_branch *nodes = f->nodes + f->starts[t];
    const uint32_t *leaves = f->leaves + f->starts[t];
    memset(at, 0, sizeof at);
    for (size_t d = 0; d < f->depths[t]; d++)
      for (size_t i = 0; i < count; i++) {
        const rk_branch *node = nodes + at[i];
        at[i] = bins[(size_t)node->feature * stride + i] >= node->bin ? node->right : node->left;
      }
    for (size_t i = 0; i < count; i++) sums[i] += leaves[at[i]];
  }
  for (size_t i = 0; i < count; i++) scores[i] = __builtin_fma((double)sums[i], f->step, f->base);
}

static void rk_branching_trees(const rk_branching *f, const uint8_t *bins, size_t stride, size_t count,
                               double *scores) {
  for (size_t i = 0; i < count; i += 64)
    rk_branching_block(f, bins + i, stride, count - i < 64 ? count - i : 64, scores + i);
}

#if defined(RK_HAVE_AVX512)
/*
 * 128 candidates and two trees at a time. A leaf's 28 bits lie in four planes of 7 bits, at most 64 leaves a
 * plane: one byte permute looks 64 candidates up. Two trees' bytes add without carry; then even and odd
 * bytes are summed as 16-bit lanes, which hold 516 trees.
 */

/* The numbers of `blocks` (1 or 2) times 64 candidates' leaves. */
RK_INLINE void rk_numbers_zmm(const rk_split *splits, const size_t varying, const uint8_t *bins, size_t stride,
                              const size_t blocks, __m512i *number) {
  for (size_t b = 0; b < blocks; b++) {
    number[b] = _mm512_setzero_si512();
    /* A compiler that knows of the zero makes the sums of distinct bits ors, which no mask of bytes goes with. */
    __asm__("" : "+v"(number[b]));
  }
#pragma clang loop unroll(full)
  for (size_t d = 0; d < varying; d++) {
    const uint8_t *row = bins + (size_t)splits[d].feature * stride;
    const __m512i bin = _mm512_set1_epi32((int32_t)splits[d].bins), bit = _mm512_set1_epi8((char)(1u << d));
#pragma clang loop unroll(full)
    for (size_t b = 0; b < blocks; b++) {
      const __mmask64 on = _mm512_cmpge_epu8_mask(_mm512_loadu_si512(row + 64 * b), bin);
      number[b] = _mm512_mask_add_epi8(number[b], on, number[b], bit);
    }
  }
}

typedef struct rk_planes {
  __m512i all[4], odd[4];
} rk_planes;

/* Plane p of 16, 32 or 64 leaves, repeated as often as it fits: no load crosses a cache line. */
RK_INLINE __m512i rk_plane_zmm(const uint8_t *planes, const size_t p, const size_t sixteens) {
  const uint8_t *plane = planes + 16 * sixteens * p;
  if (sixteens == 1) return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)plane));
  if (sixteens == 2) return _mm512_broadcast_i64x4(_mm256_loadu_si256((const __m256i *)plane));
  return _mm512_loadu_si512(plane);
}

/* Adds what `trees` (1 or 2) trees of up to 16 * sixteens leaves say of 64 candidates. */
RK_INLINE void rk_planes_add(rk_planes *acc, const size_t trees, const uint8_t *const *planes, const size_t sixteens,
                             const __m512i *first, const __m512i *second) {
#pragma clang loop unroll(full)
  for (size_t p = 0; p < 4; p++) {
    __m512i bytes = _mm512_permutexvar_epi8(*first, rk_plane_zmm(planes[0], p, sixteens));
    if (trees == 2)
      bytes = _mm512_add_epi8(bytes, _mm512_permutexvar_epi8(*second, rk_plane_zmm(planes[1], p, sixteens)));
    acc->all[p] = _mm512_add_epi16(acc->all[p], bytes);
    acc->odd[p] = _mm512_add_epi16(acc->odd[p], _mm512_srli_epi16(bytes, 8));
  }
}

/* Adds `trees` (1 or 2) trees from t on, each of `varying` conditions; returns where those of the next tree begin. */
RK_INLINE const rk_split *rk_trees_zmm(const rk_forest *f, size_t t, const size_t trees, const size_t varying,
                                       const rk_split *splits, const uint8_t *bins, size_t stride, const size_t blocks,
                                       rk_planes *acc) {
  const uint8_t *planes[2];
  __m512i numbers[2][2];
#pragma clang loop unroll(full)
  for (size_t i = 0; i < trees; i++) {
    const size_t shared = f->shared[t + i];
    rk_numbers_zmm(splits, varying, bins, stride, blocks, numbers[i]);
    splits += varying;
    planes[i] = rk_planes_at(f, t + i, rk_part(splits, shared, bins, stride), varying);
    splits += shared;
  }
#pragma clang loop unroll(full)
  for (size_t b = 0; b < blocks; b++)
    rk_planes_add(&acc[b], trees, planes, rk_sixteens(varying), &numbers[0][b], &numbers[1][b]);
  return splits;
}

/* Adds the trees t ..< end, each of `varying` conditions; returns where those of the next tree begin. */
RK_INLINE const rk_split *rk_run_zmm(const rk_forest *f, size_t t, size_t end, const size_t varying,
                                     const rk_split *splits, const uint8_t *bins, size_t stride, const size_t blocks,
                                     rk_planes *acc) {
  for (; t + 2 <= end; t += 2) splits = rk_trees_zmm(f, t, 2, varying, splits, bins, stride, blocks, acc);
  return t < end ? rk_trees_zmm(f, t, 1, varying, splits, bins, stride, blocks, acc) : splits;
}

/* sums[64] += the planes' 16-bit lanes; `all` holds even + 256 * odd modulo 65536. */
RK_INLINE void rk_planes_flush(const rk_planes *acc, uint64_t *sums) {
  uint16_t even[4][32], odd[4][32];
  for (size_t p = 0; p < 4; p++) {
    _mm512_storeu_si512(even[p], _mm512_sub_epi16(acc->all[p], _mm512_slli_epi16(acc->odd[p], 8)));
    _mm512_storeu_si512(odd[p], acc->odd[p]);
  }
  for (size_t i = 0; i < 32; i++) {
    sums[2 * i] += even[0][i] + ((uint64_t)even[1][i] << 7) + ((uint64_t)even[2][i] << 14) +
                   ((uint64_t)even[3][i] << 21);
    sums[2 * i + 1] +=
        odd[0][i] + ((uint64_t)odd[1][i] << 7) + ((uint64_t)odd[2][i] << 14) + ((uint64_t)odd[3][i] << 21);
  }
}

/* `blocks` (1 or 2) times 64 candidates. */
RK_INLINE void rk_trees_planes(const rk_forest *f, const uint8_t *bins, size_t stride, const size_t blocks,
                               size_t count, double *scores) {
  uint64_t sums[128] = {0};
  const rk_split *splits = f->splits;
  for (size_t t = 0; t < f->trees;) {
    const size_t last = f->trees - t > 512 ? t + 512 : f->trees;
    rk_planes acc[2] = {{{{0}}}};
    for (size_t end; t < last; t = end) {
      const size_t varying = f->varying[t];
      for (end = t + 1; end < last && f->varying[end] == varying;) end++;
      switch (varying) {
#define RK_RUN(n)                                                                \
  case n:                                                                        \
    splits = rk_run_zmm(f, t, end, n, splits, bins, stride, blocks, acc);        \
    break;
        RK_EACH_VARYING(RK_RUN)
#undef RK_RUN
        default: break;
      }
    }
    for (size_t b = 0; b < blocks; b++) rk_planes_flush(&acc[b], sums + 64 * b);
  }
  rk_trees_finish(f, sums, count, scores);
}

static void rk_trees(const rk_forest *f, const uint8_t *bins, size_t stride, size_t count, double *scores) {
  size_t i = 0;
  if (f->planes != NULL) {
    for (; i + 64 < count; i += 128)
      rk_trees_planes(f, bins + i, stride, 2, count - i < 128 ? count - i : 128, scores + i);
    if (i < count) rk_trees_planes(f, bins + i, stride, 1, count - i, scores + i);
    return;
  }
  for (; i < count; i += 64)
    rk_trees_block(f, bins + i, stride, count - i < 64 ? count - i : 64, scores + i);
}

/* One level, not the first, of the search for 16 values; `node` is the position in the level. */
RK_INLINE __m512i rk_quantise_step(const float *level, size_t l, __m512 value, __m512i node) {
  __m512 border;
  if (l <= 4) {
    border = _mm512_permutexvar_ps(node, _mm512_loadu_ps(level));
  } else if (l == 5) {
    border = _mm512_permutex2var_ps(_mm512_loadu_ps(level), node, _mm512_loadu_ps(level + 16));
  } else {
    border = _mm512_i32gather_ps(node, level, 4);
  }
  const __mmask16 above = _mm512_cmp_ps_mask(value, border, _CMP_GT_OQ);
  node = _mm512_add_epi32(node, node);
  return _mm512_mask_add_epi32(node, above, node, _mm512_set1_epi32(1));
}

/* 64 nodes of four registers as bytes. */
RK_INLINE __m512i rk_narrow(const __m512i *node) {
  const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const __m512i words[2] = {_mm512_packus_epi32(node[0], node[1]), _mm512_packus_epi32(node[2], node[3])};
  return _mm512_permutexvar_epi32(order, _mm512_packus_epi16(words[0], words[1]));
}

/* 64 or 128 values, of which the first `count` are read and binned. Searches wait for their own last step: as many side
   by side fill the gaps. */
RK_INLINE void rk_quantise_vectors(const rk_borders *b, const float *values, uint8_t *bins, size_t count,
                                   const size_t vectors) {
  __m512 value[8];
  __m512i node[8];
  __mmask16 nan = 0;
  for (size_t j = 0; j < vectors; j++) {
    const __mmask16 here = count >= 16 * j + 16 ? 0xffff : count > 16 * j ? (__mmask16)((1u << (count - 16 * j)) - 1) : 0;
    value[j] = _mm512_maskz_loadu_ps(here, values + 16 * j);
    node[j] = _mm512_setzero_si512();
  }
  for (size_t j = 0; j < vectors; j += 2) nan |= _mm512_cmp_ps_mask(value[j], value[j + 1], _CMP_UNORD_Q);
  if (b->levels > 0)
    for (size_t j = 0; j < vectors; j++)
      node[j] = _mm512_maskz_set1_epi32(_mm512_cmp_ps_mask(value[j], _mm512_set1_ps(b->tree[0]), _CMP_GT_OQ), 1);
  for (size_t l = 1; l < b->levels; l++) {
#pragma clang loop unroll(full)
    for (size_t j = 0; j < vectors; j++)
      node[j] = rk_quantise_step(b->tree + ((size_t)1 << l) - 1, l, value[j], node[j]);
  }
  if (nan)
    for (size_t j = 0; j < vectors; j++)
      node[j] = _mm512_mask_mov_epi32(node[j], _mm512_cmp_ps_mask(value[j], value[j], _CMP_UNORD_Q),
                                      _mm512_set1_epi32(b->nan_bin));
  for (size_t j = 0; j < vectors; j += 4) {
    const __m512i bytes = rk_narrow(node + j);
    if (count >= 16 * j + 64) {
      _mm512_storeu_si512(bins + 16 * j, bytes);
    } else if (count > 16 * j) {
      _mm512_mask_storeu_epi8(bins + 16 * j, (1ull << (count - 16 * j)) - 1, bytes);
    }
  }
}

static void rk_quantise(const rk_borders *b, const float *values, size_t count, uint8_t *bins) {
  size_t i = 0;
  for (; i + 128 <= count; i += 128) rk_quantise_vectors(b, values + i, bins + i, 128, 8);
  if (count - i > 64) {
    rk_quantise_vectors(b, values + i, bins + i, count - i, 8);
  } else if (count > i) {
    rk_quantise_vectors(b, values + i, bins + i, count - i, 4);
  }
}

#elif defined(RK_HAVE_AVX2)
#include "trees_avx2.h"

#else

static void rk_trees(const rk_forest *f, const uint8_t *bins, size_t stride, size_t count, double *scores) {
  for (size_t i = 0; i < count; i += 64)
    rk_trees_block(f, bins + i, stride, count - i < 64 ? count - i : 64, scores + i);
}

static void rk_quantise(const rk_borders *b, const float *values, size_t count, uint8_t *bins) {
  for (size_t i = 0; i < count; i++) {
    size_t node = 0;
    for (size_t l = 0; l < b->levels; l++)
      node = 2 * node + (values[i] > b->tree[((size_t)1 << l) - 1 + node]);
    bins[i] = values[i] != values[i] ? b->nan_bin : (uint8_t)node;
  }
}

#endif
