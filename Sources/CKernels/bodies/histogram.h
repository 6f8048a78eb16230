/*
 * Training of oblivious trees: histograms of packed (gradient, weight) sums, all integers and so exact in
 * any order, and the score of every border from them.
 */

static size_t rk_histogram_rows(const uint32_t *rows, size_t count, const uint16_t *leaf,
                                const int32_t *leaf_offset, const int64_t *packed, rk_histogram_entry *out) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t row = rows[i];
    const int32_t offset = leaf_offset[leaf[row]];
    out[kept] = (rk_histogram_entry){row, (uint32_t)offset, packed[row]};
    kept += offset >= 0;
  }
  return kept;
}

#define RK_HISTOGRAM(width)                                                                        \
  static void rk_histogram##width(const rk_histogram_entry *restrict e, size_t count,              \
                                  const uint8_t *const *columns, int64_t *const *sums) {           \
    for (size_t i = 0; i < count; i++) {                                                           \
      const rk_histogram_entry x = e[i];                                                           \
      _Pragma("clang loop unroll(full)") for (size_t f = 0; f < width; f++)                        \
          sums[f][x.offset + columns[f][x.row]] += x.packed;                                       \
    }                                                                                              \
  }
RK_HISTOGRAM(1)
RK_HISTOGRAM(2)
RK_HISTOGRAM(4)
#undef RK_HISTOGRAM

static void rk_histogram(const rk_histogram_entry *entries, size_t count, const uint8_t *const *columns,
                         int64_t *const *sums, size_t features) {
  size_t f = 0;
  for (; f + 4 <= features; f += 4) rk_histogram4(entries, count, columns + f, sums + f);
  for (; f + 2 <= features; f += 2) rk_histogram2(entries, count, columns + f, sums + f);
  for (; f < features; f++) rk_histogram1(entries, count, columns + f, sums + f);
}

static void rk_histogram_split(int64_t *low, int64_t *high, size_t count, int high_is_small) {
  for (size_t i = 0; i < count; i++) {
    const int64_t small = high[i], large = low[i] - small;
    low[i] = high_is_small ? large : small;
    high[i] = high_is_small ? small : large;
  }
}

static void rk_histogram_scores(const rk_score_options *o, const int64_t *sums, size_t leaves, size_t stride,
                                size_t bins, double *scores) {
#pragma STDC FP_CONTRACT OFF
  double top[256] = {0}, bottom[256] = {0}, gradient[256], weight[256];
  const int64_t mask = ((int64_t)1 << o->weight_bits) - 1;
  for (size_t leaf = 0; leaf < leaves; leaf++) {
    const int64_t *h = sums + leaf * stride;
    int64_t running = 0;
    for (size_t b = 0; b < bins; b++) {
      running += h[b];
      weight[b] = (double)(running & mask) * o->weight_unit;
      gradient[b] = (double)(running >> o->weight_bits) * o->gradient_unit;
    }
    const double all_g = gradient[bins - 1], all_w = weight[bins - 1];
    for (size_t b = 0; b + 1 < bins; b++) {
      const double left_g = gradient[b], left_w = weight[b];
      const double right_g = all_g - left_g, right_w = all_w - left_w;
      const double left = left_g / (left_w + o->l2), right = right_g / (right_w + o->l2);
      top[b] += left * left_g + right * right_g;
      bottom[b] += left * left * left_w + right * right * right_w;
    }
  }
  for (size_t b = 0; b + 1 < bins; b++)
    scores[b] = o->cosine ? top[b] / __builtin_sqrt(bottom[b] + 1e-100) : top[b];
}

static void rk_leaf_bit(uint16_t *leaf, const uint8_t *column, size_t count, uint8_t bin, uint16_t bit) {
  for (size_t i = 0; i < count; i++) leaf[i] |= column[i] >= bin ? bit : 0;
}
