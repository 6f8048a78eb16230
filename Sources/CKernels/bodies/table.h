/* Compiled by each isa_*.c with RK_ISA (a string) and RK_TABLE (the table's symbol) defined. */
#include "../include/CKernels.h"
#include "histogram.h"
#include "lanes.h"
#include "scan.h"
#include "trees.h"

const rk_kernel_table RK_TABLE = {
    .isa = RK_ISA,
    .scan = rk_scan,
    .trees = rk_trees,
    .quantise = rk_quantise,
    .histogram_rows = rk_histogram_rows,
    .histogram = rk_histogram,
    .histogram_split = rk_histogram_split,
    .histogram_scores = rk_histogram_scores,
    .leaf_bit = rk_leaf_bit,
};
