#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma,bmi2"))), apply_to = function)
#define RK_HAVE_AVX2 1
#define RK_ISA "avx2"
#define RK_TABLE rk_table_avx2
#include "bodies/table.h"
#pragma clang attribute pop
#endif
