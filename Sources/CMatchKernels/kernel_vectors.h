/* Vectors of donors' bits, and numbers whose bits lie in several of them; part of kernel_body.h. */

#define HM_INLINE static inline __attribute__((always_inline)) HM_TARGET
#define WORDS_A_VECTOR (HM_VECTOR_BYTES / 8)

#if HM_VECTOR_BYTES == 8
typedef uint64_t vec;
typedef uint64_t loose_vec;
#else
typedef uint64_t vec __attribute__((vector_size(HM_VECTOR_BYTES)));
typedef uint64_t loose_vec __attribute__((vector_size(HM_VECTOR_BYTES), aligned(8), may_alias));
#endif

HM_INLINE vec load(const uint64_t *from) { return *(const loose_vec *)from; }
HM_INLINE void store(uint64_t *to, vec value) { *(loose_vec *)to = value; }
HM_INLINE vec zero(void) { return (vec){0}; }
HM_INLINE vec ones(void) { return ~zero(); }
HM_INLINE vec mask(int isSet) { return isSet ? ones() : zero(); }

/* Asks for the next cache line of what is read next. */
HM_INLINE void fetch(hm_ahead *ahead) {
  if (ahead->next < ahead->end) {
    __builtin_prefetch(ahead->next, 0, 2);
    ahead->next += 64;
  }
}

HM_INLINE uint32_t population(vec value) {
  uint64_t words[WORDS_A_VECTOR];
  __builtin_memcpy(words, &value, sizeof words);
  uint32_t count = 0;
  for (int i = 0; i < WORDS_A_VECTOR; i++) count += (uint32_t)__builtin_popcountll(words[i]);
  return count;
}

/* Sum and carry of three bits. */
HM_INLINE vec sum3(vec a, vec b, vec c) { return a ^ b ^ c; }
HM_INLINE vec carry3(vec a, vec b, vec c) { return (a & b) | (c & (a | b)); }

/* Donors whose number of `width` planes is at least, or equal to, a constant. */
HM_INLINE vec at_least(const vec *planes, int width, uint32_t limit) {
  if (limit >> width) return zero();
  vec result = ones();
  for (int k = 0; k < width; k++) result = limit >> k & 1 ? planes[k] & result : planes[k] | result;
  return result;
}

/* The same for a limit that was spread to vectors before a loop: the carry of planes + ~limit + 1. The limit must fit
 * the planes. */
#define SPREAD_PLANES 10
typedef struct {
  vec unset[SPREAD_PLANES];
} spread_limit;

HM_INLINE spread_limit spread(uint32_t limit) {
  spread_limit spread;
#pragma clang loop unroll(full)
  for (int k = 0; k < SPREAD_PLANES; k++) spread.unset[k] = mask(!(limit >> k & 1));
  return spread;
}

HM_INLINE vec reaches(const vec *planes, int width, const spread_limit *limit) {
  vec carry = ones();
#pragma clang loop unroll(full)
  for (int k = 0; k < width; k++) carry = carry3(planes[k], limit->unset[k], carry);
  return carry;
}

HM_INLINE vec equals(const vec *planes, int width, uint32_t value) {
  vec result = ones();
  for (int k = 0; k < width; k++) result &= planes[k] ^ mask(!(value >> k & 1));
  return result;
}

/* Adds a number to a bit-sliced sum of `width` planes; the number's planes begin at plane `shift`. */
HM_INLINE void add(vec *sum, int width, const vec *number, int digits, int shift) {
  vec carry = zero();
  for (int k = shift; k < width; k++) {
    vec own = k - shift < digits ? number[k - shift] : zero();
    vec old = sum[k];
    sum[k] = sum3(old, own, carry);
    carry = k - shift < digits ? carry3(old, own, carry) : old & carry;
  }
}

/* Adds a number times a constant. */
HM_INLINE void add_times(vec *sum, int width, const vec *number, int digits, uint32_t factor) {
  for (int bit = 0; factor >> bit; bit++) {
    if (factor >> bit & 1) add(sum, width, number, digits, bit);
  }
}
