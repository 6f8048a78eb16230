/* Compiled by each isa_*.c with RK_ISA (a string) and RK_TABLE (the table's symbol) defined. */
#include "../include/CKernels.h"
#include "histogram.h"
#include "lanes.h"
#include "scan.h"
#include "scan_int8.h"
#include "rows.h"
#include "nibbles.h"
#include "fuse.h"
#include "gather.h"
#include "order.h"
#include "select.h"
#include "solve.h"
#include "trees.h"
#include "encoder.h"
#include "als.h"

const rk_kernel_table RK_TABLE = {
    .isa = RK_ISA,
    .scan = rk_scan,
    .scan_int8 = rk_scan_int8,
    .dots_int8 = rk_dots_int8_of,
    .accumulate_rows = rk_accumulate_rows,
    .sum_bytes = rk_sum_bytes,
    .sum_nibbles = rk_sum_nibbles,
    .maximum_rows = rk_maximum_rows,
    .moments = rk_moments,
    .fuse = rk_fuse,
    .gather_standardized = rk_gather_standardized,
    .gather_bytes = rk_gather_bytes,
    .select = rk_select,
    .gram_rows = rk_gram_rows,
    .solve = rk_solve,
    .als_cg = rk_als_cg,
    .als_loss = rk_als_loss,
    .trees = rk_trees,
    .branching = rk_branching_trees,
    .quantise = rk_quantise,
    .histogram_rows = rk_histogram_rows,
    .histogram = rk_histogram,
    .histogram_split = rk_histogram_split,
    .histogram_scores = rk_histogram_scores,
    .leaf_bit = rk_leaf_bit,
    .gemm = rk_gemm,
    .gelu = rk_gelu,
    .softmax = rk_softmax,
    .layer_norm = rk_layer_norm,
};
