/* Values to planes. */
#include "CMatchKernels.h"

#if defined(__SSE2__)
#include <emmintrin.h>

/* Sixteen values at a time: the bit wanted is shifted to the sign, and the signs are gathered. */
void hm_make_planes(const uint16_t *values, size_t rows, size_t width, uint64_t *out, size_t stride) {
  for (size_t word = 0; word < rows / 64; word++) {
    __m128i value[8];
    for (int v = 0; v < 8; v++) value[v] = _mm_loadu_si128((const __m128i *)(values + word * 64) + v);
    for (size_t k = 0; k < width; k++) {
      __m128i shift = _mm_cvtsi32_si128(15 - (int)k);
      uint64_t bits = 0;
      for (int v = 0; v < 8; v += 2) {
        __m128i signs = _mm_packs_epi16(_mm_sll_epi16(value[v], shift), _mm_sll_epi16(value[v + 1], shift));
        bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(signs) << (8 * v);
      }
      out[k * stride + word] = bits;
    }
  }
}

#else

void hm_make_planes(const uint16_t *values, size_t rows, size_t width, uint64_t *out, size_t stride) {
  for (size_t word = 0; word < rows / 64; word++) {
    for (size_t k = 0; k < width; k++) {
      uint64_t bits = 0;
      for (size_t row = 0; row < 64; row++) bits |= (uint64_t)(values[word * 64 + row] >> k & 1) << row;
      out[k * stride + word] = bits;
    }
  }
}

#endif
