#include "include/CKernels.h"

#include <stdlib.h>
#include <string.h>

extern const rk_kernel_table rk_table_scalar;
#if defined(__x86_64__)
extern const rk_kernel_table rk_table_avx512, rk_table_avx2;
#elif defined(__aarch64__)
extern const rk_kernel_table rk_table_neon;
#endif

const rk_kernel_table *rk_kernels_for(const char *isa) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  int avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vnni");
  if (strcmp(isa, "avx512") == 0) return avx512 ? &rk_table_avx512 : NULL;
  if (strcmp(isa, "avx2") == 0) return avx2 ? &rk_table_avx2 : NULL;
#elif defined(__aarch64__)
  if (strcmp(isa, "neon") == 0) return &rk_table_neon;
#endif
  return strcmp(isa, "scalar") == 0 ? &rk_table_scalar : NULL;
}

static const rk_kernel_table *chosen;

__attribute__((constructor)) static void rk_choose(void) {
  static const char *const fastest_first[] = {"avx512", "avx2", "neon", "scalar"};
  const char *forced = getenv("RANKD_ISA");
  if (forced != NULL && *forced != 0) {
    chosen = rk_kernels_for(forced);
    return;
  }
  for (size_t i = 0; chosen == NULL && i < sizeof fastest_first / sizeof *fastest_first; i++)
    chosen = rk_kernels_for(fastest_first[i]);
}

const rk_kernel_table *rk_kernels(void) { return chosen; }
