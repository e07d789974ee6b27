/* Chooses the kernels by the instruction set asked for. */
#include "kernel_table.h"

int hm_supports(hm_instructions instructions) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  switch (instructions) {
  case HM_AVX512:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  case HM_AVX2: return __builtin_cpu_supports("avx2") != 0;
  case HM_PORTABLE: return 1;
  }
  return 0;
#else
  return instructions == HM_PORTABLE;
#endif
}

hm_instructions hm_best(void) {
  if (hm_supports(HM_AVX512)) return HM_AVX512;
  return hm_supports(HM_AVX2) ? HM_AVX2 : HM_PORTABLE;
}

static const hm_kernels *kernels(hm_instructions instructions) {
#if defined(__x86_64__)
  if (instructions == HM_AVX512) return &hm_avx512_kernels;
  if (instructions == HM_AVX2) return &hm_avx2_kernels;
#endif
  (void)instructions;
  return &hm_portable_kernels;
}

void hm_member(hm_instructions instructions, const hm_node *nodes, size_t count, uint16_t root, const uint64_t *planes,
               size_t stride, size_t words, uint64_t *scratch, uint64_t *out,
               hm_ahead *ahead) {
  kernels(instructions)->member(nodes, count, root, planes, stride, words, scratch, out, ahead);
}

void hm_equal(hm_instructions instructions, uint32_t code, size_t width, const uint64_t *planes, size_t stride,
              size_t words, uint64_t *out, hm_ahead *ahead) {
  kernels(instructions)->equal(code, width, planes, stride, words, out, ahead);
}

void hm_lookup(hm_instructions instructions, const uint64_t *table, size_t width, const uint64_t *planes, size_t stride,
               size_t words, uint64_t *const *rows, size_t count) {
  kernels(instructions)->lookup(table, width, planes, stride, words, rows, count);
}

void hm_codes(hm_instructions instructions, size_t width, const uint64_t *planes, size_t stride, size_t words,
              uint16_t *out) {
  kernels(instructions)->codes(width, planes, stride, words, out);
}

void hm_read_facts(hm_instructions instructions, const uint64_t *base, size_t stride, size_t words, size_t rows,
                   const hm_day *day, hm_facts *facts, hm_ahead *ahead) {
  kernels(instructions)->read_facts(base, stride, words, rows, day, facts, ahead);
}

void hm_cost_facts(hm_instructions instructions, const uint64_t *base, size_t stride, size_t words,
                   const hm_facts *facts, const hm_fact_costs *costs, size_t width, uint64_t *out) {
  kernels(instructions)->cost_facts(base, stride, words, facts, costs, width, out);
}

void hm_cost_nk(hm_instructions instructions, const uint64_t *base, size_t stride, size_t words,
                const hm_nk_costs *costs, size_t width, uint64_t *out) {
  kernels(instructions)->cost_nk(base, stride, words, costs, width, out);
}

void hm_add_costs(hm_instructions instructions, const uint64_t *left, size_t left_width, const uint64_t *right,
                  size_t right_width, size_t words, size_t width, uint64_t *out) {
  kernels(instructions)->add_costs(left, left_width, right, right_width, words, width, out);
}

size_t hm_score(hm_instructions instructions, const hm_facts *facts, size_t words, const hm_patient *patients,
                size_t first, size_t count, hm_hit *hits, uint32_t *unsettled, uint32_t *excluded, hm_lists *lists,
                hm_counts *totals) {
  return kernels(instructions)->score(facts, words, patients, first, count, hits, unsettled, excluded, lists, totals);
}
