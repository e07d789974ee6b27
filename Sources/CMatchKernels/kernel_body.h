/* The kernels for one vector length; included once for each instruction set.
 *
 * Needs: HM_VECTOR_BYTES, HM_NAME(name), HM_TARGET (the attributes of every function), HM_IS_ZERO(vector).
 * Written with vector types and plain operators, so that one text serves all instruction sets: the compiler makes
 * three-input logic of it where the processor has any. */

#include "CMatchKernels.h"
#include "kernel_table.h"

#include "kernel_vectors.h"

#include "kernel_members.h"

#include "kernel_lookup.h"

#include "kernel_facts.h"

#include "kernel_special.h"

#include "kernel_score.h"

const hm_kernels HM_NAME(kernels) = {HM_NAME(member), HM_NAME(equal), HM_NAME(lookup), HM_NAME(codes),
                                     HM_NAME(read_facts), HM_NAME(cost_facts), HM_NAME(cost_nk), HM_NAME(add_costs),
                                     HM_NAME(score_several)};
