/* Which donors have a class out of many sets at once; part of kernel_body.h.
 *
 * Planes are turned into codes, each code is looked up, and what is found is turned into planes again. The turning is a
 * transposition of bit matrices by halves (Warren, Hacker's Delight, second edition, section 7-3), in every lane of a
 * vector at once. */

#define TURN_STEP(rows, k, j, low)                          \
  do {                                                      \
    vec moved = ((rows[k] >> (j)) ^ rows[(k) + (j)]) & (low); \
    rows[(k) + (j)] ^= moved;                               \
    rows[k] ^= moved << (j);                                \
  } while (0)

/* The bits at which `step` leaves a field alone: the low half of each 2 * step bits. */
HM_INLINE vec low_halves(int step) {
  uint64_t low = step == 32  ? 0x00000000FFFFFFFFull
                 : step == 16 ? 0x0000FFFF0000FFFFull
                 : step == 8  ? 0x00FF00FF00FF00FFull
                 : step == 4  ? 0x0F0F0F0F0F0F0F0Full
                 : step == 2  ? 0x3333333333333333ull
                              : 0x5555555555555555ull;
  return zero() | low;
}

/* Three steps on eight vectors that lie `apart` vectors from each other: 4, 2 and 1 times apart. */
HM_INLINE void turn_eight(vec *rows, int apart) {
  vec own[8];
#pragma clang loop unroll(full)
  for (int k = 0; k < 8; k++) own[k] = rows[k * apart];
#pragma clang loop unroll(full)
  for (int step = 4; step > 0; step /= 2) {
    vec low = low_halves(step * apart);
#pragma clang loop unroll(full)
    for (int k = 0; k < 8; k++) {
      if (k & step) continue;
      vec moved = ((own[k] >> (step * apart)) ^ own[k + step]) & low;
      own[k + step] ^= moved;
      own[k] ^= moved << (step * apart);
    }
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < 8; k++) rows[k * apart] = own[k];
}

/* 64 x 64 bits of each lane: bit c of row r goes to bit r of row c. */
HM_INLINE void turn_64(vec *rows) {
  for (int k = 0; k < 8; k++) turn_eight(rows + k, 8);
  for (int k = 0; k < 64; k += 8) turn_eight(rows + k, 1);
}

/* 16 x 16 bits in each quarter of each lane: planes to codes. */
HM_INLINE void turn_16(vec *rows) {
#pragma clang loop unroll(full)
  for (int step = 8; step > 0; step /= 2) {
    vec low = low_halves(step);
#pragma clang loop unroll(full)
    for (int k = 0; k < 16; k++) {
      if (k & step) continue;
      TURN_STEP(rows, k, step, low);
    }
  }
}

static HM_TARGET void HM_NAME(codes)(size_t width, const uint64_t *planes, size_t stride, size_t words, uint16_t *out) {
  for (size_t i = 0; i < words; i += WORDS_A_VECTOR) {
    vec codes[16];
    for (size_t k = 0; k < 16; k++) codes[k] = k < width ? load(planes + k * stride + i) : zero();
    turn_16(codes);
    for (size_t r = 0; r < 16; r++) {
      uint64_t four[WORDS_A_VECTOR];
      __builtin_memcpy(four, &codes[r], sizeof four);
      for (size_t lane = 0; lane < WORDS_A_VECTOR; lane++) {
        for (size_t quarter = 0; quarter < 4; quarter++) {
          out[(i + lane) * 64 + 16 * quarter + r] = (uint16_t)(four[lane] >> (16 * quarter));
        }
      }
    }
  }
}

static HM_TARGET void HM_NAME(lookup)(const uint64_t *table, size_t width, const uint64_t *planes, size_t stride,
                                      size_t words, uint64_t *const *rows, size_t count) {
  for (size_t i = 0; i < words; i += WORDS_A_VECTOR) {
    vec codes[16], found[64];
    for (size_t k = 0; k < 16; k++) codes[k] = k < width ? load(planes + k * stride + i) : zero();
    turn_16(codes);
    /* Row r of the codes has those of the donors r, 16 + r, 32 + r and 48 + r of each word. */
    uint64_t *at = (uint64_t *)found;
    for (size_t r = 0; r < 16; r++) {
      uint64_t four[WORDS_A_VECTOR];
      __builtin_memcpy(four, &codes[r], sizeof four);
      for (size_t lane = 0; lane < WORDS_A_VECTOR; lane++) {
        for (size_t quarter = 0; quarter < 4; quarter++) {
          uint64_t code = four[lane] >> (16 * quarter) & 0xFFFF;
          __builtin_memcpy(at + (16 * quarter + r) * WORDS_A_VECTOR + lane, table + code, 8);
        }
      }
    }
    turn_64(found);
    for (size_t s = 0; s < count; s++) store(rows[s] + i, found[s]);
  }
}
