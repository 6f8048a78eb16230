/* Compiled by each isa_*.c with RK_ISA (a string) and RK_TABLE (the table's symbol) defined. */
#include "../include/CKernels.h"
#include "lanes.h"
#include "scan.h"

const rk_kernel_table RK_TABLE = {
    .isa = RK_ISA,
    .scan = rk_scan,
};
