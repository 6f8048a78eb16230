#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vnni,avx2,fma,bmi2"))), apply_to = function)
#define RK_HAVE_AVX512 1
#define RK_ISA "avx512"
#define RK_TABLE rk_table_avx512
#include "bodies/table.h"
#pragma clang attribute pop
#endif
