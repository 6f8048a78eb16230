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
  for (size_t d = 0; d < shared; d++)
    part |= (size_t)(bins[(size_t)splits[d].feature * stride] >= splits[d].bin) << d;
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
    const uint8_t bin = (uint8_t)tree->splits[d].bin, bit = (uint8_t)(1u << d);
    for (size_t i = 0; i < 64; i++) leaf[i] |= row[i] >= bin ? bit : 0;
  }
}

RK_INLINE size_t rk_leaf(const rk_tree *tree, const uint8_t *bins, size_t stride) {
  size_t leaf = 0;
  for (size_t d = 0; d < tree->varying; d++)
    leaf |= (size_t)(bins[(size_t)tree->splits[d].feature * stride] >= tree->splits[d].bin) << d;
  return leaf;
}

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
RK_INLINE __m512i rk_leaves_zmm(const rk_tree *tree, const uint8_t *bins, size_t stride) {
  __m512i leaf = _mm512_setzero_si512();
  for (size_t d = 0; d < tree->varying; d++) {
    const __m512i row = _mm512_loadu_si512(bins + (size_t)tree->splits[d].feature * stride);
    const __mmask64 on = _mm512_cmpge_epu8_mask(row, _mm512_set1_epi8((char)tree->splits[d].bin));
    leaf = _mm512_mask_add_epi8(leaf, on, leaf, _mm512_set1_epi8((char)(1u << d)));
  }
  return leaf;
}

typedef struct rk_planes {
  __m512i all[4], odd[4];
} rk_planes;

/* The planes of a tree's possible leaves, and how far they lie apart. */
typedef struct rk_table {
  const uint8_t *planes;
  size_t size;
} rk_table;

RK_INLINE void rk_planes_add(rk_planes *acc, __m512i leaf0, __m512i leaf1, const rk_table *tables) {
#pragma clang loop unroll(full)
  for (size_t p = 0; p < 4; p++) {
    const __m512i table0 = _mm512_loadu_si512(tables[0].planes + p * tables[0].size);
    const __m512i table1 = _mm512_loadu_si512(tables[1].planes + p * tables[1].size);
    const __m512i pair =
        _mm512_add_epi8(_mm512_permutexvar_epi8(leaf0, table0), _mm512_permutexvar_epi8(leaf1, table1));
    acc->all[p] = _mm512_add_epi16(acc->all[p], pair);
    acc->odd[p] = _mm512_add_epi16(acc->odd[p], _mm512_srli_epi16(pair, 8));
  }
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
RK_INLINE void rk_trees_planes(const rk_forest *f, const uint8_t *bins, size_t stride, size_t blocks,
                               size_t count, double *scores) {
  static const uint8_t none[64] = {0};
  uint64_t sums[128] = {0};
  const rk_split *splits = f->splits;
  for (size_t t = 0; t < f->trees;) {
    const size_t end = f->trees - t > 512 ? t + 512 : f->trees;
    rk_planes acc[2] = {{{{0}}}};
    for (; t < end; t += 2) {
      rk_tree trees[2] = {{0}};
      rk_table tables[2] = {{none, 0}, {none, 0}};
      for (size_t i = 0; i < 2 && t + i < end; i++) {
        splits = rk_tree_at(f, t + i, splits, bins, stride, &trees[i]);
        const size_t size = 16 * rk_sixteens(trees[i].varying);
        tables[i] = (rk_table){rk_planes_at(f, t + i, trees[i].part, trees[i].varying), size};
      }
#pragma clang loop unroll(full)
      for (size_t b = 0; b < blocks; b++)
        rk_planes_add(&acc[b], rk_leaves_zmm(&trees[0], bins + 64 * b, stride),
                      rk_leaves_zmm(&trees[1], bins + 64 * b, stride), tables);
    }
    if (t > end) t = end;
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

/* One level of the search for 16 values; `node` is the position in the level. */
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

/* 16 * (n - 1) values and those of `last`. Searches wait for their own last step: eight side by side fill
   the gaps. */
RK_INLINE void rk_quantise_vectors(const rk_borders *b, const float *values, uint8_t *bins, const size_t n,
                                   const __mmask16 last) {
  __m512 value[8];
  __m512i node[8];
#pragma clang loop unroll(full)
  for (size_t j = 0; j < n; j++) {
    value[j] = _mm512_maskz_loadu_ps(j + 1 < n ? 0xffff : last, values + 16 * j);
    node[j] = _mm512_setzero_si512();
  }
  for (size_t l = 0; l < b->levels; l++) {
#pragma clang loop unroll(full)
    for (size_t j = 0; j < n; j++)
      node[j] = rk_quantise_step(b->tree + ((size_t)1 << l) - 1, l, value[j], node[j]);
  }
#pragma clang loop unroll(full)
  for (size_t j = 0; j < n; j++) {
    const __mmask16 nan = _mm512_cmp_ps_mask(value[j], value[j], _CMP_UNORD_Q);
    node[j] = _mm512_mask_mov_epi32(node[j], nan, _mm512_set1_epi32(b->nan_bin));
    /* Narrowed in a register: the narrowing store is many times slower on some processors. */
    const __m128i bytes = _mm512_cvtepi32_epi8(node[j]);
    if (j + 1 < n || last == 0xffff) {
      _mm_storeu_si128((__m128i *)(bins + 16 * j), bytes);
    } else {
      _mm_mask_storeu_epi8(bins + 16 * j, last, bytes);
    }
  }
}

static void rk_quantise(const rk_borders *b, const float *values, size_t count, uint8_t *bins) {
  size_t i = 0;
  for (; i + 128 <= count; i += 128) rk_quantise_vectors(b, values + i, bins + i, 8, 0xffff);
  const size_t left = count - i;
  const __mmask16 last = (__mmask16)((2u << ((left - 1) & 15)) - 1);
  switch ((left + 15) / 16) {
#define RK_CASE(n) \
  case n: rk_quantise_vectors(b, values + i, bins + i, n, last); break
    RK_CASE(1);
    RK_CASE(2);
    RK_CASE(3);
    RK_CASE(4);
    RK_CASE(5);
    RK_CASE(6);
    RK_CASE(7);
    RK_CASE(8);
#undef RK_CASE
    default: break;
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
