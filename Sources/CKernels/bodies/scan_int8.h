/*
 * Matrix-vector product over 8-bit integers. Sixteen rows lie side by side, four columns at a time, so that a
 * row is a lane of 32 bits. Sums are exact in them, modulo 2^32 on the way: the order of additions is free and every
 * instruction set gives the same result.
 */

/* Bytes of four columns in one block of rows. */
#define RK_FOUR 64

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
 * `blocks` (at most 4) times 16 rows. The instruction multiplies unsigned by signed bytes: a row's by the low ones as
 * they are, and 128 more than them by the high ones, less 128 times the sum of these in the end.
 */
RK_INLINE void rk_dots_int8(const int8_t *rows, size_t fours, const int16_t *x, const size_t blocks, int32_t *out) {
  const __m512i middle = _mm512_set1_epi8(-128);
  __m512i high[4], low[4], highs = _mm512_setzero_si512();
  for (size_t b = 0; b < blocks; b++) high[b] = low[b] = _mm512_setzero_si512();
  for (size_t f = 0; f < fours; f++) {
    const __m512i right_low = rk_splat_bytes(x + 4 * f), right_high = rk_splat_bytes(x + 4 * f + 2);
    highs = _mm512_dpbusd_epi32(highs, middle, right_high);
#pragma clang loop unroll(full)
    for (size_t b = 0; b < blocks; b++) {
      const int8_t *line = rows + (b * fours + f) * RK_FOUR;
      const __m512i bytes = _mm512_loadu_si512(line);
      __builtin_prefetch(line + blocks * fours * RK_FOUR);
      low[b] = _mm512_dpbusd_epi32(low[b], right_low, bytes);
      high[b] = _mm512_dpbusd_epi32(high[b], _mm512_xor_si512(bytes, middle), right_high);
    }
  }
  for (size_t b = 0; b < blocks; b++) {
    const __m512i upper = _mm512_slli_epi32(_mm512_sub_epi32(high[b], highs), 8);
    _mm512_storeu_si512(out + 16 * b, _mm512_add_epi32(low[b], upper));
  }
}
#elif defined(RK_HAVE_AVX2)
RK_INLINE void rk_part_bytes(int16_t *x, size_t fours) { (void)x, (void)fours; }

/* Four rows a register, each with two sums that are added in the end; one or two blocks at once. */
RK_INLINE void rk_some_dots_int8(const int8_t *rows, size_t fours, const int16_t *x, const size_t blocks,
                                 int32_t *out) {
  __m256i sums[8];
  for (size_t q = 0; q < 4 * blocks; q++) sums[q] = _mm256_setzero_si256();
  for (const int8_t *end = rows + fours * RK_FOUR; rows < end; rows += RK_FOUR, x += 4) {
    int64_t four;
    memcpy(&four, x, sizeof four);
    const __m256i right = _mm256_set1_epi64x(four);
#pragma clang loop unroll(full)
    for (size_t q = 0; q < 4 * blocks; q++) {
      const int8_t *quarter = rows + q / 4 * fours * RK_FOUR + q % 4 * 16;
      const __m256i left = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)quarter));
      sums[q] = _mm256_add_epi32(sums[q], _mm256_madd_epi16(left, right));
    }
  }
  for (size_t q = 0; q < 4 * blocks; q += 2) {
    const __m256i halves = _mm256_hadd_epi32(sums[q], sums[q + 1]);
    _mm256_storeu_si256((__m256i *)(out + 4 * q), _mm256_permute4x64_epi64(halves, 0xd8));
  }
}

RK_INLINE void rk_dots_int8(const int8_t *rows, size_t fours, const int16_t *x, const size_t blocks, int32_t *out) {
  size_t b = 0;
  for (; b + 2 <= blocks; b += 2) rk_some_dots_int8(rows + b * fours * RK_FOUR, fours, x, 2, out + 16 * b);
  if (b < blocks) rk_some_dots_int8(rows + b * fours * RK_FOUR, fours, x, 1, out + 16 * b);
}
#else
RK_INLINE void rk_part_bytes(int16_t *x, size_t fours) { (void)x, (void)fours; }

RK_INLINE void rk_dots_int8(const int8_t *rows, size_t fours, const int16_t *x, const size_t blocks, int32_t *out) {
  memset(out, 0, 16 * blocks * sizeof *out);
  for (size_t b = 0; b < blocks; b++)
    for (size_t f = 0; f < fours; f++) {
      const int8_t *four = rows + (b * fours + f) * RK_FOUR;
      for (size_t lane = 0; lane < 16; lane++)
        for (size_t c = 0; c < 4; c++) out[16 * b + lane] += (int32_t)four[4 * lane + c] * x[4 * f + c];
    }
}
#endif

static void rk_scan_int8(const int8_t *rows, const float *scales, size_t count, size_t columns, const float *x,
                         int16_t *work, float *out) {
  const float scale = rk_round_int16(x, columns, work);
  const size_t fours = columns / 4;
  rk_part_bytes(work, fours);
  int32_t dots[64];
  for (size_t r = 0; r < count; r += 64) {
    const size_t rest = count - r < 64 ? count - r : 64;
    const int8_t *from = rows + r * columns;
    if (rest > 48) {
      rk_dots_int8(from, fours, work, 4, dots);
    } else {
      for (size_t b = 0; 16 * b < rest; b++)
        rk_dots_int8(from + b * fours * RK_FOUR, fours, work, 1, dots + 16 * b);
    }
    for (size_t i = 0; i < rest; i++) out[r + i] = (float)dots[i] * (scales[r + i] * scale);
  }
}
