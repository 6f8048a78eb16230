/*
 * What each serving and training kernel writes for inputs that every machine makes alike, as one line a kernel and
 * instruction set: its name and the FNV-1a hash of its output bytes. Two processors agree when their lines do.
 *
 * The two offline kernels of ALS are left out: they may add in any order (CKernels.h).
 */
#include "../../Sources/CKernels/include/CKernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

static uint32_t draw(void) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(state >> 40);
}

static void *room(size_t bytes) {
  void *memory = aligned_alloc(64, (bytes + 127) / 64 * 64);
  if (memory == NULL) abort();
  memset(memory, 0, (bytes + 127) / 64 * 64);
  return memory;
}

/* In [-1, 1). */
static float *floats(size_t count) {
  float *values = room(count * sizeof *values);
  for (size_t i = 0; i < count; i++) values[i] = (float)draw() * 0x1p-23f - 1;
  return values;
}

static uint8_t *bytes(size_t count, uint32_t below) {
  uint8_t *values = room(count);
  for (size_t i = 0; i < count; i++) values[i] = (uint8_t)(draw() % below);
  return values;
}

static int32_t *indexes(size_t count, uint32_t below) {
  int32_t *values = room(count * sizeof *values);
  for (size_t i = 0; i < count; i++) values[i] = (int32_t)(draw() % below);
  return values;
}

static uint64_t fnv(uint64_t hash, const void *memory, size_t size) {
  for (size_t i = 0; i < size; i++) hash = (hash ^ ((const uint8_t *)memory)[i]) * 1099511628211u;
  return hash;
}

static const char *current;

static void tell(const char *kernel, size_t size, const void *memory, size_t bytes) {
  printf("%s %s %zu %016llx\n", current, kernel, size, (unsigned long long)fnv(14695981039346656037u, memory, bytes));
}

enum { ROWS = 163, MOST = 600 };
static const size_t widths[] = {16, 32, 64, 192};

static void scans(const rk_kernel_table *k, size_t width) {
  float *rows = floats(ROWS * width), *x = floats(width), *out = room(ROWS * sizeof *out);
  k->scan(rows, ROWS, width, width, x, out);
  tell("scan", width, out, ROWS * sizeof *out);
  size_t blocks = (ROWS + 63) / 64 * 64;
  int8_t *small = (int8_t *)bytes(blocks * width, 255);
  for (size_t i = 0; i < blocks * width; i++) small[i] = (int8_t)((uint8_t)small[i] - 127);
  float *scales = floats(ROWS);
  int8_t *work = room(width * sizeof *work);
  k->scan_int8(small, scales, ROWS, width, x, work, out);
  tell("scan_int8", width, out, ROWS * sizeof *out);
}

static void histories(const rk_kernel_table *k, size_t width) {
  float *rows = floats(ROWS * width), *weights = floats(50), *out = room(width * sizeof *out);
  int32_t *seen = indexes(50, ROWS);
  k->accumulate_rows(rows, width - 3, width, seen, weights, 50, out);
  tell("accumulate_rows", width, out, width * sizeof *out);
  k->maximum_rows(rows, width - 3, width, seen, 50, out);
  tell("maximum_rows", width, out, width * sizeof *out);
  size_t stride = (width + 63) / 64 * 64;
  k->sum_bytes(bytes(ROWS * stride, 256), width, stride, seen, 50, floats(stride), out);
  tell("sum_bytes", width, out, width * sizeof *out);
  stride = (width + 127) / 128 * 64;
  uint8_t *codes = bytes(ROWS * stride, 256);
  for (size_t i = 0; i < ROWS * stride; i++) codes[i] = (uint8_t)(codes[i] % 15 | codes[i] / 18 << 4);
  k->sum_nibbles(codes, width, stride, seen, 50, floats(2 * stride), out);
  tell("sum_nibbles", width, out, width * sizeof *out);
}

static void systems(const rk_kernel_table *k, size_t n) {
  float *rows = floats(ROWS * n), *a = room(n * n * sizeof *a), *b = floats(n), *weights = floats(ROWS);
  for (size_t i = 0; i < ROWS; i++) weights[i] = weights[i] * weights[i];
  k->gram_rows(rows, n, n, indexes(ROWS, ROWS), weights, ROWS, a, n);
  for (size_t i = 0; i < n; i++) a[i * n + i] += 3;
  tell("gram_rows", n, a, n * n * sizeof *a);
  size_t solved = k->solve(a, n, n, b);
  tell("solve", n, b, n * sizeof *b);
  tell("solve.rank", n, &solved, sizeof solved);
}

static void choices(const rk_kernel_table *k, size_t n) {
  const float *rows[3] = {floats(n), floats(n), floats(n)};
  float scales[3] = {0.7f, -0.3f, 1.5f}, moments[2], *fused = room(n * sizeof *fused);
  k->moments(rows[0], n, &moments[0], &moments[1]);
  tell("moments", n, moments, sizeof moments);
  k->fuse(rows, scales, 3, 0.25f, n, fused);
  tell("fuse", n, fused, n * sizeof *fused);
  int32_t *chosen = indexes(37, (uint32_t)n), *work = room(5 * (n + 32) * sizeof *work), *items = room(n * sizeof *items);
  float *out = room((n > 37 ? n : 37) * sizeof *out);
  k->gather_standardized(fused, chosen, 37, moments[0], moments[1], out);
  tell("gather_standardized", n, out, 37 * sizeof *out);
  /* Coarse scores, so that some are equal. */
  for (size_t i = 0; i < n; i++) fused[i] = (float)(int)(fused[i] * 40);
  uint64_t *deny = room((n + 63) / 64 * sizeof *deny);
  for (size_t i = 0; i < n; i += 7) deny[i / 64] |= (uint64_t)1 << i % 64;
  for (size_t wanted = 1; wanted <= n; wanted *= 4) {
    size_t found = k->select(fused, n, deny, wanted, work, items, out);
    tell("select.items", n * 10000 + wanted, items, found * sizeof *items);
    tell("select.scores", n * 10000 + wanted, out, found * sizeof *out);
  }
}

static void gathers(const rk_kernel_table *k) {
  enum { COUNT = 45, STRIDE = 64, WIDTH = 11 };
  int32_t columns[WIDTH];
  for (int32_t c = 0; c < WIDTH; c++) columns[c] = (c * 5) % WIDTH;
  uint8_t *out = room(WIDTH * STRIDE);
  k->gather_bytes(bytes(16 * ROWS, 256), indexes(COUNT, ROWS), COUNT, columns, WIDTH, out, STRIDE);
  for (size_t c = 0; c < WIDTH; c++) tell("gather_bytes", c, out + c * STRIDE, COUNT);
}

enum { TREES = 40, FEATURES = 19, SHARED = 2, STRIDE = 192, COUNT = 137 };

/* The planes of what `varying` conditions choose between, for one answer to the others. */
static void planesOf(const uint32_t *leaves, size_t varying, uint8_t *planes) {
  const size_t most = varying <= 4 ? 16 : (size_t)1 << varying;
  for (size_t plane = 0; plane < 4; plane++)
    for (size_t leaf = 0; leaf < (size_t)1 << varying; leaf++)
      planes[plane * most + leaf] = leaves[leaf] >> (7 * plane) & 127;
}

/* Oblivious trees of one depth, up to two of their conditions shared by all candidates; where more than 6 are not there
   are no planes. */
static void obliviousTrees(const rk_kernel_table *k, uint8_t depth, int narrow) {
  const size_t size = (size_t)1 << (depth < 4 ? 4 : depth);
  uint8_t *varying = room(TREES), *shared = room(TREES), *planes = room(TREES * 64 * 64);
  rk_split *splits = room(TREES * depth * sizeof *splits);
  uint32_t *leaves = room(TREES * size * sizeof *leaves), *starts = room((TREES + 1) * sizeof *starts);
  uint32_t *plane_starts = room(TREES * sizeof *plane_starts), lines = 0;
  const uint32_t bins = narrow ? 128 : 256;
  int has_planes = 1;
  for (size_t t = 0; t < TREES; t++) {
    shared[t] = (uint8_t)(t % 3 < depth ? t % 3 : depth);
    varying[t] = depth - shared[t];
    has_planes = has_planes && varying[t] <= 6;
    starts[t] = (uint32_t)(t * size);
    plane_starts[t] = lines;
    for (size_t d = 0; d < depth; d++) {
      const uint32_t feature = d < varying[t] ? SHARED + draw() % (FEATURES - SHARED) : draw() % SHARED;
      splits[t * depth + d] = (rk_split){feature, (1 + draw() % (bins - 2)) * 0x01010101u};
    }
    for (size_t leaf = 0; leaf < (size_t)1 << depth; leaf++) leaves[t * size + leaf] = draw() % (1u << 28);
    const uint32_t sixteens = varying[t] <= 4 ? 1 : 1u << (varying[t] - 4);
    for (size_t part = 0; has_planes && part < (size_t)1 << shared[t]; part++, lines += sixteens)
      planesOf(leaves + t * size + (part << varying[t]), varying[t], planes + (size_t)64 * lines);
  }
  starts[TREES] = (uint32_t)(TREES * size);
  const rk_forest forest = {
      .trees = TREES, .varying = varying, .shared = shared, .splits = splits, .leaves = leaves, .leaf_starts = starts,
      .planes = has_planes ? planes : NULL, .plane_starts = plane_starts, .narrow = narrow, .base = -0.4,
      .step = 0x1p-24};
  uint8_t *columns = bytes(FEATURES * STRIDE, bins);
  for (size_t f = 0; f < SHARED; f++) memset(columns + f * STRIDE, columns[f * STRIDE], STRIDE);
  double *scores = room(STRIDE * sizeof *scores);
  k->trees(&forest, columns, STRIDE, COUNT, scores);
  tell("trees", (size_t)(2 * depth + narrow), scores, COUNT * sizeof *scores);
}

static void quantises(const rk_kernel_table *k, size_t levels) {
  size_t count = ((size_t)1 << levels) - 1;
  float *sorted = room(count * sizeof *sorted), *tree = room((count + 16) * sizeof *tree), *values = floats(MOST);
  for (size_t i = 0; i < count; i++) sorted[i] = (float)i / (float)(count + 1) * 2 - 1;
  for (size_t level = 0; level < levels; level++)
    for (size_t i = 0; i < (size_t)1 << level; i++)
      tree[((size_t)1 << level) - 1 + i] = sorted[((2 * i + 1) << (levels - level - 1)) - 1];
  values[5] = NAN;
  rk_borders borders = {tree, levels, 3};
  uint8_t *bins = room(MOST);
  k->quantise(&borders, values, MOST, bins);
  tell("quantise", levels, bins, MOST);
}

static void histograms(const rk_kernel_table *k) {
  enum { FEATURES = 7, LEAVES = 4, BINS = 64, STRIDE = 64 };
  uint32_t *rows = (uint32_t *)indexes(MOST, MOST);
  uint16_t *leaf = room(MOST * sizeof *leaf);
  int32_t offsets[LEAVES] = {0, STRIDE, -1, 2 * STRIDE};
  int64_t *packed = room(MOST * sizeof *packed);
  const uint8_t *columns[FEATURES];
  int64_t *sums[FEATURES];
  for (size_t i = 0; i < MOST; i++) {
    leaf[i] = (uint16_t)(draw() % LEAVES);
    packed[i] = ((int64_t)draw() - (1 << 23)) * (1 << 20) + draw() % 1000;
  }
  for (size_t f = 0; f < FEATURES; f++) {
    columns[f] = bytes(MOST, BINS);
    sums[f] = room(LEAVES * STRIDE * sizeof **sums);
  }
  rk_histogram_entry *entries = room(MOST * sizeof *entries);
  size_t kept = k->histogram_rows(rows, MOST, leaf, offsets, packed, entries);
  tell("histogram_rows", kept, entries, kept * sizeof *entries);
  k->histogram(entries, kept, columns, sums, FEATURES);
  for (size_t f = 0; f < FEATURES; f++) tell("histogram", f, sums[f], LEAVES * STRIDE * sizeof **sums);
  for (int cosine = 0; cosine < 2; cosine++) {
    rk_score_options options = {20, cosine, 0x1p-30, 0x1p-10, 3};
    double *scores = room(BINS * sizeof *scores);
    k->histogram_scores(&options, sums[0], 3, STRIDE, BINS, scores);
    tell("histogram_scores", (size_t)cosine, scores, (BINS - 1) * sizeof *scores);
  }
  k->histogram_split(sums[1], sums[2], LEAVES * STRIDE, 1);
  tell("histogram_split", 1, sums[1], LEAVES * STRIDE * sizeof **sums);
  k->leaf_bit(leaf, columns[3], MOST, 21, 8);
  tell("leaf_bit", 8, leaf, MOST * sizeof *leaf);
}

static void encoders(const rk_kernel_table *k, size_t n) {
  enum { M = 13, K = 37 };
  float *c = room(M * n * sizeof *c);
  k->gemm(floats(M * K), K, floats(K * n), n, floats(n), c, n, M, n, K);
  tell("gemm", n, c, M * n * sizeof *c);
  k->gelu(c, M * n);
  tell("gelu", n, c, M * n * sizeof *c);
  k->softmax(c, M, n - 5, n, 0.7f);
  tell("softmax", n, c, M * n * sizeof *c);
  k->layer_norm(c, floats(M * n), floats(n), floats(n), 1e-6f, M, n);
  tell("layer_norm", n, c, M * n * sizeof *c);
}

int main(void) {
  static const char *const names[] = {"avx512", "avx2", "neon", "scalar"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const rk_kernel_table *kernels = rk_kernels_for(current = names[i]);
    if (kernels == NULL) continue;
    state = 11;
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
      scans(kernels, widths[w]);
      histories(kernels, widths[w]);
      systems(kernels, widths[w]);
      encoders(kernels, widths[w]);
    }
    for (size_t n = 40; n <= 1682; n = n * 3 + 1) choices(kernels, n);
    gathers(kernels);
    for (uint8_t depth = 1; depth <= 8; depth++)
      for (int narrow = 0; narrow < 2; narrow++) obliviousTrees(kernels, depth, narrow);
    for (size_t levels = 1; levels <= 8; levels++) quantises(kernels, levels);
    histograms(kernels);
  }
  return 0;
}
