/*
 * Places of keys in descending order, equal ones by place: a sorting network, whose comparisons are the same whatever the
 * keys, where there are few enough, else merging. Comparisons alone, so every instruction set agrees.
 */

/* Keys in a register. */
#if defined(RK_HAVE_AVX512)
#define RK_KEYS 16
#else
#define RK_KEYS 8
#endif

typedef int32_t rk_key_lanes __attribute__((vector_size(4 * RK_KEYS), aligned(4)));
typedef uint32_t rk_word_lanes __attribute__((vector_size(4 * RK_KEYS), aligned(4)));

/* The network sorts as many keys; more are merged. */
#define RK_MOST_KEYS 2048

/* The larger of each pair to `first`, the smaller to `second`. */
RK_INLINE void rk_exchange(rk_key_lanes *first, rk_key_lanes *second) {
  const rk_key_lanes most = __builtin_elementwise_max(*first, *second);
  *second = __builtin_elementwise_min(*first, *second);
  *first = most;
}

/* The steps of a merge after its first, in runs of `size` registers. */
RK_INLINE void rk_halve_registers(rk_key_lanes *v, const size_t registers, const size_t size) {
  for (size_t apart = size / 2; apart > 0; apart /= 2)
    for (size_t from = 0; from < registers; from += 2 * apart)
      for (size_t i = from; i < from + apart; i++) rk_exchange(v + i, v + i + apart);
}

/* Runs of half of `size` registers, each sorted, become sorted ones of `size`. */
RK_INLINE void rk_merge_registers(rk_key_lanes *v, const size_t registers, const size_t size) {
  for (size_t from = 0; from < registers; from += size)
    for (size_t i = 0; i < size / 2; i++) rk_exchange(v + from + i, v + from + size - 1 - i);
  rk_halve_registers(v, registers, size / 2);
}

/* The lanes of v in the order that differs from theirs in the bits of `x`. */
#if RK_KEYS == 16
#define RK_CROSSED(v, x)                                                                                           \
  __builtin_shufflevector(v, v, 0 ^ (x), 1 ^ (x), 2 ^ (x), 3 ^ (x), 4 ^ (x), 5 ^ (x), 6 ^ (x), 7 ^ (x), 8 ^ (x), 9 ^ (x), \
                          10 ^ (x), 11 ^ (x), 12 ^ (x), 13 ^ (x), 14 ^ (x), 15 ^ (x))
#else
#define RK_CROSSED(v, x) \
  __builtin_shufflevector(v, v, 0 ^ (x), 1 ^ (x), 2 ^ (x), 3 ^ (x), 4 ^ (x), 5 ^ (x), 6 ^ (x), 7 ^ (x))
#endif

/* Each lane's own number. */
RK_INLINE void rk_number_lanes(rk_key_lanes *lanes) {
  for (int32_t lane = 0; lane < RK_KEYS; lane++) (*lanes)[lane] = lane;
}

/* Of each pair of v and `other` the larger, or in lanes with the bit `upper` the smaller. */
#define RK_KEPT(v, other, upper) \
  RK_CHOOSE((lanes & (upper)) != 0, __builtin_elementwise_min(v, other), __builtin_elementwise_max(v, other))

/* Compares lanes that lie `apart` in every register. */
#define RK_EXCHANGE_LANES(apart)                  \
  for (size_t i = 0; i < registers; i++) {        \
    const rk_key_lanes other = RK_CROSSED(v[i], apart);  \
    v[i] = RK_KEPT(v[i], other, apart);           \
  }

/* The first comparison of a merge of runs of width / 2 lanes: what is as far from one end as from the other. */
#define RK_MIRROR_LANES(width)                                                                             \
  for (size_t i = 0; i < registers / 2; i++) {                                                             \
    rk_key_lanes *low = v + i, *high = v + registers - 1 - i;                                                     \
    const rk_key_lanes beside_low = RK_CROSSED(*high, (width) - 1), beside_high = RK_CROSSED(*low, (width) - 1);  \
    *low = RK_KEPT(*low, beside_low, (width) / 2);                                                         \
    *high = RK_KEPT(*high, beside_high, (width) / 2);                                                      \
  }

/*
 * Sorts RK_KEYS * registers values, descending, by the bitonic network (Batcher 1968): value number r is afterwards lane
 * r / registers of register r % registers, so that most comparisons are between registers. `registers` is a power of
 * two from 2 on.
 */
RK_INLINE void rk_sort(rk_key_lanes *v, const size_t registers) {
  rk_key_lanes lanes;
  rk_number_lanes(&lanes);
  for (size_t size = 2; size <= registers; size *= 2) rk_merge_registers(v, registers, size);
  RK_MIRROR_LANES(2)
  rk_halve_registers(v, registers, registers);
  RK_MIRROR_LANES(4)
  RK_EXCHANGE_LANES(1)
  rk_halve_registers(v, registers, registers);
  RK_MIRROR_LANES(8)
  RK_EXCHANGE_LANES(2)
  RK_EXCHANGE_LANES(1)
  rk_halve_registers(v, registers, registers);
#if RK_KEYS == 16
  RK_MIRROR_LANES(16)
  RK_EXCHANGE_LANES(4)
  RK_EXCHANGE_LANES(2)
  RK_EXCHANGE_LANES(1)
  rk_halve_registers(v, registers, registers);
#endif
}

/* Whether keys[order[i]] never rise. */
RK_INLINE int rk_is_ordered(const int32_t *keys, const int32_t *order, size_t count) {
  int rises = 0;
  for (size_t i = 1; i < count; i++) rises |= keys[order[i]] > keys[order[i - 1]];
  return !rises;
}

/* Puts right an order that is all but descending, stably; 0, and it is unfinished, where it is too far from that. */
static int rk_order_insert(const int32_t *keys, size_t count, int32_t *order) {
  size_t budget = 4 * count;
  for (size_t i = 1; i < count; i++) {
    const int32_t place = order[i];
    size_t j = i;
    for (; j > 0 && keys[order[j - 1]] < keys[place]; j--) {
      if (budget-- == 0) return 0;
      order[j] = order[j - 1];
    }
    order[j] = place;
  }
  return 1;
}

/*
 * order[rank] = position of each of `count` <= RK_KEYS * registers keys, none below `least` or above `most`, descending, equal
 * ones by position. What is sorted are words of as many of a key's upper bits as leave room for its position below
 * them; what differs in the lower bits alone is put right by insertion. 0 where that is too much; order is then
 * unfinished.
 */
RK_INLINE int rk_order_by_network(const int32_t *keys, size_t count, int32_t least, int32_t most, int32_t *order,
                                  const size_t registers) {
  rk_key_lanes lanes;
  rk_number_lanes(&lanes);
  const int place_bits = __builtin_ctzll(RK_KEYS * registers), room = 31 - place_bits;
  const uint32_t last = (uint32_t)(RK_KEYS * registers - 1), range = (uint32_t)most - (uint32_t)least;
  const int bits = range ? 32 - __builtin_clz(range) : 0, shift = bits > room ? bits - room : 0;
  rk_key_lanes words[RK_MOST_KEYS / RK_KEYS];
  for (size_t i = 0; i < registers; i++) {
    words[i] = (rk_key_lanes){0} - 1;
    if (RK_KEYS * i >= count) continue;
    rk_word_lanes key;
    memcpy(&key, keys + RK_KEYS * i, sizeof key);
    const rk_key_lanes place = lanes + (int32_t)(RK_KEYS * i);
    const rk_word_lanes word = ((key - (uint32_t)least) >> shift) << place_bits | (last - (rk_word_lanes)place);
    words[i] = RK_CHOOSE(place < (int32_t)count, (rk_key_lanes)word, words[i]);
  }
  rk_sort(words, registers);
  const int32_t *sorted = (const int32_t *)words;
  for (size_t rank = 0; rank < count; rank++)
    order[rank] = (int32_t)last - (sorted[rank % registers * RK_KEYS + rank / registers] & (int32_t)last);
  return rk_is_ordered(keys, order, count) || rk_order_insert(keys, count, order);
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

/* By the smallest network that is large enough; 0 where there is none, or where it leaves too much to do. */
RK_INLINE int rk_order(const int32_t *keys, size_t count, int32_t least, int32_t most, int32_t *order) {
  if (count <= 64) return rk_order_by_network(keys, count, least, most, order, 64 / RK_KEYS);
  if (count <= 256) return rk_order_by_network(keys, count, least, most, order, 256 / RK_KEYS);
  if (count <= 1024) return rk_order_by_network(keys, count, least, most, order, 1024 / RK_KEYS);
  return count <= RK_MOST_KEYS && rk_order_by_network(keys, count, least, most, order, RK_MOST_KEYS / RK_KEYS);
}
