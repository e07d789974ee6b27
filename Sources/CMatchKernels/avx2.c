/* The kernels for AVX2: 256 donors at a time. */
#if defined(__x86_64__)
#include <immintrin.h>
#define HM_VECTOR_BYTES 32
#define HM_NAME(name) hm_avx2_##name
#define HM_TARGET __attribute__((target("avx2,popcnt,bmi")))
#define HM_IS_ZERO(vector) _mm256_testz_si256((__m256i)(vector), (__m256i)(vector))
#include "kernel_body.h"
#endif
