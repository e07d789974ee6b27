/* What donors' facts come to; part of kernel_body.h. */

/* What reading facts needs of a day, spread to vectors. */
typedef struct {
  vec types[4];
  spread_limit year, later, oldest, homozygous;
  vec never;
} spread_day;

HM_INLINE spread_day spread_day_of(const hm_day *day) {
  spread_day s;
  for (int t = 0; t < 4; t++) s.types[t] = mask(day->allowed_types >> t & 1);
  /* Nobody of the planes' years of birth has an age on a day before 1900 or after 2281: a year that makes every age
   * impossible stands for all of these. */
  s.year = spread(day->year > 382 ? 1023 : day->year);
  s.later = spread(day->month_day + 1);
  s.oldest = spread(111);
  s.homozygous = spread(day->homozygous_limit & 7);
  s.never = mask(day->homozygous_limit > 7);
  return s;
}

/* Complete years from the planes of birth: the year's difference, less one before the birthday; 127 where unknown. */
HM_INLINE void age_planes(const uint64_t *base, size_t stride, size_t i, const spread_day *day, vec *age) {
  vec year[8], monthDay[9], isKnown = zero();
#pragma clang loop unroll(full)
  for (int k = 0; k < 8; k++) {
    year[k] = load(base + (HM_FACT_YEAR + k) * stride + i);
    isKnown |= year[k];
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < 9; k++) monthDay[k] = load(base + (HM_FACT_MONTH_DAY + k) * stride + i);
  vec isGiven = load(base + HM_FACT_AGE_GIVEN * stride + i);
  /* years = day's year + ~year + 1 - later, in ten bits. */
  vec years[10], carry = ~reaches(monthDay, 9, &day->later);
#pragma clang loop unroll(full)
  for (int k = 0; k < 10; k++) {
    vec own = k < 8 ? ~year[k] : ones(), constant = ~day->year.unset[k];
    years[k] = sum3(own, constant, carry);
    carry = carry3(own, constant, carry);
  }
  /* A given age is stored with one added. */
  vec given[8], borrow = ones();
#pragma clang loop unroll(full)
  for (int k = 0; k < 8; k++) {
    given[k] = year[k] ^ borrow;
    borrow &= ~year[k];
  }
  vec beyond = ((years[7] | years[8] | years[9]) & ~isGiven) | (given[7] & isGiven);
  vec seven[HM_AGE_PLANES];
#pragma clang loop unroll(full)
  for (int k = 0; k < HM_AGE_PLANES; k++) seven[k] = (years[k] & ~isGiven) | (given[k] & isGiven);
  vec unknown = beyond | ~isKnown | reaches(seven, HM_AGE_PLANES, &day->oldest);
#pragma clang loop unroll(full)
  for (int k = 0; k < HM_AGE_PLANES; k++) age[k] = seven[k] | unknown;
}

static HM_TARGET void HM_NAME(read_facts)(const uint64_t *base, size_t stride, size_t words, size_t rows,
                                          const hm_day *when, hm_facts *facts, hm_ahead *ahead) {
  spread_day day = spread_day_of(when);
  facts->unavailable = facts->not_in_protocol = facts->live_count = facts->excluded_count = facts->open_count = 0;
  for (size_t i = 0; i < words; i += WORDS_A_VECTOR) {
    for (int line = 0; line < 8; line++) fetch(ahead);
    vec there = ones();
    if ((i + WORDS_A_VECTOR) * 64 > rows) {
      uint64_t valid[WORDS_A_VECTOR];
      for (size_t w = 0; w < WORDS_A_VECTOR; w++) {
        size_t first = (i + w) * 64;
        valid[w] = first + 64 <= rows ? ~0ull : first >= rows ? 0 : (1ull << (rows - first)) - 1;
      }
      __builtin_memcpy(&there, valid, sizeof valid);
    }
    vec gone = load(base + HM_FACT_UNAVAILABLE * stride + i);
    vec low = load(base + HM_FACT_TYPE * stride + i), high = load(base + (HM_FACT_TYPE + 1) * stride + i);
    vec type = (~high & ((~low & day.types[0]) | (low & day.types[1]))) |
               (high & ((~low & day.types[2]) | (low & day.types[3])));
    vec live = there & ~gone & type, least[3], most[3];
#pragma clang loop unroll(full)
    for (int k = 0; k < 3; k++) {
      least[k] = load(base + (HM_FACT_HOM_MIN + k) * stride + i);
      most[k] = load(base + (HM_FACT_HOM_MAX + k) * stride + i);
    }
    vec excluded = live & reaches(least, 3, &day.homozygous) & ~day.never;
    vec open = live & ~excluded & reaches(most, 3, &day.homozygous) & ~day.never;
    vec age[HM_AGE_PLANES];
    age_planes(base, stride, i, &day, age);
#pragma clang loop unroll(full)
    for (int k = 0; k < HM_AGE_PLANES; k++) store(facts->age + (size_t)k * words + i, age[k]);
    store(facts->live + i, live);
    store(facts->excluded + i, excluded);
    store(facts->open + i, open);
    store(facts->exact + i, live & load(base + HM_FACT_EXACT * stride + i));
    store(facts->irregular + i, live & load(base + HM_FACT_IRREGULAR * stride + i));
    facts->unavailable += population(there & gone);
    facts->not_in_protocol += population(there & ~gone & ~type);
    facts->live_count += population(live);
    facts->excluded_count += population(excluded);
    facts->open_count += population(open);
  }
}

/* The number that `costs` gives to each value of a few planes. */
HM_INLINE void choose(const vec *planes, int digits, const uint16_t *costs, int width, vec *out) {
  for (int k = 0; k < width; k++) out[k] = zero();
  for (int value = 0; value < 1 << digits; value++) {
    if (!costs[value]) continue;
    vec is = ones();
    for (int k = 0; k < digits; k++) is &= planes[k] ^ mask(!(value >> k & 1));
    for (int k = 0; k < width; k++) out[k] |= is & mask(costs[value] >> k & 1);
  }
}

/* `w` planes: a constant, so that sums of each length are compiled apart and stay in registers. */
HM_INLINE void cost_loop(const uint64_t *base, size_t stride, size_t words, const hm_facts *facts,
                         const hm_fact_costs *costs, int w, uint64_t *out) {
  spread_limit from[HM_AGE_RANGES], beyond[HM_AGE_RANGES];
  for (int r = 0; r < costs->age_ranges; r++) {
    from[r] = spread(costs->age_from[r]);
    beyond[r] = spread(costs->age_to[r] + 1u);
  }
  for (size_t i = 0; i < words; i += WORDS_A_VECTOR) {
    vec sum[HM_COST_PLANES], part[HM_COST_PLANES], abo[3], cmv[2], age[HM_AGE_PLANES];
    for (int k = 0; k < 3; k++) abo[k] = load(base + (HM_FACT_ABO + k) * stride + i);
    for (int k = 0; k < 2; k++) cmv[k] = load(base + (HM_FACT_CMV + k) * stride + i);
    for (int k = 0; k < HM_AGE_PLANES; k++) age[k] = load(facts->age + (size_t)k * words + i);
    choose(abo, 3, costs->abo, w, sum);
    choose(cmv, 2, costs->cmv, w, part);
    add(sum, w, part, w, 0);
    vec isAdult = ~(load(base + HM_FACT_TYPE * stride + i) | load(base + (HM_FACT_TYPE + 1) * stride + i));
    vec rest = ones();
    for (int k = 0; k < w; k++) part[k] = zero();
    for (int r = 0; r < costs->age_ranges; r++) {
      vec within = isAdult & reaches(age, HM_AGE_PLANES, &from[r]) & ~reaches(age, HM_AGE_PLANES, &beyond[r]);
      rest &= ~within;
      for (int k = 0; k < w; k++) part[k] |= within & mask(costs->age_cost[r] >> k & 1);
    }
    for (int k = 0; k < w; k++) part[k] |= rest & mask(costs->age_other >> k & 1);
    add(sum, w, part, w, 0);
    for (int k = 0; k < w; k++) store(out + (size_t)k * words + i, sum[k]);
  }
}

static HM_TARGET void HM_NAME(cost_facts)(const uint64_t *base, size_t stride, size_t words, const hm_facts *facts,
                                          const hm_fact_costs *costs, size_t width, uint64_t *out) {
  switch (width) {
  case 1: return cost_loop(base, stride, words, facts, costs, 1, out);
  case 2: return cost_loop(base, stride, words, facts, costs, 2, out);
  case 3: return cost_loop(base, stride, words, facts, costs, 3, out);
  case 4: return cost_loop(base, stride, words, facts, costs, 4, out);
  case 5: return cost_loop(base, stride, words, facts, costs, 5, out);
  default: return cost_loop(base, stride, words, facts, costs, (int)width, out);
  }
}

static HM_TARGET void HM_NAME(cost_nk)(const uint64_t *base, size_t stride, size_t words, const hm_nk_costs *costs,
                                       size_t width, uint64_t *out) {
  for (size_t i = 0; i < words; i += WORDS_A_VECTOR) {
    vec outcome[5] = {zero(), zero()}, sum[HM_COST_PLANES];
    for (int ligand = 0; ligand < 3; ligand++) {
      vec lacking = mask(costs->lacking >> ligand & 1);
      outcome[0] |= lacking & load(base + (HM_FACT_NK + ligand) * stride + i);
      outcome[1] |= lacking & load(base + (HM_FACT_NK + 3 + ligand) * stride + i);
    }
    outcome[2] = load(base + (HM_FACT_NK + 6) * stride + i);
    outcome[3] = load(base + (HM_FACT_NK + 7) * stride + i);
    outcome[4] = mask(costs->has_c2) & load(base + (HM_FACT_NK + 8) * stride + i);
    choose(outcome, 5, costs->cost, (int)width, sum);
    for (size_t k = 0; k < width; k++) store(out + k * words + i, sum[k]);
  }
}

static HM_TARGET void HM_NAME(add_costs)(const uint64_t *left, size_t left_width, const uint64_t *right,
                                         size_t right_width, size_t words, size_t width, uint64_t *out) {
  for (size_t i = 0; i < words; i += WORDS_A_VECTOR) {
    vec carry = zero();
    for (size_t k = 0; k < width; k++) {
      vec a = k < left_width ? load(left + k * words + i) : zero();
      vec b = k < right_width ? load(right + k * words + i) : zero();
      store(out + k * words + i, sum3(a, b, carry));
      carry = carry3(a, b, carry);
    }
  }
}
