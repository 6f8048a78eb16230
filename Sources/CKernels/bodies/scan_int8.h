/*
 * Matrix-vector product over 8-bit integers. Sixty-four rows lie side by side, four columns at a time: memory is read
 * from first to last byte, which is what processors foresee best, and a row is a lane of 32 bits. Sums are exact in
 * these: the order of additions is free and every instruction set gives the same result.
 */

/* Bytes of four columns in sixteen rows, and sixteens in a block. */
#define RK_LINE 64
#define RK_LINES 4

/* The largest magnitude; lane by lane, since each comparison waits for the one before. */
RK_INLINE float rk_largest(const float *x, size_t n) {
  float lanes[16] = {0}, largest = 0;
  size_t i = 0;
  for (; i + 16 <= n; i += 16)
    for (int l = 0; l < 16; l++) lanes[l] = fabsf(x[i + l]) > lanes[l] ? fabsf(x[i + l]) : lanes[l];
  for (; i < n; i++) lanes[i % 16] = fabsf(x[i]) > lanes[i % 16] ? fabsf(x[i]) : lanes[i % 16];
  for (int l = 0; l < 16; l++) largest = lanes[l] > largest ? lanes[l] : largest;
  return largest;
}

/* Rounds x to multiples of the returned scale, 127 of which are its largest magnitude. */
RK_INLINE float rk_round_int8(const float *x, size_t n, int8_t *out) {
  const float scale = rk_largest(x, n) / 127;
  if (!(scale > 0)) {
    memset(out, 0, n);
    return 0;
  }
  for (size_t i = 0; i < n; i++) {
    const float step = __builtin_elementwise_roundeven(x[i] / scale);
    out[i] = (int8_t)(step > 127 ? 127 : step < -127 ? -127 : step);
  }
  return scale;
}

RK_INLINE int32_t rk_four_bytes(const int8_t *x) {
  int32_t four;
  memcpy(&four, x, sizeof four);
  return four;
}

#if defined(RK_HAVE_AVX512)
/* One block of rows. The instruction multiplies unsigned by signed bytes: a row's are shifted by 128, and 128 times the
   sum of x taken away in the end. */
RK_INLINE void rk_dots_int8(const int8_t *rows, size_t fours, const int8_t *x, int32_t *out) {
  const __m512i middle = _mm512_set1_epi8(-128);
  __m512i sums[RK_LINES], shift = _mm512_setzero_si512();
  for (size_t l = 0; l < RK_LINES; l++) sums[l] = _mm512_setzero_si512();
  for (size_t f = 0; f < fours; f++) {
    const __m512i right = _mm512_set1_epi32(rk_four_bytes(x + 4 * f));
    shift = _mm512_dpbusd_epi32(shift, middle, right);
#pragma clang loop unroll(full)
    for (size_t l = 0; l < RK_LINES; l++) {
      const __m512i bytes = _mm512_loadu_si512(rows + (f * RK_LINES + l) * RK_LINE);
      sums[l] = _mm512_dpbusd_epi32(sums[l], _mm512_xor_si512(bytes, middle), right);
    }
  }
  for (size_t l = 0; l < RK_LINES; l++) _mm512_storeu_si512(out + 16 * l, _mm512_sub_epi32(sums[l], shift));
}
#elif defined(RK_HAVE_AVX2)
/* One block of rows. The instruction multiplies unsigned by signed bytes and adds pairs in 16 bits, which 127 * 127
   twice does not leave: x as magnitudes, its signs given to the rows. */
RK_INLINE void rk_dots_int8(const int8_t *rows, size_t fours, const int8_t *x, int32_t *out) {
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i sums[2 * RK_LINES];
  for (size_t h = 0; h < 2 * RK_LINES; h++) sums[h] = _mm256_setzero_si256();
  for (size_t f = 0; f < fours; f++) {
    const __m256i right = _mm256_set1_epi32(rk_four_bytes(x + 4 * f)), magnitudes = _mm256_abs_epi8(right);
#pragma clang loop unroll(full)
    for (size_t h = 0; h < 2 * RK_LINES; h++) {
      const int8_t *bytes = rows + f * RK_LINES * RK_LINE + 32 * h;
      const __m256i left = _mm256_sign_epi8(_mm256_loadu_si256((const __m256i *)bytes), right);
      const __m256i pairs = _mm256_maddubs_epi16(magnitudes, left);
      sums[h] = _mm256_add_epi32(sums[h], _mm256_madd_epi16(pairs, ones));
    }
  }
  for (size_t h = 0; h < 2 * RK_LINES; h++) _mm256_storeu_si256((__m256i *)(out + 8 * h), sums[h]);
}
#else
RK_INLINE void rk_dots_int8(const int8_t *rows, size_t fours, const int8_t *x, int32_t *out) {
  memset(out, 0, 16 * RK_LINES * sizeof *out);
  for (size_t f = 0; f < fours; f++)
    for (size_t row = 0; row < 16 * RK_LINES; row++)
      for (size_t c = 0; c < 4; c++) out[row] += (int32_t)*rows++ * x[4 * f + c];
}
#endif

static void rk_scan_int8(const int8_t *rows, const float *scales, size_t count, size_t columns, const float *x,
                         int8_t *work, float *out) {
  const float scale = rk_round_int8(x, columns, work);
  const size_t fours = columns / 4, block = 16 * RK_LINES;
  int32_t dots[16 * RK_LINES];
  for (size_t r = 0; r < count; r += block) {
    rk_dots_int8(rows + r * columns, fours, work, dots);
    const size_t rest = count - r < block ? count - r : block;
    if (rest == block)
      for (size_t i = 0; i < block; i++) out[r + i] = (float)dots[i] * (scales[r + i] * scale);
    else
      for (size_t i = 0; i < rest; i++) out[r + i] = (float)dots[i] * (scales[r + i] * scale);
  }
}

/* Exact, as the sums of a scan. */
RK_INLINE int32_t rk_dot_int8(const int8_t *row, const int8_t *x, size_t columns) {
  int32_t dot = 0;
  size_t c = 0;
#if defined(RK_HAVE_AVX512) || defined(RK_HAVE_AVX2)
  __m256i sums = _mm256_setzero_si256();
  for (; c + 16 <= columns; c += 16) {
    const __m256i left = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(row + c)));
    const __m256i right = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(x + c)));
    sums = _mm256_add_epi32(sums, _mm256_madd_epi16(left, right));
  }
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4e));
  dot = _mm_cvtsi128_si32(_mm_add_epi32(four, _mm_shuffle_epi32(four, 0xb1)));
#endif
  for (; c < columns; c++) dot += (int32_t)row[c] * x[c];
  return dot;
}

static void rk_dots_int8_of(const int8_t *rows, const float *scales, const int32_t *items, size_t count,
                            size_t columns, const float *x, int8_t *work, float *out) {
  const float scale = rk_round_int8(x, columns, work);
  for (size_t r = 0; r < count; r++) {
    const size_t item = (size_t)items[r];
    out[r] = (float)rk_dot_int8(rows + item * columns, work, columns) * (scales[item] * scale);
  }
}
