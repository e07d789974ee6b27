/* The kernels of one instruction set. */
#ifndef KERNEL_TABLE_H
#define KERNEL_TABLE_H

#include "CMatchKernels.h"

typedef struct {
  void (*member)(const hm_node *, size_t, uint16_t, const uint64_t *, size_t, size_t, uint64_t *, uint64_t *,
                 hm_ahead *);
  void (*equal)(uint32_t, size_t, const uint64_t *, size_t, size_t, uint64_t *, hm_ahead *);
  void (*lookup)(const uint64_t *, size_t, const uint64_t *, size_t, size_t, uint64_t *const *, size_t);
  void (*codes)(size_t, const uint64_t *, size_t, size_t, uint16_t *);
  void (*read_facts)(const uint64_t *, size_t, size_t, size_t, const hm_day *, hm_facts *, hm_ahead *);
  void (*cost_facts)(const uint64_t *, size_t, size_t, const hm_facts *, const hm_fact_costs *, size_t, uint64_t *);
  void (*cost_nk)(const uint64_t *, size_t, size_t, const hm_nk_costs *, size_t, uint64_t *);
  void (*add_costs)(const uint64_t *, size_t, const uint64_t *, size_t, size_t, size_t, uint64_t *);
  size_t (*score)(const hm_facts *, size_t, const hm_patient *, size_t, size_t, hm_hit *, uint32_t *, uint32_t *,
                  hm_lists *, hm_counts *);
} hm_kernels;

extern const hm_kernels hm_portable_kernels, hm_avx2_kernels, hm_avx512_kernels;

#endif
