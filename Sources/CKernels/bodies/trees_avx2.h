/*
 * The planes of trees.h with AVX2, 128 candidates at a time. First the numbers of their leaves under a tile of trees,
 * which stay in the nearest cache; then a leaf's 7 bits are looked up by in-lane byte shuffles of 16 leaves each.
 * Included by trees.h.
 */

/* Trees in a tile, and vectors of 32 candidates in a block. */
#define RK_TILE 32
#define RK_VECTORS 4

/* Trees that follow each other with equally many varying conditions: as many sixteens of leaves are possible. */
typedef struct rk_run {
  size_t end, sixteens;
} rk_run;

/* Leaf numbers of a tile's trees, the planes of their possible leaves, and the runs they fall into. */
typedef struct rk_tile {
  uint8_t numbers[RK_TILE][32 * RK_VECTORS];
  const uint8_t *planes[RK_TILE];
  rk_run runs[RK_TILE];
  size_t run_count;
} rk_tile;

/* numbers[i] = the varying bits of candidate i's leaf. A comparison gives 0 or -1: -number grows from the highest bit
   down, or that of all the inverted bits where signed bytes can be compared in one instruction. */
RK_INLINE void rk_numbers_ymm(const rk_split *splits, const size_t varying, const uint8_t *bins, size_t stride,
                              const size_t vectors, const int narrow, uint8_t *numbers) {
  __m256i number[RK_VECTORS];
  for (size_t v = 0; v < vectors; v++) number[v] = _mm256_setzero_si256();
#pragma clang loop unroll(full)
  for (size_t d = varying; d > 0; d--) {
    const uint8_t *row = bins + (size_t)splits[d - 1].feature * stride;
    const __m256i bin = _mm256_set1_epi32((int32_t)splits[d - 1].bins);
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++) {
      const __m256i values = _mm256_loadu_si256((const __m256i *)(row + 32 * v));
      const __m256i answer = narrow ? _mm256_cmpgt_epi8(bin, values)
                                    : _mm256_cmpeq_epi8(_mm256_max_epu8(values, bin), values);
      number[v] = _mm256_add_epi8(_mm256_add_epi8(number[v], number[v]), answer);
    }
  }
  const __m256i all = _mm256_set1_epi8((char)((1 << varying) - 1));
  for (size_t v = 0; v < vectors; v++) {
    number[v] = narrow ? _mm256_add_epi8(all, number[v]) : _mm256_sub_epi8(_mm256_setzero_si256(), number[v]);
    _mm256_storeu_si256((__m256i *)(numbers + 32 * v), number[v]);
  }
}

/* Fills places i ..< end of the tile with the trees from t on, all of `varying` conditions; returns where those of the
   next tree begin. */
RK_INLINE const rk_split *rk_tile_run(const rk_forest *f, size_t t, size_t i, size_t end, const rk_split *splits,
                                      const size_t varying, const uint8_t *bins, size_t stride, const size_t vectors,
                                      const int narrow, rk_tile *tile) {
  for (; i < end; i++, t++) {
    const size_t shared = f->shared[t];
    rk_numbers_ymm(splits, varying, bins, stride, vectors, narrow, tile->numbers[i]);
    splits += varying;
    tile->planes[i] = rk_planes_at(f, t, rk_part(splits, shared, bins, stride), varying);
    splits += shared;
  }
  return splits;
}

/* Fills the tile with `count` trees from t on; returns where the conditions of the next tree begin. */
RK_INLINE const rk_split *rk_tile_fill(const rk_forest *f, size_t t, size_t count, const rk_split *splits,
                                       const uint8_t *bins, size_t stride, const size_t vectors, const int narrow,
                                       rk_tile *tile) {
  tile->run_count = 0;
  for (size_t i = 0, end; i < count; i = end) {
    const size_t varying = f->varying[t + i];
    for (end = i + 1; end < count && f->varying[t + end] == varying;) end++;
    tile->runs[tile->run_count++] = (rk_run){end, rk_sixteens(varying)};
    switch (varying) {
#define RK_RUN(n)                                                                                    \
  case n:                                                                                            \
    splits = rk_tile_run(f, t + i, i, end, splits, n, bins, stride, vectors, narrow, tile);          \
    break;
      RK_EACH_VARYING(RK_RUN)
#undef RK_RUN
      default: break;
    }
  }
  return splits;
}

/* The sums of the planes' even and odd bytes as 16-bit lanes; `all` holds even + 256 * odd modulo 65536. */
typedef struct rk_plane_sums {
  __m256i all[4], odd[4];
} rk_plane_sums;

/* A tree's bytes of plane p. Beyond sixteen leaves a shuffle answers 0 where another sixteen has the leaf. */
RK_INLINE __m256i rk_bytes_ymm(const uint8_t *planes, size_t p, const size_t sixteens, const __m256i *index) {
  __m256i bytes = _mm256_setzero_si256();
#pragma clang loop unroll(full)
  for (size_t q = 0; q < sixteens; q++) {
    const __m128i some = _mm_loadu_si128((const __m128i *)(planes + 16 * (p * sixteens + q)));
    bytes = _mm256_or_si256(bytes, _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(some), index[q]));
  }
  return bytes;
}

/* What to shuffle by: of number ^ (16 q) + 112 the highest bit is clear for the q-th sixteen alone. */
RK_INLINE void rk_index_ymm(const uint8_t *numbers, const size_t sixteens, __m256i *index) {
  index[0] = _mm256_loadu_si256((const __m256i *)numbers);
  if (sixteens == 1) return;
#pragma clang loop unroll(full)
  for (size_t q = sixteens; q > 0; q--)
    index[q - 1] = _mm256_add_epi8(_mm256_xor_si256(index[0], _mm256_set1_epi8((char)(16 * (q - 1)))),
                                   _mm256_set1_epi8(112));
}

/* Adds `trees` (1 or 2, whose bytes add without carry) from i on for vector v. */
RK_INLINE void rk_add_some_ymm(const rk_tile *tile, size_t i, const size_t trees, size_t v, const size_t sixteens,
                               rk_plane_sums *sums) {
  __m256i index[2][4];
#pragma clang loop unroll(full)
  for (size_t t = 0; t < trees; t++) rk_index_ymm(tile->numbers[i + t] + 32 * v, sixteens, index[t]);
#pragma clang loop unroll(full)
  for (size_t p = 0; p < 4; p++) {
    __m256i bytes = rk_bytes_ymm(tile->planes[i], p, sixteens, index[0]);
    if (trees == 2) bytes = _mm256_add_epi8(bytes, rk_bytes_ymm(tile->planes[i + 1], p, sixteens, index[1]));
    sums->all[p] = _mm256_add_epi16(sums->all[p], bytes);
    sums->odd[p] = _mm256_add_epi16(sums->odd[p], _mm256_srli_epi16(bytes, 8));
  }
}

/* Adds trees i ..< end, all of as many sixteens. */
RK_INLINE void rk_add_trees_ymm(const rk_tile *tile, size_t i, size_t end, size_t v, const size_t sixteens,
                                rk_plane_sums *sums) {
  for (; i + 2 <= end; i += 2) rk_add_some_ymm(tile, i, 2, v, sixteens, sums);
  if (i < end) rk_add_some_ymm(tile, i, 1, v, sixteens, sums);
}

RK_INLINE void rk_tile_add(const rk_tile *tile, size_t v, rk_plane_sums *sums) {
  rk_plane_sums local = *sums;
  for (size_t r = 0, i = 0; r < tile->run_count; i = tile->runs[r++].end) {
    const size_t end = tile->runs[r].end;
    switch (tile->runs[r].sixteens) {
      case 1: rk_add_trees_ymm(tile, i, end, v, 1, &local); break;
      case 2: rk_add_trees_ymm(tile, i, end, v, 2, &local); break;
      default: rk_add_trees_ymm(tile, i, end, v, 4, &local); break;
    }
  }
  *sums = local;
}

/* sums[32] += the planes' 16-bit lanes. */
RK_INLINE void rk_flush_ymm(const rk_plane_sums *planes, uint64_t *sums) {
  uint16_t e[4][16], o[4][16];
  for (size_t p = 0; p < 4; p++) {
    const __m256i odd = planes->odd[p];
    _mm256_storeu_si256((__m256i *)e[p], _mm256_sub_epi16(planes->all[p], _mm256_slli_epi16(odd, 8)));
    _mm256_storeu_si256((__m256i *)o[p], odd);
  }
  for (size_t i = 0; i < 16; i++) {
    sums[2 * i] +=
        e[0][i] + ((uint64_t)e[1][i] << 7) + ((uint64_t)e[2][i] << 14) + ((uint64_t)e[3][i] << 21);
    sums[2 * i + 1] +=
        o[0][i] + ((uint64_t)o[1][i] << 7) + ((uint64_t)o[2][i] << 14) + ((uint64_t)o[3][i] << 21);
  }
}

/* `vectors` times 32 candidates; 16-bit lanes hold 516 trees. */
RK_INLINE void rk_trees_ymm(const rk_forest *f, const uint8_t *bins, size_t stride, const size_t vectors,
                            const int narrow, size_t count, double *scores) {
  uint64_t totals[32 * RK_VECTORS] = {0};
  const rk_split *splits = f->splits;
  rk_tile tile;
  for (size_t first = 0; first < f->trees; first += 512) {
    const size_t end = f->trees - first > 512 ? first + 512 : f->trees;
    rk_plane_sums sums[RK_VECTORS];
    memset(sums, 0, sizeof sums);
    for (size_t t = first; t < end; t += RK_TILE) {
      const size_t some = end - t < RK_TILE ? end - t : RK_TILE;
      splits = rk_tile_fill(f, t, some, splits, bins, stride, vectors, narrow, &tile);
      for (size_t v = 0; v < vectors; v++) rk_tile_add(&tile, v, &sums[v]);
    }
    for (size_t v = 0; v < vectors; v++) rk_flush_ymm(&sums[v], totals + 32 * v);
  }
  rk_trees_finish(f, totals, count, scores);
}

/* A block of more than 96 candidates at once, fewer 32 by 32. */
RK_INLINE void rk_trees_narrow(const rk_forest *f, const uint8_t *bins, size_t stride, size_t count, const int narrow,
                               double *scores) {
  size_t i = 0;
  for (; i + 96 < count; i += 128)
    rk_trees_ymm(f, bins + i, stride, RK_VECTORS, narrow, count - i < 128 ? count - i : 128, scores + i);
  for (; i < count; i += 32)
    rk_trees_ymm(f, bins + i, stride, 1, narrow, count - i < 32 ? count - i : 32, scores + i);
}

static void rk_trees(const rk_forest *f, const uint8_t *bins, size_t stride, size_t count, double *scores) {
  if (f->planes == NULL) {
    for (size_t i = 0; i < count; i += 64)
      rk_trees_block(f, bins + i, stride, count - i < 64 ? count - i : 64, scores + i);
  } else if (f->narrow) {
    rk_trees_narrow(f, bins, stride, count, 1, scores);
  } else {
    rk_trees_narrow(f, bins, stride, count, 0, scores);
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
