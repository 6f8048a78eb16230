/*
 * The best k of n scores without sorting n: a threshold is bisected until little more than k scores
 * pass it, those are packed and only they are ordered. Comparisons alone, so every instruction set agrees.
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
typedef int16_t rk_s32 __attribute__((vector_size(64), aligned(2)));

/* More keys than this are merged: counting is quadratic. */
#define RK_COUNTED 640

RK_INLINE void rk_spread(rk_i16 *v, int32_t x) {
  *v = (rk_i16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

#define RK_CHOOSE(mask, yes, no) (((mask) & (yes)) | (~(mask) & (no)))

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

/* Appends the lanes of `key` whose bit is set, and their places; more integers may be written after them. */
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

/* order[rank] = position, by counting for each key how many precede it. */
RK_INLINE void rk_order_by_counting(const int32_t *keys, size_t count, int32_t *order) {
  const rk_i16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  for (size_t i = 0; i < count; i += 16) {
    rk_i16 mine, rank = {0}, other;
    memcpy(&mine, keys + i, sizeof mine);
    size_t j = 0;
    for (; j < i; j++) {
      rk_spread(&other, keys[j]);
      rank -= other >= mine;
    }
    size_t block = count - i < 16 ? count - i : 16;
    for (size_t inside = 0; inside < block; inside++, j++) {
      rk_i16 position;
      rk_spread(&other, keys[j]);
      rk_spread(&position, (int32_t)inside);
      rank -= (other > mine) | ((other == mine) & (position < lanes));
    }
    for (; j < count; j++) {
      rk_spread(&other, keys[j]);
      rank -= other > mine;
    }
    for (size_t lane = 0; lane < block; lane++) order[rank[lane]] = (int32_t)(i + lane);
  }
}

/*
 * The same through keys of 15 bits, twice as many a register, and an insertion pass that puts the exact
 * keys right. 0 where too many share their 15 bits; order is then unfinished.
 */
RK_INLINE int rk_order_coarsely(const int32_t *keys, size_t count, int32_t high, int32_t *order) {
  int16_t coarse[RK_COUNTED + 32];
  uint32_t least = (uint32_t)keys[0];
  for (size_t i = 1; i < count; i++) least = keys[i] < (int32_t)least ? (uint32_t)keys[i] : least;
  uint32_t range = (uint32_t)high - least;
  int bits = range ? 32 - __builtin_clz(range) : 0, shift = bits > 15 ? bits - 15 : 0;
  for (size_t i = 0; i < count; i++) coarse[i] = (int16_t)(((uint32_t)keys[i] - least) >> shift);
  for (size_t i = count; i < count + 32; i++) coarse[i] = -1;
  for (size_t i = 0; i < count; i += 32) {
    rk_s32 mine, rank = {0}, lanes;
    memcpy(&mine, coarse + i, sizeof mine);
    for (int lane = 0; lane < 32; lane++) lanes[lane] = (int16_t)lane;
    size_t block = count - i < 32 ? count - i : 32, j = 0;
    for (; j < i; j++) rank -= (rk_s32){0} + coarse[j] >= mine;
    for (size_t inside = 0; inside < block; inside++, j++) {
      rk_s32 other = (rk_s32){0} + coarse[j];
      rank -= (other > mine) | ((other == mine) & ((rk_s32){0} + (int16_t)inside < lanes));
    }
    for (; j < count; j++) rank -= (rk_s32){0} + coarse[j] > mine;
    for (size_t lane = 0; lane < block; lane++) order[rank[lane]] = (int32_t)(i + lane);
  }
  size_t budget = 4 * count;
  for (size_t i = 1; i < count; i++) {
    int32_t place = order[i];
    size_t j = i;
    for (; j > 0 && keys[order[j - 1]] < keys[place]; j--) {
      if (budget-- == 0) return 0;
      order[j] = order[j - 1];
    }
    order[j] = place;
  }
  return 1;
}

/* order = positions by descending key, stable, by merging runs of doubling length. */
RK_INLINE void rk_order_by_merging(const int32_t *keys, size_t count, int32_t *order, int32_t *spare) {
  for (size_t i = 0; i < count; i++) order[i] = (int32_t)i;
  int32_t *from = order, *to = spare;
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t start = 0; start < count; start += 2 * width) {
      size_t middle = start + width < count ? start + width : count;
      size_t end = start + 2 * width < count ? start + 2 * width : count;
      size_t a = start, b = middle;
      for (size_t o = start; o < end; o++) {
        int left = b == end || (a < middle && keys[from[a]] >= keys[from[b]]);
        to[o] = left ? from[a++] : from[b++];
      }
    }
    int32_t *swap = from;
    from = to;
    to = swap;
  }
  if (from != order) memcpy(order, from, count * sizeof *order);
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
  for (size_t i = 0; i < 16; i++) packed[above + i] = RK_DENIED;
  if (above > RK_COUNTED)
    rk_order_by_merging(packed, above, order, keys);
  else if (!rk_order_coarsely(packed, above, high, order))
    rk_order_by_counting(packed, above, order);
  for (size_t r = 0; r < k; r++) {
    items[r] = places[order[r]];
    out[r] = scores[items[r]];
  }
  return k;
}
