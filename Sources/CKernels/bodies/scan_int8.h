/*
 * Matrix-vector product over 8-bit integers. Sixteen rows lie side by side, two columns at a time, so that a
 * row is a lane and nothing is summed across lanes. Sums are exact in 32 bits: the order of additions is free
 * and every instruction set gives the same result.
 */

/* Bytes of one pair of columns in one block of rows. */
#define RK_PAIR 32

RK_INLINE float rk_largest(const float *x, size_t n) {
  float largest = 0;
  for (size_t i = 0; i < n; i++) largest = fabsf(x[i]) > largest ? fabsf(x[i]) : largest;
  return largest;
}

/* Rounds x to multiples of the returned scale, n even, as finely as the sums have room for. */
RK_INLINE float rk_round_int16(const float *x, size_t n, int16_t *out) {
  const size_t room = (size_t)INT32_MAX / (127 * n);
  const float limit = room < INT16_MAX ? (float)room : (float)INT16_MAX;
  const float largest = rk_largest(x, n), scale = largest / limit;
  if (!(scale > 0)) {
    memset(out, 0, n * sizeof *out);
    return 0;
  }
  for (size_t i = 0; i < n; i++) {
    float step = __builtin_elementwise_roundeven(x[i] / scale);
    out[i] = (int16_t)(step > limit ? limit : step < -limit ? -limit : step);
  }
  return scale;
}

#if defined(RK_HAVE_AVX512)
/* `blocks` (at most 4) times 16 rows. */
RK_INLINE void rk_dots_int8(const int8_t *rows, size_t pairs, const int16_t *x, const size_t blocks, int32_t *out) {
  __m512i sums[4];
  for (size_t b = 0; b < blocks; b++) sums[b] = _mm512_setzero_si512();
  for (size_t p = 0; p < pairs; p++) {
    int32_t pair;
    memcpy(&pair, x + 2 * p, sizeof pair);
    const __m512i right = _mm512_set1_epi32(pair);
#pragma clang loop unroll(full)
    for (size_t b = 0; b < blocks; b++) {
      const __m256i bytes = _mm256_loadu_si256((const __m256i *)(rows + (b * pairs + p) * RK_PAIR));
      sums[b] = _mm512_add_epi32(sums[b], _mm512_madd_epi16(_mm512_cvtepi8_epi16(bytes), right));
    }
  }
  for (size_t b = 0; b < blocks; b++) _mm512_storeu_si512(out + 16 * b, sums[b]);
}
#elif defined(RK_HAVE_AVX2)
RK_INLINE void rk_dots_int8(const int8_t *rows, size_t pairs, const int16_t *x, const size_t blocks, int32_t *out) {
  __m256i sums[8];
  for (size_t h = 0; h < 2 * blocks; h++) sums[h] = _mm256_setzero_si256();
  for (size_t p = 0; p < pairs; p++) {
    int32_t pair;
    memcpy(&pair, x + 2 * p, sizeof pair);
    const __m256i right = _mm256_set1_epi32(pair);
#pragma clang loop unroll(full)
    for (size_t h = 0; h < 2 * blocks; h++) {
      const int8_t *half = rows + (h / 2 * pairs + p) * RK_PAIR + h % 2 * 16;
      const __m256i left = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)half));
      sums[h] = _mm256_add_epi32(sums[h], _mm256_madd_epi16(left, right));
    }
  }
  for (size_t h = 0; h < 2 * blocks; h++) _mm256_storeu_si256((__m256i *)(out + 8 * h), sums[h]);
}
#else
RK_INLINE void rk_dots_int8(const int8_t *rows, size_t pairs, const int16_t *x, const size_t blocks, int32_t *out) {
  memset(out, 0, 16 * blocks * sizeof *out);
  for (size_t b = 0; b < blocks; b++)
    for (size_t p = 0; p < pairs; p++) {
      const int8_t *pair = rows + (b * pairs + p) * RK_PAIR;
      for (size_t lane = 0; lane < 16; lane++)
        out[16 * b + lane] += (int32_t)pair[2 * lane] * x[2 * p] + (int32_t)pair[2 * lane + 1] * x[2 * p + 1];
    }
}
#endif

static void rk_scan_int8(const int8_t *rows, const float *scales, size_t count, size_t columns, const float *x,
                         int16_t *work, float *out) {
  const float scale = rk_round_int16(x, columns, work);
  const size_t pairs = columns / 2;
  int32_t dots[64];
  for (size_t r = 0; r < count; r += 64) {
    const size_t rest = count - r < 64 ? count - r : 64;
    const int8_t *from = rows + r * columns;
    if (rest > 48) {
      rk_dots_int8(from, pairs, work, 4, dots);
    } else {
      for (size_t b = 0; 16 * b < rest; b++)
        rk_dots_int8(from + b * pairs * RK_PAIR, pairs, work, 1, dots + 16 * b);
    }
    for (size_t i = 0; i < rest; i++) out[r + i] = (float)dots[i] * (scales[r + i] * scale);
  }
}
