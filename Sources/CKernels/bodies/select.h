/*
 * The best k of n scores without sorting n: a threshold is narrowed until little more than k scores pass it, those are
 * packed and only they are ordered (order.h). Comparisons alone, so every instruction set agrees; and next to no branches
 * that depend on scores, which no processor foresees.
 */

/* Order-preserving: smaller float, smaller integer; -0 just below +0. */
RK_INLINE int32_t rk_key(float score) {
  int32_t bits;
  memcpy(&bits, &score, sizeof bits);
  return bits ^ ((bits >> 31) & 0x7fffffff);
}

RK_INLINE float rk_unkey(int32_t key) {
  int32_t bits = key ^ ((key >> 31) & 0x7fffffff);
  float score;
  memcpy(&score, &bits, sizeof score);
  return score;
}

#define RK_DENIED INT32_MIN

/* One bit a lane. */
typedef _Bool rk_b16 __attribute__((ext_vector_type(16)));

RK_INLINE void rk_spread(rk_i16 *v, int32_t x) {
  *v = (rk_i16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

/* keys[0 ..< n rounded up to 16]; denied and padding become RK_DENIED. The largest and smallest live key. */
RK_INLINE size_t rk_keys(const float *scores, size_t n, const uint64_t *deny, int32_t *keys, int32_t *low,
                         int32_t *high) {
  const rk_i16 bit = {1,      1 << 1, 1 << 2,  1 << 3,  1 << 4,  1 << 5,  1 << 6,  1 << 7,
                      1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15};
  rk_i16 live = {0}, least, most, denied;
  rk_spread(&least, INT32_MAX);
  rk_spread(&most, RK_DENIED);
  rk_spread(&denied, RK_DENIED);
  for (size_t i = 0; i < n; i += 16) {
    float tail[16] = {0};
    const float *from = scores + i;
    int32_t refused = deny ? (int32_t)((deny[i / 64] >> (i % 64)) & 0xffff) : 0;
    if (n - i < 16) {
      memcpy(tail, from, (n - i) * sizeof *from);
      from = tail;
      refused |= (int32_t)(0xffffu << (n - i)) & 0xffff;
    }
    rk_i16 key, words;
    memcpy(&key, from, sizeof key);
    key ^= (key >> 31) & 0x7fffffff;
    rk_spread(&words, refused);
    rk_i16 out = (words & bit) != 0;
    rk_i16 low_key = RK_CHOOSE(out, least, key);
    key = RK_CHOOSE(out, denied, key);
    live += out + 1;
    least = __builtin_elementwise_min(low_key, least);
    most = __builtin_elementwise_max(key, most);
    memcpy(keys + i, &key, sizeof key);
  }
  size_t total = 0;
  for (int lane = 0; lane < 16; lane++) {
    total += (size_t)live[lane];
    *low = least[lane] < *low ? least[lane] : *low;
    *high = most[lane] > *high ? most[lane] : *high;
  }
  return total;
}

/* How many keys are at least `threshold`. */
RK_INLINE size_t rk_count(const int32_t *keys, size_t padded, int32_t threshold) {
  rk_i16 limit, count = {0}, key;
  rk_spread(&limit, threshold);
  for (size_t i = 0; i < padded; i += 16) {
    memcpy(&key, keys + i, sizeof key);
    count -= key >= limit;
  }
  size_t total = 0;
  for (int lane = 0; lane < 16; lane++) total += (size_t)count[lane];
  return total;
}

/* About log2(n), as good as a guess needs it. */
RK_INLINE float rk_about_log2(size_t n) {
  const float value = (float)n;
  int32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return (float)bits * 0x1p-23f - 127.0f;
}

/*
 * A threshold that k .. k + slack keys reach, or the exact k-th key where ties leave no such one. Tails of scores thin
 * out about exponentially, so the first guesses interpolate between logarithms of counts; should these not find it,
 * intervals are halved, first of values, which takes fewer steps across zero, then of bit patterns.
 */
RK_INLINE int32_t rk_threshold(const int32_t *keys, size_t padded, size_t live, size_t k, size_t slack, int32_t low,
                               int32_t high) {
  int32_t passing = low;              /* `above` keys, at least k, reach it */
  int64_t beyond = (int64_t)high + 1; /* `fewer` than k keys reach it */
  size_t above = live, fewer = 0;
  const float wanted = rk_about_log2(k + slack / 2);
  for (int step = 0; (int64_t)passing + 1 < beyond; step++) {
    int32_t middle = (int32_t)(((int64_t)passing + beyond) >> 1);
    if (step < 16) {
      const float from = rk_unkey(passing), to = rk_unkey((int32_t)(beyond - 1)), most = rk_about_log2(above);
      const float least = fewer > 0 ? rk_about_log2(fewer) : -1.0f;
      const float share = step < 6 ? (most - wanted) / (most - least) : 0.5f;
      const int32_t guess = rk_key((1.0f - share) * from + share * to);
      if (guess > passing && guess < beyond) middle = guess;
    }
    const size_t reached = rk_count(keys, padded, middle);
    if (reached < k) {
      beyond = middle;
      fewer = reached;
    } else {
      passing = middle;
      above = reached;
      if (reached <= k + slack) break;
    }
  }
  return passing;
}

/* Appends the lanes of `key` whose bit is set, and their places; as many more integers as lanes may be written after them. */
#if defined(RK_HAVE_AVX512)
RK_INLINE size_t rk_append(const rk_i16 *key, uint16_t bits, size_t place, int32_t *packed, int32_t *places) {
  const __m512i lanes = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const __m512i here = _mm512_add_epi32(lanes, _mm512_set1_epi32((int32_t)place));
  __m512i keys;
  memcpy(&keys, key, sizeof keys);
  _mm512_storeu_si512(packed, _mm512_maskz_compress_epi32(bits, keys));
  _mm512_storeu_si512(places, _mm512_maskz_compress_epi32(bits, here));
  return (size_t)__builtin_popcount(bits);
}
#elif defined(RK_HAVE_AVX2)
/* Eight lanes: of the bytes 0 to 7 those are extracted whose bit is set, and say where each lane comes from. */
RK_INLINE size_t rk_append_half(const int32_t *key, uint8_t bits, size_t place, int32_t *packed, int32_t *places) {
  const uint64_t chosen = _pext_u64(0x0706050403020100, _pdep_u64(bits, 0x0101010101010101) * 0xff);
  const __m256i from = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((int64_t)chosen));
  const __m256i keys = _mm256_loadu_si256((const __m256i *)key);
  _mm256_storeu_si256((__m256i *)packed, _mm256_permutevar8x32_epi32(keys, from));
  _mm256_storeu_si256((__m256i *)places, _mm256_add_epi32(from, _mm256_set1_epi32((int32_t)place)));
  return (size_t)__builtin_popcount(bits);
}

RK_INLINE size_t rk_append(const rk_i16 *key, uint16_t bits, size_t place, int32_t *packed, int32_t *places) {
  const int32_t *keys = (const int32_t *)key;
  const size_t first = rk_append_half(keys, (uint8_t)bits, place, packed, places);
  return first + rk_append_half(keys + 8, (uint8_t)(bits >> 8), place + 8, packed + first, places + first);
}
#else
RK_INLINE size_t rk_append(const rk_i16 *key, uint16_t bits, size_t place, int32_t *packed, int32_t *places) {
  size_t count = 0;
  for (uint32_t rest = bits; rest != 0; rest &= rest - 1) {
    const int lane = __builtin_ctz(rest);
    packed[count] = (*key)[lane];
    places[count++] = (int32_t)place + lane;
  }
  return count;
}
#endif

/* The live keys that reach the threshold and their places, in order of place. */
RK_INLINE size_t rk_pack(const int32_t *keys, size_t padded, int32_t threshold, int32_t *packed,
                         int32_t *places) {
  rk_i16 limit, key;
  rk_spread(&limit, threshold == RK_DENIED ? threshold + 1 : threshold);
  size_t above = 0;
  for (size_t i = 0; i < padded; i += 16) {
    memcpy(&key, keys + i, sizeof key);
    rk_b16 lanes = __builtin_convertvector(key >= limit, rk_b16);
    uint16_t bits;
    memcpy(&bits, &lanes, sizeof bits);
    above += rk_append(&key, bits, i, packed + above, places + above);
  }
  return above;
}

static size_t rk_select(const float *scores, size_t n, const uint64_t *deny, size_t k, int32_t *work,
                        int32_t *items, float *out) {
  size_t padded = (n + 15) / 16 * 16;
  int32_t *keys = work, *packed = work + padded, *places = packed + padded + 16, *order = places + padded + 16;
  int32_t low = INT32_MAX, high = RK_DENIED;
  size_t live = rk_keys(scores, n, deny, keys, &low, &high);
  if (k > live) k = live;
  if (k == 0) return 0;
  size_t slack = k / 8 + 8;
  int32_t threshold = live <= k + slack ? low : rk_threshold(keys, padded, live, k, slack, low, high);
  size_t above = rk_pack(keys, padded, threshold, packed, places);
  if (!rk_order(packed, above, threshold, high, order)) rk_order_by_merging(packed, above, order, keys);
  for (size_t r = 0; r < k; r++) {
    items[r] = places[order[r]];
    out[r] = scores[items[r]];
  }
  return k;
}
