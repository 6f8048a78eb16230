#if defined(__aarch64__)
#define RK_ISA "neon"
#define RK_TABLE rk_table_neon
#include "bodies/table.h"
#endif
