/*
 * Matrix-vector product over rows of 8-bit integers. Sums are exact in 32 bits (65536 columns at most), so
 * the order of additions is free and every instruction set gives the same result.
 */
RK_INLINE int32_t rk_dot_int8(const int8_t *row, const int16_t *x, size_t n) {
  int32_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += (int32_t)(int16_t)row[i] * (int32_t)x[i];
  return sum;
}

#if defined(RK_HAVE_AVX512) || defined(RK_HAVE_AVX2)
/* Four rows; n is a multiple of 16. */
RK_INLINE void rk_dot4_int8(const int8_t *rows, size_t stride, const int16_t *x, size_t n, int32_t *out) {
  __m256i sums[4];
  for (int r = 0; r < 4; r++) sums[r] = _mm256_setzero_si256();
  for (size_t i = 0; i < n; i += 16) {
    __m256i right = _mm256_loadu_si256((const __m256i *)(x + i));
    for (int r = 0; r < 4; r++) {
      __m128i left = _mm_loadu_si128((const __m128i *)(rows + (size_t)r * stride + i));
      sums[r] = _mm256_add_epi32(sums[r], _mm256_madd_epi16(_mm256_cvtepi8_epi16(left), right));
    }
  }
  __m256i four = _mm256_hadd_epi32(_mm256_hadd_epi32(sums[0], sums[1]), _mm256_hadd_epi32(sums[2], sums[3]));
  __m128i dots = _mm_add_epi32(_mm256_castsi256_si128(four), _mm256_extracti128_si256(four, 1));
  _mm_storeu_si128((__m128i *)out, dots);
}
#else
RK_INLINE void rk_dot4_int8(const int8_t *rows, size_t stride, const int16_t *x, size_t n, int32_t *out) {
  for (int r = 0; r < 4; r++) out[r] = rk_dot_int8(rows + (size_t)r * stride, x, n);
}
#endif

RK_INLINE void rk_scan_int8_fixed(const int8_t *rows, const float *scales, size_t count, size_t columns,
                                  size_t stride, const int16_t *x, float scale, float *out) {
  size_t r = 0, whole = columns / 16 * 16;
  for (; r + 4 <= count; r += 4) {
    int32_t dots[4];
    rk_dot4_int8(rows + r * stride, stride, x, whole, dots);
    for (int u = 0; u < 4; u++) {
      if (whole < columns) dots[u] += rk_dot_int8(rows + (r + u) * stride + whole, x + whole, columns - whole);
      out[r + u] = (float)dots[u] * (scales[r + u] * scale);
    }
  }
  for (; r < count; r++)
    out[r] = (float)rk_dot_int8(rows + r * stride, x, columns) * (scales[r] * scale);
}

static void rk_scan_int8(const int8_t *rows, const float *scales, size_t count, size_t columns,
                         size_t stride, const int16_t *x, float scale, float *out) {
  switch (columns) {
    case 32: rk_scan_int8_fixed(rows, scales, count, 32, stride, x, scale, out); break;
    case 64: rk_scan_int8_fixed(rows, scales, count, 64, stride, x, scale, out); break;
    case 128: rk_scan_int8_fixed(rows, scales, count, 128, stride, x, scale, out); break;
    case 192: rk_scan_int8_fixed(rows, scales, count, 192, stride, x, scale, out); break;
    default: rk_scan_int8_fixed(rows, scales, count, columns, stride, x, scale, out);
  }
}
