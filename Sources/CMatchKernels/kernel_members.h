/* Which donors have a class; part of kernel_body.h. */

static HM_TARGET void HM_NAME(member)(const hm_node *nodes, size_t count, uint16_t root, const uint64_t *planes,
                                      size_t stride, size_t words, uint64_t *scratch, uint64_t *out, hm_ahead *ahead) {
  if (root < 2) {
    for (size_t i = 0; i < words; i += WORDS_A_VECTOR) store(out + i, mask(root));
    return;
  }
  for (size_t n = 0; n < count; n++) {
    const uint64_t *plane = planes + nodes[n].variable * stride;
    uint64_t *to = n + 2 == root ? out : scratch + n * words;
    uint16_t low = nodes[n].low, high = nodes[n].high;
    const uint64_t *lows = low < 2 ? 0 : scratch + (size_t)(low - 2) * words;
    const uint64_t *highs = high < 2 ? 0 : scratch + (size_t)(high - 2) * words;
    for (size_t i = 0; i < words; i += WORDS_A_VECTOR) {
      fetch(ahead);
      vec bit = load(plane + i);
      vec no = lows ? load(lows + i) : mask(low), yes = highs ? load(highs + i) : mask(high);
      store(to + i, (bit & yes) | (~bit & no));
    }
  }
}

/* Vectors whose tests are held at once: each plane's bit is spread once for all of them. */
#define EQUAL_VECTORS 8

static HM_TARGET void HM_NAME(equal)(uint32_t code, size_t width, const uint64_t *planes, size_t stride, size_t words,
                                     uint64_t *out, hm_ahead *ahead) {
  size_t i = 0;
  for (; i + EQUAL_VECTORS * WORDS_A_VECTOR <= words; i += EQUAL_VECTORS * WORDS_A_VECTOR) {
    vec all[EQUAL_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < EQUAL_VECTORS; v++) all[v] = ones();
    for (size_t k = 0; k < width; k++) {
      vec flip = mask(!(code >> k & 1));
      const uint64_t *plane = planes + k * stride + i;
      fetch(ahead);
      fetch(ahead);
#pragma clang loop unroll(full)
      for (int v = 0; v < EQUAL_VECTORS; v++) all[v] &= load(plane + v * WORDS_A_VECTOR) ^ flip;
    }
#pragma clang loop unroll(full)
    for (int v = 0; v < EQUAL_VECTORS; v++) store(out + i + v * WORDS_A_VECTOR, all[v]);
  }
  for (; i < words; i += WORDS_A_VECTOR) {
    vec all = ones();
    for (size_t k = 0; k < width; k++) all &= load(planes + k * stride + i) ^ mask(!(code >> k & 1));
    store(out + i, all);
  }
}
