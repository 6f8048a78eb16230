// Counts a program's heap allocations, those that nghttp2 asks for apart: LD_PRELOAD=count.so ALLOCATIONS=FILE.
//
// FILE is mapped and holds three 64-bit counts: all, nghttp2's own, bytes. Any process may read it at any time.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static _Atomic uint64_t none[3];
static _Atomic uint64_t *counts = none;
static uintptr_t nghttp2_start, nghttp2_end;

static int find_nghttp2(struct dl_phdr_info *info, size_t size, void *data) {
  (void)size, (void)data;
  if (!info->dlpi_name || !strstr(info->dlpi_name, "libnghttp2")) return 0;
  nghttp2_start = info->dlpi_addr;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    uintptr_t end = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz;
    if (end > nghttp2_end) nghttp2_end = end;
  }
  return 1;
}

__attribute__((constructor)) static void start(void) {
  dl_iterate_phdr(find_nghttp2, NULL);
  const char *path = getenv("ALLOCATIONS");
  int file = path ? open(path, O_RDWR | O_CREAT, 0600) : -1;
  if (file < 0) return;
  if (ftruncate(file, sizeof none) == 0) {
    void *map = mmap(NULL, sizeof none, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (map != MAP_FAILED) counts = map;
  }
  close(file);
}

static inline void count(size_t size, void *caller) {
  atomic_fetch_add_explicit(&counts[0], 1, memory_order_relaxed);
  if ((uintptr_t)caller - nghttp2_start < nghttp2_end - nghttp2_start)
    atomic_fetch_add_explicit(&counts[1], 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&counts[2], size, memory_order_relaxed);
}

void *malloc(size_t size) {
  count(size, __builtin_return_address(0));
  return __libc_malloc(size);
}

void *calloc(size_t members, size_t size) {
  count(members * size, __builtin_return_address(0));
  return __libc_calloc(members, size);
}

void *realloc(void *old, size_t size) {
  count(size, __builtin_return_address(0));
  return __libc_realloc(old, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  count(size, __builtin_return_address(0));
  *result = __libc_memalign(alignment, size);
  return *result ? 0 : 12;
}

void *aligned_alloc(size_t alignment, size_t size) {
  count(size, __builtin_return_address(0));
  return __libc_memalign(alignment, size);
}
