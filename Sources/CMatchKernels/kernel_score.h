/* What donors count beside a patient, and who may belong to the best; part of kernel_body.h. */

/* What one set of rows says of a vector of donors. */
typedef struct {
  vec any[HM_LOCI];   /* at least one match at the locus */
  vec both[HM_LOCI];  /* two */
  vec full;           /* every donor position of every locus is met: no mismatch in HVG direction */
} meetings;

HM_INLINE void meet(const uint64_t *const rows[HM_LOCI][4], size_t i, meetings *met, vec *z) {
  met->full = ones();
#pragma clang loop unroll(full)
  for (int l = 0; l < HM_LOCI; l++) {
    vec a = load(rows[l][0] + i), b = load(rows[l][1] + i), c = load(rows[l][2] + i), d = load(rows[l][3] + i);
    vec first = a | b, second = c | d;
    met->any[l] = first | second;
    met->both[l] = (a & d) | (b & c);
    met->full &= first & second;
    if (z) z[l] = first & second & ~met->both[l];
  }
}

/* Every patient position of every locus is met: no mismatch in GVH direction. */
HM_INLINE vec covered(const meetings *met, const uint8_t *countsY) {
  vec all = ones();
  for (int l = 0; l < HM_LOCI; l++) all &= met->both[l] | (mask(countsY[l]) & met->any[l]);
  return all;
}

/* Matches of the five loci, 0...10. */
HM_INLINE void count_matches(const vec *any, const vec *both, vec flip, vec *sum) {
  vec x[10];
  for (int l = 0; l < HM_LOCI; l++) {
    x[l] = any[l] ^ flip;
    x[5 + l] = both[l] ^ flip;
  }
  vec s1 = sum3(x[0], x[1], x[2]), c1 = carry3(x[0], x[1], x[2]);
  vec s2 = sum3(x[3], x[4], x[5]), c2 = carry3(x[3], x[4], x[5]);
  vec s3 = sum3(x[6], x[7], x[8]), c3 = carry3(x[6], x[7], x[8]);
  vec s4 = sum3(s1, s2, s3), c4 = carry3(s1, s2, s3);
  vec c5 = s4 & x[9];
  vec t = sum3(c1, c2, c3), d1 = carry3(c1, c2, c3);
  vec d2 = carry3(t, c4, c5);
  sum[0] = s4 ^ x[9];
  sum[1] = sum3(t, c4, c5);
  sum[2] = d1 ^ d2;
  sum[3] = d1 & d2;
}

/* How many of five bits are set. */
HM_INLINE void count_five(const vec *bits, vec flip, vec *sum) {
  vec x[HM_LOCI];
  for (int l = 0; l < HM_LOCI; l++) x[l] = bits[l] ^ flip;
  vec s1 = sum3(x[0], x[1], x[2]), c1 = carry3(x[0], x[1], x[2]);
  vec c2 = carry3(s1, x[3], x[4]);
  sum[0] = sum3(s1, x[3], x[4]);
  sum[1] = c1 ^ c2;
  sum[2] = c1 & c2;
}

/* Donors whose (number, age) comes before a constant, the number first. */
HM_INLINE vec before(const vec *number, int width, const vec *age, uint32_t limit, uint32_t ageLimit) {
  vec result = ageLimit >> HM_AGE_PLANES ? ones() : ~at_least(age, HM_AGE_PLANES, ageLimit);
  if (limit >> width) return ones();
  for (int k = 0; k < width; k++) result = limit >> k & 1 ? ~number[k] | result : ~number[k] & result;
  return result;
}

static HM_TARGET __attribute__((noinline)) uint32_t HM_NAME(list)(vec rows, size_t i, uint32_t *out) {
  uint64_t words[WORDS_A_VECTOR];
  __builtin_memcpy(words, &rows, sizeof words);
  uint32_t count = 0;
  for (size_t w = 0; w < WORDS_A_VECTOR; w++) {
    for (uint64_t rest = words[w]; rest; rest &= rest - 1) {
      out[count++] = (uint32_t)((i + w) * 64) + (uint32_t)__builtin_ctzll(rest);
    }
  }
  return count;
}

/* The whole key of candidates, and those before the threshold. */
static HM_TARGET __attribute__((noinline)) uint32_t HM_NAME(hits)(
    const hm_facts *facts, size_t words, const hm_patient *p, size_t i, vec candidates, hm_hit *hits) {
  meetings met;
  vec z[HM_LOCI], y[HM_LOCI], number[4], cost[HM_COST_PLANES], age[HM_AGE_PLANES];
  int width = (int)p->cost_width;
  meet(p->key, i, &met, z);
  for (int l = 0; l < HM_LOCI; l++) {
    z[l] &= mask(p->counts_z[l]);
    y[l] = met.any[l] & ~met.both[l] & mask(p->counts_y[l]);
  }
  for (int k = 0; k < width; k++) {
    cost[k] = k < (int)p->fact_width ? load(p->fact_costs + (size_t)k * words + i) : zero();
  }
  count_matches(met.any, met.both, mask(p->match_cost < 0), number);
  add_times(cost, width, number, 4, (uint32_t)(p->match_cost < 0 ? -p->match_cost : p->match_cost));
  count_five(z, mask(p->z_cost < 0), number);
  add_times(cost, width, number, 3, (uint32_t)(p->z_cost < 0 ? -p->z_cost : p->z_cost));
  count_five(y, mask(p->y_cost < 0), number);
  add_times(cost, width, number, 3, (uint32_t)(p->y_cost < 0 ? -p->y_cost : p->y_cost));
  for (int k = 0; k < HM_AGE_PLANES; k++) age[k] = load(facts->age + (size_t)k * words + i);
  vec open = p->all_open ? ones() : load(facts->open + i);
  if (!p->takes_all) {
    vec sooner = before(cost, width, age, p->threshold_cost, p->threshold_age);
    candidates &= p->threshold_open ? ~open | sooner : ~open & sooner;
  }
  if (HM_IS_ZERO(candidates)) return 0;
  uint64_t costWords[HM_COST_PLANES][WORDS_A_VECTOR], ageWords[HM_AGE_PLANES][WORDS_A_VECTOR];
  uint64_t openWords[WORDS_A_VECTOR], rows[WORDS_A_VECTOR];
  for (int k = 0; k < width; k++) __builtin_memcpy(costWords[k], &cost[k], sizeof cost[k]);
  for (int k = 0; k < HM_AGE_PLANES; k++) __builtin_memcpy(ageWords[k], &age[k], sizeof age[k]);
  __builtin_memcpy(openWords, &open, sizeof open);
  __builtin_memcpy(rows, &candidates, sizeof candidates);
  uint32_t count = 0;
  for (size_t w = 0; w < WORDS_A_VECTOR; w++) {
    for (uint64_t rest = rows[w]; rest; rest &= rest - 1) {
      int at = __builtin_ctzll(rest);
      uint32_t key = 0;
      for (int k = 0; k < HM_AGE_PLANES; k++) key |= (uint32_t)(ageWords[k][w] >> at & 1) << k;
      for (int k = 0; k < width; k++) key |= (uint32_t)(costWords[k][w] >> at & 1) << (HM_AGE_PLANES + k);
      key |= (uint32_t)(openWords[w] >> at & 1) << 31;
      hits[count++] = (hm_hit){(uint32_t)((i + w) * 64) + (uint32_t)at, key};
    }
  }
  return count;
}

/* Donors that facts alone do not put behind the threshold. */
HM_INLINE vec promising(const hm_facts *facts, size_t words, const hm_patient *p, size_t i) {
  if (p->takes_all) return ones();
  vec number[HM_COST_PLANES], age[HM_AGE_PLANES];
  int width = (int)p->fact_width;
  for (int k = 0; k < width; k++) number[k] = load(p->fact_costs + (size_t)k * words + i);
  for (int k = 0; k < HM_AGE_PLANES; k++) age[k] = load(facts->age + (size_t)k * words + i);
  vec sooner = before(number, width, age, p->threshold_cost, p->threshold_age);
  vec open = p->all_open ? ones() : load(facts->open + i);
  return p->threshold_open ? ~open | sooner : ~open & sooner;
}

/* Donors that need a closer look: too many matches, or no mismatch in HVG direction. */
typedef struct {
  vec tooMany;
  vec full;
  vec targets;
} limits;

/* What becomes of special donors; returns those that leave the tile's settled donors. */
static HM_TARGET __attribute__((noinline)) vec HM_NAME(special)(
    const hm_facts *facts, const hm_patient *p, size_t i, vec special, const limits *found, uint32_t *unsettled,
    uint32_t *excluded, hm_lists *lists, hm_counts *n) {
  vec homozygous = load(facts->excluded + i), open = load(facts->open + i), irregular = load(facts->irregular + i);
  vec exact = p->is_exact ? load(facts->exact + i) & ~irregular : zero();
  vec byMatch = special & exact & found->tooMany, byOneWay = special & exact & found->full & ~found->targets;
  vec out = byMatch | byOneWay, leaving = special & ~exact;
  n->by_match += population(byMatch);
  n->by_one_way += population(byOneWay);
  n->excluded += population(out & ~homozygous);
  n->indeterminate -= population(out & open);
  n->eligible -= population(out & ~homozygous & ~open);
  n->by_homozygous -= population(leaving & homozygous);
  n->excluded -= population(leaving & homozygous);
  n->indeterminate -= population(leaving & open);
  n->eligible -= population(leaving & ~homozygous & ~open);
  lists->unsettled += HM_NAME(list)(leaving, i, unsettled + lists->unsettled);
  if (p->lists_excluded) {
    lists->excluded += HM_NAME(list)((out | homozygous) & ~leaving, i, excluded + lists->excluded);
  }
  /* An exact donor who is not excluded, such as a full match where the match count was lifted, stays where it was. */
  return special & (leaving | out);
}

/* The loop over a tile. flips: matches earn points, so that mismatches are counted; differs: limits have rows of their
 * own; none: only a donor without any match can be a hit. Constants, so that each case is compiled apart. */
HM_INLINE void score_loop(const hm_facts *facts, size_t words, const hm_patient *p, int flips, int differs, int none,
                          uint32_t most, hm_hit *hits, uint32_t *unsettled, uint32_t *excluded, hm_lists *lists,
                          hm_counts *n) {
  const vec flip = mask(flips), oneWay = mask(p->one_way), never = mask(p->match_limit > 10);
  const spread_limit limit = spread(flips && !differs ? 11u - p->match_limit : p->match_limit);
  const spread_limit beyond = spread(most + 1);
  for (size_t i = 0; i < words; i += WORDS_A_VECTOR) {
    meetings met;
    vec matches[4];
    limits found;
    meet(p->key, i, &met, 0);
    count_matches(met.any, met.both, flip, matches);
    if (differs) {
      meetings other;
      vec limitMatches[4];
      meet(p->limit, i, &other, 0);
      count_matches(other.any, other.both, zero(), limitMatches);
      found.tooMany = reaches(limitMatches, 4, &limit) & ~never;
      found.full = other.full & oneWay;
      if (!HM_IS_ZERO(found.full)) found.targets = covered(&other, p->counts_y);
    } else {
      found.tooMany = (flips ? ~reaches(matches, 4, &limit) : reaches(matches, 4, &limit)) & ~never;
      found.full = met.full & oneWay;
      if (!HM_IS_ZERO(found.full)) found.targets = covered(&met, p->counts_y);
    }
    vec live = load(facts->live + i), homozygous = load(facts->excluded + i);
    vec special = (live & (found.tooMany | found.full)) | load(facts->irregular + i), gone = homozygous;
    if (!HM_IS_ZERO(special)) {
      if (HM_IS_ZERO(found.full)) found.targets = zero();
      gone |= HM_NAME(special)(facts, p, i, special, &found, unsettled, excluded, lists, n);
    } else if (p->lists_excluded) {
      lists->excluded += HM_NAME(list)(homozygous, i, excluded + lists->excluded);
    }
    vec candidates = live & ~gone;
    if (none) {
      candidates &= ~(met.any[0] | met.any[1] | met.any[2] | met.any[3] | met.any[4]);
    } else if (most < 10) {
      candidates &= ~reaches(matches, 4, &beyond);
    }
    candidates &= promising(facts, words, p, i);
    if (!HM_IS_ZERO(candidates)) lists->hits += HM_NAME(hits)(facts, words, p, i, candidates, hits + lists->hits);
  }
}

static HM_TARGET void HM_NAME(score)(const hm_facts *facts, size_t words, const hm_patient *p, hm_hit *hits,
                                     uint32_t *unsettled, uint32_t *excluded, hm_lists *lists, hm_counts *totals) {
  hm_counts n = {0};
  /* Matches, or mismatches, that alone cost more than the threshold. */
  uint32_t each = (uint32_t)(p->match_cost < 0 ? -p->match_cost : p->match_cost);
  uint32_t most = p->takes_all || p->threshold_open || each == 0 ? 10 : p->threshold_cost / each;
  if (most > 10) most = 10;
  *lists = (hm_lists){0, 0, 0};
#define HM_LOOP(flips, differs, none) \
  score_loop(facts, words, p, flips, differs, none, most, hits, unsettled, excluded, lists, &n)
  if (p->match_cost < 0) {
    if (p->limits_differ) HM_LOOP(1, 1, 0);
    else HM_LOOP(1, 0, 0);
  } else if (p->limits_differ) {
    if (most == 0) HM_LOOP(0, 1, 1);
    else HM_LOOP(0, 1, 0);
  } else {
    if (most == 0) HM_LOOP(0, 0, 1);
    else HM_LOOP(0, 0, 0);
  }
#undef HM_LOOP
  n.by_homozygous += facts->excluded_count;
  n.excluded += facts->excluded_count;
  n.indeterminate += facts->open_count;
  n.eligible += facts->live_count - facts->excluded_count - facts->open_count;
  totals->eligible += p->all_open ? 0 : n.eligible;
  totals->indeterminate += p->all_open ? n.indeterminate + n.eligible : n.indeterminate;
  totals->excluded += n.excluded;
  totals->by_match += n.by_match;
  totals->by_one_way += n.by_one_way;
  totals->by_homozygous += n.by_homozygous;
}

static HM_TARGET size_t HM_NAME(score_several)(const hm_facts *facts, size_t words, const hm_patient *patients,
                                               size_t first, size_t count, hm_hit *hits, uint32_t *unsettled,
                                               uint32_t *excluded, hm_lists *lists, hm_counts *totals) {
  for (size_t patient = first; patient < count; patient++) {
    HM_NAME(score)(facts, words, patients + patient, hits, unsettled, excluded, lists, totals + patient);
    if (lists->hits | lists->unsettled | lists->excluded) return patient;
  }
  return count;
}
