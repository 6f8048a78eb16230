/* Records of 16 bytes, one for each item, turned into columns: 16 candidates are transposed at a time. */

typedef uint8_t rk_u8x16 __attribute__((vector_size(16), aligned(1)));

/* Interleaves the halves of the lists: after four rounds row i and column i have changed places. */
RK_INLINE void rk_interleave(const rk_u8x16 *from, rk_u8x16 *to) {
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) {
    to[2 * i] = __builtin_shufflevector(from[i], from[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22,
                                        7, 23);
    to[2 * i + 1] = __builtin_shufflevector(from[i], from[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29,
                                            14, 30, 15, 31);
  }
}

static void rk_gather_bytes(const uint8_t *records, const int32_t *items, size_t count,
                            const int32_t *columns, size_t width, uint8_t *out, size_t stride) {
  for (size_t r = 0; r < count; r += 16) {
    const size_t rest = count - r < 16 ? count - r : 16;
    rk_u8x16 a[16] = {{0}}, b[16];
    for (size_t i = 0; i < rest; i++) memcpy(&a[i], records + 16 * (size_t)items[r + i], 16);
    rk_interleave(a, b);
    rk_interleave(b, a);
    rk_interleave(a, b);
    rk_interleave(b, a);
    for (size_t c = 0; c < width; c++) memcpy(out + (size_t)columns[c] * stride + r, &a[c], 16);
  }
}
