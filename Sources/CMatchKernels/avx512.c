/* The kernels for AVX-512: 512 donors at a time, three-input logic in one instruction. */
#if defined(__x86_64__)
#include <immintrin.h>
#define HM_VECTOR_BYTES 64
#define HM_NAME(name) hm_avx512_##name
/* Wide vectors are asked for by name, or the compiler may split them. */
#define HM_TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,popcnt,bmi"), min_vector_width(512)))
#define HM_IS_ZERO(vector) (_mm512_test_epi64_mask((__m512i)(vector), (__m512i)(vector)) == 0)
#include "kernel_body.h"
#endif
