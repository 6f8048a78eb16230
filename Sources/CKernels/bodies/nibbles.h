/*
 * Sums of chosen rows at 4 bits an entry. A code c from 0 to 14 stands for a level, the triangular number of |c - 7| with
 * the sign of c - 7: fine near zero, where most entries lie. Levels are looked up as bytes, of which four add without
 * carry, and then summed as 16-bit lanes. Sums are exact, so every instruction set agrees.
 */

typedef uint8_t rk_u64 __attribute__((vector_size(64), aligned(1)));

/* What makes levels unsigned, rows of them that 16-bit sums hold, and lines of 128 columns whose sums stay in registers. */
#define RK_LEVEL_ZERO 28
#define RK_NIBBLE_ROWS 1024
#if defined(RK_HAVE_AVX512)
#define RK_NIBBLE_LINES 4
#else
#define RK_NIBBLE_LINES 1
#endif

/* The levels of 64 codes, each the lower four bits of a byte. */
#if defined(RK_HAVE_AVX512)
RK_INLINE void rk_look_up(const rk_u64 *codes, rk_u64 *levels) {
  /* A permute looks at six bits of a byte: whatever the upper two are. */
  const __m512i table = _mm512_broadcast_i32x4(
      _mm_setr_epi8(0, 7, 13, 18, 22, 25, 27, 28, 29, 31, 34, 38, 43, 49, 56, RK_LEVEL_ZERO));
  *levels = (rk_u64)_mm512_permutexvar_epi8((__m512i)*codes, table);
}
#elif defined(RK_HAVE_AVX2)
RK_INLINE void rk_look_up(const rk_u64 *codes, rk_u64 *levels) {
  const __m256i table = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(0, 7, 13, 18, 22, 25, 27, 28, 29, 31, 34, 38, 43, 49, 56, RK_LEVEL_ZERO));
  __m256i halves[2];
  memcpy(halves, codes, sizeof halves);
  for (int h = 0; h < 2; h++)
    halves[h] = _mm256_shuffle_epi8(table, _mm256_and_si256(halves[h], _mm256_set1_epi8(15)));
  memcpy(levels, halves, sizeof halves);
}
#else
RK_INLINE void rk_look_up(const rk_u64 *codes, rk_u64 *levels) {
  static const uint8_t table[16] = {0, 7, 13, 18, 22, 25, 27, 28, 29, 31, 34, 38, 43, 49, 56, RK_LEVEL_ZERO};
  for (int i = 0; i < 64; i++) (*levels)[i] = table[(*codes)[i] & 15];
}
#endif

/* Two neighbours share a 16-bit lane: `all` counts both, modulo 65536, `odd` the upper one. */
typedef struct rk_level_sums {
  rk_u32 all, odd;
} rk_level_sums;

/* Adds a line of `rows` (1 or 4) rows: columns 0 to 63 lie in the lower four bits of its bytes, 64 to 127 in the upper. */
RK_INLINE void rk_add_line(const uint8_t *const *row, const int rows, size_t at, rk_level_sums *sums) {
  rk_u64 lower = {0}, upper = {0};
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) {
    rk_u64 codes, levels;
    memcpy(&codes, row[r] + at, sizeof codes);
    rk_look_up(&codes, &levels);
    lower += levels;
    codes = (rk_u64)((rk_u32)codes >> 4);
    rk_look_up(&codes, &levels);
    upper += levels;
  }
  sums[0].all += (rk_u32)lower;
  sums[0].odd += (rk_u32)lower >> 8;
  sums[1].all += (rk_u32)upper;
  sums[1].odd += (rk_u32)upper >> 8;
}

/* totals[64] += the two sums of each lane. */
RK_INLINE void rk_add_levels(const rk_level_sums *sums, int32_t *totals) {
  const rk_u32 even = sums->all - (sums->odd << 8);
  const rk_u32 words[2] = {
      __builtin_shufflevector(even, sums->odd, 0, 32, 1, 33, 2, 34, 3, 35, 4, 36, 5, 37, 6, 38, 7, 39, 8, 40, 9, 41, 10,
                              42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47),
      __builtin_shufflevector(even, sums->odd, 16, 48, 17, 49, 18, 50, 19, 51, 20, 52, 21, 53, 22, 54, 23, 55, 24, 56,
                              25, 57, 26, 58, 27, 59, 28, 60, 29, 61, 30, 62, 31, 63)};
  uint16_t flat[64];
  memcpy(flat, words, sizeof flat);
  for (int i = 0; i < 64; i++) totals[i] += flat[i];
}

/* Adds `lines` lines of at most RK_NIBBLE_ROWS rows to `totals`, 128 a line. */
RK_INLINE void rk_add_nibbles(const uint8_t *rows, size_t stride, const int32_t *indexes, size_t count,
                              const size_t lines, int32_t *totals) {
  rk_level_sums sums[2 * RK_NIBBLE_LINES];
  memset(sums, 0, sizeof sums);
  size_t k = 0;
  for (; k + 4 <= count; k += 4) {
    const uint8_t *row[4];
    for (size_t r = 0; r < 4; r++) row[r] = rows + (size_t)indexes[k + r] * stride;
#pragma clang loop unroll(full)
    for (size_t l = 0; l < lines; l++) rk_add_line(row, 4, 64 * l, sums + 2 * l);
  }
  for (; k < count; k++) {
    const uint8_t *row = rows + (size_t)indexes[k] * stride;
#pragma clang loop unroll(full)
    for (size_t l = 0; l < lines; l++) rk_add_line(&row, 1, 64 * l, sums + 2 * l);
  }
  for (size_t s = 0; s < 2 * lines; s++) rk_add_levels(sums + s, totals + 64 * s);
}

/* `lines` lines from one on, of which `width` columns are written. */
RK_INLINE void rk_sum_lines(const uint8_t *rows, size_t stride, const int32_t *indexes, size_t count,
                            const size_t lines, size_t width, const float *scales, float *out) {
  const int32_t zero = (int32_t)(RK_LEVEL_ZERO * count);
  int32_t totals[128 * RK_NIBBLE_LINES] = {0};
  for (size_t k = 0; k < count; k += RK_NIBBLE_ROWS)
    rk_add_nibbles(rows, stride, indexes + k, count - k < RK_NIBBLE_ROWS ? count - k : RK_NIBBLE_ROWS, lines, totals);
  for (size_t i = 0; i < width; i++) out[i] = (float)(totals[i] - zero) * scales[i];
}

static void rk_sum_nibbles(const uint8_t *rows, size_t columns, size_t stride, const int32_t *indexes, size_t count,
                           const float *scales, float *out) {
  const size_t wide = 128 * RK_NIBBLE_LINES;
  size_t c = 0;
  for (; c + wide <= columns; c += wide)
    rk_sum_lines(rows + c / 2, stride, indexes, count, RK_NIBBLE_LINES, wide, scales + c, out + c);
  for (; c < columns; c += 128)
    rk_sum_lines(rows + c / 2, stride, indexes, count, 1, columns - c < 128 ? columns - c : 128, scales + c, out + c);
}
