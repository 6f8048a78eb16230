/* The baseline of the target architecture: on x86-64 a fused multiply-add is a library call, slow and exact. */
#define RK_ISA "scalar"
#define RK_TABLE rk_table_scalar
#include "bodies/table.h"
