/*
 * Matrix-vector product over 8-bit integers. Sixty-four rows lie side by side, four columns at a time: memory is read
 * from first to last byte, which is what processors foresee best, and a row is a lane of 32 bits. Sums are exact in
 * these, modulo 2^32 on the way: the order of additions is free and every instruction set gives the same result.
 */

/* Bytes of four columns in sixteen rows, and sixteens in a block. */
#define RK_LINE 64
#define RK_LINES 4

RK_INLINE float rk_largest(const float *x, size_t n) {
  float largest = 0;
  for (size_t i = 0; i < n; i++) largest = fabsf(x[i]) > largest ? fabsf(x[i]) : largest;
  return largest;
}

/* Rounds x to multiples of the returned scale, as finely as the sums have room for. */
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
/* Parts 16-bit x = 256 high + low, in place: of four columns first the low bytes, then the high ones. */
RK_INLINE void rk_part_bytes(int16_t *x, size_t fours) {
  for (size_t f = 0; f < fours; f++) {
    uint64_t four;
    memcpy(&four, x + 4 * f, sizeof four);
    four = _pext_u64(four, 0x00ff00ff00ff00ff) | _pext_u64(four, 0xff00ff00ff00ff00) << 32;
    memcpy(x + 4 * f, &four, sizeof four);
  }
}

RK_INLINE __m512i rk_splat_bytes(const int16_t *x) {
  int32_t four;
  memcpy(&four, x, sizeof four);
  return _mm512_set1_epi32(four);
}

/*
 * One block of rows. The instruction multiplies unsigned by signed bytes: a row's by the low ones as they are, and 128
 * more than them by the high ones, less 128 times the sum of these in the end.
 */
RK_INLINE void rk_dots_int8(const int8_t *rows, size_t fours, const int16_t *x, int32_t *out) {
  const __m512i middle = _mm512_set1_epi8(-128);
  __m512i high[RK_LINES], low[RK_LINES], highs = _mm512_setzero_si512();
  for (size_t l = 0; l < RK_LINES; l++) high[l] = low[l] = _mm512_setzero_si512();
  for (const int8_t *end = rows + fours * RK_LINES * RK_LINE; rows < end; rows += RK_LINES * RK_LINE, x += 4) {
    const __m512i right_low = rk_splat_bytes(x), right_high = rk_splat_bytes(x + 2);
    highs = _mm512_dpbusd_epi32(highs, middle, right_high);
#pragma clang loop unroll(full)
    for (size_t l = 0; l < RK_LINES; l++) {
      const __m512i bytes = _mm512_loadu_si512(rows + l * RK_LINE);
      low[l] = _mm512_dpbusd_epi32(low[l], right_low, bytes);
      high[l] = _mm512_dpbusd_epi32(high[l], _mm512_xor_si512(bytes, middle), right_high);
    }
  }
  for (size_t l = 0; l < RK_LINES; l++) {
    const __m512i upper = _mm512_slli_epi32(_mm512_sub_epi32(high[l], highs), 8);
    _mm512_storeu_si512(out + 16 * l, _mm512_add_epi32(low[l], upper));
  }
}
#elif defined(RK_HAVE_AVX2)
RK_INLINE void rk_part_bytes(int16_t *x, size_t fours) { (void)x, (void)fours; }

/* Four rows a register, each with two sums that are added in the end; half a block fills the registers. */
RK_INLINE void rk_dots_int8(const int8_t *rows, size_t fours, const int16_t *x, int32_t *out) {
  for (size_t half = 0; half < 2; half++, rows += RK_LINES / 2 * RK_LINE, out += 32) {
    __m256i sums[8];
    for (size_t q = 0; q < 8; q++) sums[q] = _mm256_setzero_si256();
    for (size_t f = 0; f < fours; f++) {
      int64_t four;
      memcpy(&four, x + 4 * f, sizeof four);
      const __m256i right = _mm256_set1_epi64x(four);
      const int8_t *quarters = rows + f * RK_LINES * RK_LINE;
#pragma clang loop unroll(full)
      for (size_t q = 0; q < 8; q++) {
        const __m256i left = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(quarters + 16 * q)));
        sums[q] = _mm256_add_epi32(sums[q], _mm256_madd_epi16(left, right));
      }
    }
    for (size_t q = 0; q < 8; q += 2) {
      const __m256i halves = _mm256_hadd_epi32(sums[q], sums[q + 1]);
      _mm256_storeu_si256((__m256i *)(out + 4 * q), _mm256_permute4x64_epi64(halves, 0xd8));
    }
  }
}
#else
RK_INLINE void rk_part_bytes(int16_t *x, size_t fours) { (void)x, (void)fours; }

RK_INLINE void rk_dots_int8(const int8_t *rows, size_t fours, const int16_t *x, int32_t *out) {
  memset(out, 0, 16 * RK_LINES * sizeof *out);
  for (size_t f = 0; f < fours; f++)
    for (size_t row = 0; row < 16 * RK_LINES; row++)
      for (size_t c = 0; c < 4; c++) out[row] += (int32_t)*rows++ * x[4 * f + c];
}
#endif

static void rk_scan_int8(const int8_t *rows, const float *scales, size_t count, size_t columns, const float *x,
                         int16_t *work, float *out) {
  const float scale = rk_round_int16(x, columns, work);
  const size_t fours = columns / 4, block = 16 * RK_LINES;
  rk_part_bytes(work, fours);
  int32_t dots[16 * RK_LINES];
  for (size_t r = 0; r < count; r += block) {
    rk_dots_int8(rows + r * columns, fours, work, dots);
    const size_t rest = count - r < block ? count - r : block;
    for (size_t i = 0; i < rest; i++) out[r + i] = (float)dots[i] * (scales[r + i] * scale);
  }
}

/* Exact, as the sums of a scan. */
RK_INLINE int32_t rk_dot_int8(const int8_t *row, const int16_t *x, size_t columns) {
  int32_t dot = 0;
  size_t c = 0;
#if defined(RK_HAVE_AVX512) || defined(RK_HAVE_AVX2)
  __m256i sums = _mm256_setzero_si256();
  for (; c + 16 <= columns; c += 16) {
    const __m256i left = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(row + c)));
    const __m256i right = _mm256_loadu_si256((const __m256i *)(x + c));
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
                            size_t columns, const float *x, int16_t *work, float *out) {
  const float scale = rk_round_int16(x, columns, work);
  for (size_t r = 0; r < count; r++) {
    const size_t item = (size_t)items[r];
    out[r] = (float)rk_dot_int8(rows + item * columns, work, columns) * (scales[item] * scale);
  }
}
