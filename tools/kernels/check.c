/* Holds the kernels of every instruction set against the portable ones, bit for bit, on seeded random planes in memory of
 * their exact size, so that a sanitizer sees every step beyond it.
 *
 * The text of AVX-512 is compiled once more for any processor (`wide`), so that it is held too where there is none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HM_VECTOR_BYTES 64
#define HM_NAME(name) hm_wide_##name
#define HM_TARGET
static int is_zero_64(const void *vector) {
  static const unsigned char zeros[64];
  return memcmp(vector, zeros, sizeof zeros) == 0;
}
#define HM_IS_ZERO(vector) is_zero_64(&(vector))
#include "kernel_body.h"

static uint64_t state;
static uint64_t next(void) {
  uint64_t z = (state += 0x9E3779B97F4A7C15ull);
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ z >> 27) * 0x94D049BB133111EBull;
  return z ^ z >> 31;
}
static uint32_t below(uint32_t count) { return (uint32_t)(next() % count); }

/* Planes that are mostly empty, half full, or mostly full. */
static uint64_t *planes(size_t words) {
  uint64_t *made = malloc(words * 8 + 1);
  for (size_t i = 0; i < words; i++) {
    uint64_t a = next(), b = next(), c = next();
    switch (below(4)) {
    case 0: made[i] = a & b & c; break;
    case 1: made[i] = a | b | c; break;
    case 2: made[i] = 0; break;
    default: made[i] = a;
    }
  }
  return made;
}

/* One tile with everything that the kernels are given, and what one of them makes of it. */
typedef struct {
  size_t words, rows;
  uint64_t *block, *lociRows;
  hm_day day;
  hm_fact_costs costs;
  hm_nk_costs nkCosts;
  size_t factWidth;
  hm_facts facts; /* what the caller of the kernels sets */
  hm_patient patients[3];
  hm_node nodes[12];
  size_t nodeCount;
  uint64_t *blurredAny;
  uint64_t *table; /* of codes of tableWidth bits */
  size_t tableWidth, tableSets;
} problem;

typedef struct {
  uint64_t *factPlanes, *costPlanes, *member, *equal;
  hm_facts facts;
  hm_hit *hits;
  uint32_t *unsettled, *excluded;
  hm_lists lists[3];
  hm_counts totals[3];
  uint64_t sum;
} answer;

static void note(answer *a, const void *bytes, size_t length) {
  const unsigned char *byte = bytes;
  for (size_t i = 0; i < length; i++) a->sum = (a->sum ^ byte[i]) * 0x100000001B3ull;
}

/* The slow twin of a lookup: donor by donor, set by set. */
static void check_lookup(const problem *p, const uint64_t *looked) {
  for (size_t row = 0; row < p->words * 64; row++) {
    size_t code = 0;
    for (size_t k = 0; k < p->tableWidth; k++) code |= (p->block[k * p->words + row / 64] >> (row % 64) & 1) << k;
    for (size_t s = 0; s < p->tableSets; s++) {
      if ((looked[s * p->words + row / 64] >> (row % 64) & 1) != (p->table[code] >> s & 1)) {
        printf("lookup: donor %zu, set %zu\n", row, s);
        exit(1);
      }
    }
  }
}

static void check_codes(const problem *p, const uint16_t *codes) {
  for (size_t row = 0; row < p->words * 64; row++) {
    size_t code = 0;
    for (size_t k = 0; k < p->tableWidth; k++) code |= (p->block[k * p->words + row / 64] >> (row % 64) & 1) << k;
    if (codes[row] != code) {
      printf("codes: donor %zu\n", row);
      exit(1);
    }
  }
}

static void solve(const hm_kernels *k, const problem *p, answer *a) {
  size_t w = p->words;
  memset(a, 0, sizeof *a);
  a->factPlanes = malloc((5 + HM_AGE_PLANES) * w * 8);
  a->costPlanes = malloc(p->factWidth * w * 8);
  a->member = malloc(w * 8);
  a->equal = malloc(w * 8);
  a->hits = malloc(w * 64 * sizeof(hm_hit));
  a->unsettled = malloc(w * 64 * 4);
  a->excluded = malloc(w * 64 * 4);
  uint64_t *f = a->factPlanes, *scratch = malloc((p->nodeCount + 1) * w * 8);
  a->facts = p->facts;
  a->facts.live = f;
  a->facts.excluded = f + w;
  a->facts.open = f + 2 * w;
  a->facts.exact = f + 3 * w;
  a->facts.irregular = f + 4 * w;
  a->facts.age = f + 5 * w;
  hm_ahead ahead = {(const char *)p->block, (const char *)p->block + 4096};
  k->read_facts(p->block, w, w, p->rows, &p->day, &a->facts, &ahead);
  k->cost_facts(p->block, w, w, &a->facts, &p->costs, p->factWidth, a->costPlanes);
  k->member(p->nodes, p->nodeCount, (uint16_t)(p->nodeCount + 1), p->block, w, w, scratch, a->member, &ahead);
  k->equal(5, 9, p->block, w, w, a->equal, &ahead);
  uint64_t *looked = malloc(p->tableSets * w * 8), *rows[64];
  for (size_t s = 0; s < p->tableSets; s++) rows[s] = looked + s * w;
  k->lookup(p->table, p->tableWidth, p->block, w, w, rows, p->tableSets);
  if (k == &hm_portable_kernels) check_lookup(p, looked);
  note(a, looked, p->tableSets * w * 8);
  uint16_t *codes = malloc(w * 64 * 2);
  k->codes(p->tableWidth, p->block, w, w, codes);
  if (k == &hm_portable_kernels) check_codes(p, codes);
  note(a, codes, w * 64 * 2);
  free(codes);
  free(looked);
  note(a, f, (5 + HM_AGE_PLANES) * w * 8);
  note(a, &a->facts.unavailable, 20);
  note(a, a->costPlanes, p->factWidth * w * 8);
  uint64_t *nk = malloc(6 * w * 8), *sums = malloc(8 * w * 8);
  k->cost_nk(p->block, w, w, &p->nkCosts, 6, nk);
  k->add_costs(a->costPlanes, p->factWidth, nk, 6, w, 8, sums);
  note(a, nk, 6 * w * 8);
  note(a, sums, 8 * w * 8);
  free(nk);
  free(sums);
  note(a, a->member, w * 8);
  note(a, a->equal, w * 8);
  hm_patient patients[3];
  memcpy(patients, p->patients, sizeof patients);
  for (int i = 0; i < 3; i++) patients[i].fact_costs = a->costPlanes;
  for (size_t i = 0; i < 3; i++) {
    hm_lists lists;
    size_t at = k->score(&a->facts, w, patients, i, i + 1, a->hits, a->unsettled, a->excluded, &lists, a->totals);
    note(a, &at, sizeof at);
    note(a, &lists, sizeof lists);
    note(a, a->hits, lists.hits * sizeof(hm_hit));
    note(a, a->unsettled, lists.unsettled * 4);
    note(a, a->excluded, lists.excluded * 4);
  }
  note(a, a->totals, sizeof a->totals);
  free(scratch);
}

static void clear(answer *a) {
  free(a->factPlanes);
  free(a->costPlanes);
  free(a->member);
  free(a->equal);
  free(a->hits);
  free(a->unsettled);
  free(a->excluded);
}

static void make(problem *p) {
  memset(p, 0, sizeof *p);
  p->words = HM_WORDS * (1 + below(8));
  p->rows = below(4) == 0 ? below((uint32_t)(p->words * 64 + 1)) : p->words * 64;
  p->block = planes(p->words * HM_FACT_PLANES);
  p->lociRows = planes(p->words * 41);
  memset(p->lociRows + p->words * 40, 0, p->words * 8);
  p->day = (hm_day){below(4) == 0 ? below(9000) : 90 + below(60), 32 + below(400), (uint8_t)below(16),
                    (uint8_t)(1 + below(8))};
  for (int i = 0; i < 8; i++) p->costs.abo[i] = (uint16_t)below(3);
  for (int i = 0; i < 4; i++) p->costs.cmv[i] = (uint16_t)below(4);
  p->costs.age_ranges = (uint16_t)below(4);
  p->costs.age_other = (uint16_t)below(5);
  for (int i = 0; i < p->costs.age_ranges; i++) {
    p->costs.age_from[i] = (uint8_t)(20 * i + below(10));
    p->costs.age_to[i] = (uint8_t)(20 * i + 10 + below(10));
    p->costs.age_cost[i] = (uint16_t)below(5);
  }
  p->factWidth = 4 + below(3);
  p->nkCosts.lacking = (uint8_t)below(8);
  p->nkCosts.has_c2 = (uint8_t)below(2);
  for (int i = 0; i < 32; i++) p->nkCosts.cost[i] = (uint16_t)below(64);
  p->tableWidth = 1 + below(14);
  p->tableSets = 1 + below(64);
  p->table = planes((size_t)1 << p->tableWidth);
  p->facts.has_blurred = (uint8_t)below(2);
  for (int l = 0; l < HM_LOCI; l++) {
    for (int i = 0; i < 2; i++) p->facts.blurred[l][i] = p->lociRows + p->words * below(40);
    p->facts.untyped[l] = p->lociRows + p->words * below(41);
  }
  p->blurredAny = calloc(p->words, 8);
  for (size_t i = 0; p->facts.has_blurred && i < p->words; i++) {
    for (int l = 0; l < 2 * HM_LOCI; l++) p->blurredAny[i] |= p->facts.blurred[l / 2][l % 2][i];
  }
  p->facts.blurred_any = p->blurredAny;
  p->nodeCount = 1 + below(12);
  for (size_t n = 0; n < p->nodeCount; n++) {
    p->nodes[n] = (hm_node){(uint16_t)below(12), (uint16_t)below((uint32_t)n + 2), (uint16_t)below((uint32_t)n + 2)};
  }
  for (int i = 0; i < 3; i++) {
    hm_patient *q = &p->patients[i];
    q->limits_differ = (uint8_t)below(2);
    for (int l = 0; l < HM_LOCI; l++) {
      for (int r = 0; r < 4; r++) {
        q->key[l][r] = p->lociRows + p->words * below(40);
        q->sure[l][r] = p->lociRows + p->words * below(41);
        q->limit[l][r] = q->limits_differ ? p->lociRows + p->words * below(40) : q->key[l][r];
      }
      if (below(2)) {
        for (int i = 0; i < 2; i++) q->within[l][i] = p->lociRows + p->words * below(41);
      }
      q->untyped[l] = below(6) == 0;
      q->counts_z[l] = (uint8_t)below(2);
      q->counts_y[l] = (uint8_t)below(2);
    }
    q->is_exact = (uint8_t)below(2);
    q->all_open = below(4) == 0;
    q->lists_excluded = (uint8_t)below(2);
    q->match_limit = (uint8_t)(1 + below(11));
    q->one_way = (uint8_t)below(2);
    q->match_cost = (int32_t)below(20) - 8;
    q->z_cost = (int32_t)below(12) - 5;
    q->y_cost = (int32_t)below(12) - 5;
    q->fact_width = (uint32_t)p->factWidth;
    q->cost_width = 10;
    q->settles = (uint8_t)below(3);
    q->six_locus = (uint8_t)below(2);
    q->six_limit = (uint8_t)below(7);
    q->partial_excludes = below(4) == 0;
    /* No donor is before the first threshold, every donor before the last. */
    q->threshold_cost = below(5) == 0 ? 0 : below(5) == 0 ? (1u << q->cost_width) - 1 : below(200);
    q->threshold_open = (uint8_t)below(2);
    q->threshold_age = (uint8_t)(below(5) == 0 ? 0 : below(5) == 0 ? 128 : below(129));
    q->takes_all = below(4) == 0;
  }
}

int main(int count, char **arguments) {
  state = count > 1 ? strtoull(arguments[1], 0, 10) : 1;
  int problems = count > 2 ? atoi(arguments[2]) : 2000;
  struct {
    const char *name;
    const hm_kernels *kernels;
  } others[3] = {{"wide", &hm_wide_kernels}, {0, 0}, {0, 0}};
  int known = 1;
#if defined(__x86_64__)
  if (hm_supports(HM_AVX2)) others[known].name = "avx2", others[known++].kernels = &hm_avx2_kernels;
  if (hm_supports(HM_AVX512)) others[known].name = "avx512", others[known++].kernels = &hm_avx512_kernels;
#endif
  for (int number = 0; number < problems; number++) {
    problem p;
    answer expected, found;
    make(&p);
    solve(&hm_portable_kernels, &p, &expected);
    for (int k = 0; k < known; k++) {
      solve(others[k].kernels, &p, &found);
      if (found.sum != expected.sum) {
        printf("problem %d of seed %s: %s differs from portable\n", number, count > 1 ? arguments[1] : "1", others[k].name);
        return 1;
      }
      clear(&found);
    }
    clear(&expected);
    free(p.block);
    free(p.lociRows);
    free(p.table);
    free(p.blurredAny);
  }
  printf("%d problems, no difference from portable:", problems);
  for (int k = 0; k < known; k++) printf(" %s", others[k].name);
  printf("\n");
  return 0;
}
