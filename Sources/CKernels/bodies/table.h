/* Compiled by each isa_*.c with RK_ISA (a string) and RK_TABLE (the table's symbol) defined. */
#include "../include/CKernels.h"
#include "lanes.h"
#include "scan.h"
#include "encoder.h"

const rk_kernel_table RK_TABLE = {
    .isa = RK_ISA,
    .scan = rk_scan,
    .gemm = rk_gemm,
    .gelu = rk_gelu,
    .softmax = rk_softmax,
    .layer_norm = rk_layer_norm,
};
