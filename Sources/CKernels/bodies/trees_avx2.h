/*
 * The planes of trees.h with AVX2: 32 candidates at a time, a leaf's 7 bits looked up by in-lane byte shuffles
 * of 16 leaves each, then chosen by the leaf's bits 4 and 5. Included by trees.h.
 */

RK_INLINE __m256i rk_leaves_ymm(const rk_split *splits, size_t depth, const uint8_t *bins, size_t stride) {
  __m256i leaf = _mm256_setzero_si256();
  for (size_t d = 0; d < depth; d++) {
    const __m256i row = _mm256_loadu_si256((const __m256i *)(bins + (size_t)splits[d].feature * stride));
    const __m256i bin = _mm256_set1_epi8((char)splits[d].bin);
    const __m256i on = _mm256_cmpeq_epi8(_mm256_max_epu8(row, bin), row);
    leaf = _mm256_or_si256(leaf, _mm256_and_si256(on, _mm256_set1_epi8((char)(1u << d))));
  }
  return leaf;
}

RK_INLINE __m256i rk_sixteen(const uint8_t *table, __m256i leaf) {
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table)), leaf);
}

/* One plane's byte for each of 32 leaves. */
RK_INLINE __m256i rk_plane_ymm(const uint8_t *table, size_t depth, __m256i leaf) {
  const __m256i low = rk_sixteen(table, leaf);
  if (depth <= 4) return low;
  const __m256i bit4 = _mm256_slli_epi16(leaf, 3), bit5 = _mm256_slli_epi16(leaf, 2);
  const __m256i half = _mm256_blendv_epi8(low, rk_sixteen(table + 16, leaf), bit4);
  if (depth == 5) return half;
  return _mm256_blendv_epi8(
      half, _mm256_blendv_epi8(rk_sixteen(table + 32, leaf), rk_sixteen(table + 48, leaf), bit4), bit5);
}

/* sums[32] += the planes' 16-bit lanes; `all` holds even + 256 * odd modulo 65536. */
RK_INLINE void rk_flush_ymm(const __m256i *all, const __m256i *odd, uint64_t *sums) {
  uint16_t e[4][16], o[4][16];
  for (size_t p = 0; p < 4; p++) {
    _mm256_storeu_si256((__m256i *)e[p], _mm256_sub_epi16(all[p], _mm256_slli_epi16(odd[p], 8)));
    _mm256_storeu_si256((__m256i *)o[p], odd[p]);
  }
  for (size_t i = 0; i < 16; i++) {
    sums[2 * i] +=
        e[0][i] + ((uint64_t)e[1][i] << 7) + ((uint64_t)e[2][i] << 14) + ((uint64_t)e[3][i] << 21);
    sums[2 * i + 1] +=
        o[0][i] + ((uint64_t)o[1][i] << 7) + ((uint64_t)o[2][i] << 14) + ((uint64_t)o[3][i] << 21);
  }
}

static void rk_trees_ymm(const rk_forest *f, const uint8_t *bins, size_t stride, size_t count,
                         double *scores) {
  static const uint8_t none[256] = {0};
  uint64_t sums[32] = {0};
  const rk_split *splits = f->splits;
  for (size_t t = 0; t < f->trees;) {
    const size_t end = f->trees - t > 512 ? t + 512 : f->trees;
    __m256i all[4], odd[4];
    for (size_t p = 0; p < 4; p++) all[p] = odd[p] = _mm256_setzero_si256();
    for (; t < end; t += 2) {
      const size_t depth0 = f->depths[t], depth1 = t + 1 < end ? f->depths[t + 1] : 0;
      const rk_split *next = splits + depth0;
      const uint8_t *table0 = f->planes + 256 * t, *table1 = t + 1 < end ? table0 + 256 : none;
      const __m256i leaf0 = rk_leaves_ymm(splits, depth0, bins, stride);
      const __m256i leaf1 = rk_leaves_ymm(next, depth1, bins, stride);
#pragma clang loop unroll(full)
      for (size_t p = 0; p < 4; p++) {
        const __m256i pair = _mm256_add_epi8(rk_plane_ymm(table0 + 64 * p, depth0, leaf0),
                                             rk_plane_ymm(table1 + 64 * p, depth1, leaf1));
        all[p] = _mm256_add_epi16(all[p], pair);
        odd[p] = _mm256_add_epi16(odd[p], _mm256_srli_epi16(pair, 8));
      }
      splits = next + depth1;
    }
    if (t > end) t = end;
    rk_flush_ymm(all, odd, sums);
  }
  rk_trees_finish(f, sums, count, scores);
}

static void rk_trees(const rk_forest *f, const uint8_t *bins, size_t stride, size_t count, double *scores) {
  const size_t block = f->planes != NULL ? 32 : 64;
  for (size_t i = 0; i < count; i += block) {
    const size_t left = count - i < block ? count - i : block;
    if (f->planes != NULL)
      rk_trees_ymm(f, bins + i, stride, left, scores + i);
    else
      rk_trees_block(f, bins + i, stride, left, scores + i);
  }
}

/* One level of the search for 8 values; `node` is the position in the level. */
RK_INLINE __m256i rk_quantise_step(const float *level, size_t l, __m256 value, __m256i node) {
  __m256 border;
  if (l <= 3) {
    border = _mm256_permutevar8x32_ps(_mm256_loadu_ps(level), node);
  } else if (l == 4) {
    border = _mm256_blendv_ps(_mm256_permutevar8x32_ps(_mm256_loadu_ps(level), node),
                              _mm256_permutevar8x32_ps(_mm256_loadu_ps(level + 8), node),
                              _mm256_castsi256_ps(_mm256_slli_epi32(node, 28)));
  } else {
    border = _mm256_i32gather_ps(level, node, 4);
  }
  const __m256i above = _mm256_castps_si256(_mm256_cmp_ps(value, border, _CMP_GT_OQ));
  return _mm256_sub_epi32(_mm256_add_epi32(node, node), above);
}

/* 32 values; all are readable and all bins writable. */
RK_INLINE void rk_quantise32(const rk_borders *b, const float *values, uint8_t *bins) {
  __m256 value[4];
  __m256i node[4];
  for (size_t j = 0; j < 4; j++) {
    value[j] = _mm256_loadu_ps(values + 8 * j);
    node[j] = _mm256_setzero_si256();
  }
  for (size_t l = 0; l < b->levels; l++)
    for (size_t j = 0; j < 4; j++)
      node[j] = rk_quantise_step(b->tree + ((size_t)1 << l) - 1, l, value[j], node[j]);
  for (size_t j = 0; j < 4; j++) {
    const __m256i nan = _mm256_castps_si256(_mm256_cmp_ps(value[j], value[j], _CMP_UNORD_Q));
    node[j] = _mm256_blendv_epi8(node[j], _mm256_set1_epi32(b->nan_bin), nan);
  }
  const __m256i packed = _mm256_packus_epi16(_mm256_packus_epi32(node[0], node[1]),
                                             _mm256_packus_epi32(node[2], node[3]));
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  _mm256_storeu_si256((__m256i *)bins, _mm256_permutevar8x32_epi32(packed, order));
}

static void rk_quantise(const rk_borders *b, const float *values, size_t count, uint8_t *bins) {
  size_t i = 0;
  for (; i + 32 <= count; i += 32) rk_quantise32(b, values + i, bins + i);
  if (i == count) return;
  float rest[32] = {0};
  uint8_t out[32];
  memcpy(rest, values + i, (count - i) * sizeof *rest);
  rk_quantise32(b, rest, out);
  memcpy(bins + i, out, count - i);
}
