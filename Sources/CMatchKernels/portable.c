/* The kernels for any processor: 64 donors at a time. */
#define HM_VECTOR_BYTES 8
#define HM_NAME(name) hm_portable_##name
#define HM_TARGET
#define HM_IS_ZERO(vector) ((vector) == 0)
#include "kernel_body.h"
