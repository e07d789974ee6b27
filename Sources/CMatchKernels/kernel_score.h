/* Who may belong to the best, and the loop over a tile; part of kernel_body.h. */

/* Donors whose (number, age) comes before a constant, the number first. */
HM_INLINE vec before(const vec *number, int width, const vec *age, uint32_t limit, uint32_t ageLimit) {
  vec result = ageLimit >> HM_AGE_PLANES ? ones() : ~at_least(age, HM_AGE_PLANES, ageLimit);
  if (limit >> width) return ones();
  for (int k = 0; k < width; k++) result = limit >> k & 1 ? ~number[k] | result : ~number[k] & result;
  return result;
}

/* The whole key of candidates, and those before the threshold. */
static HM_TARGET __attribute__((noinline)) uint32_t HM_NAME(hits)(
    const hm_facts *facts, size_t words, const hm_patient *p, size_t i, vec candidates, vec opened, hm_hit *hits) {
  meetings met;
  vec z[HM_LOCI], y[HM_LOCI], number[4], most[4] = {0}, least[4] = {0}, cost[HM_COST_PLANES], age[HM_AGE_PLANES];
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
  vec open = p->all_open ? ones() : load(facts->open + i) | opened;
  if (!p->takes_all) {
    vec sooner = before(cost, width, age, p->threshold_cost, p->threshold_age);
    candidates &= p->threshold_open ? ~open | sooner : ~open & sooner;
  }
  if (HM_IS_ZERO(candidates)) return 0;
  uint64_t costWords[HM_COST_PLANES][WORDS_A_VECTOR], ageWords[HM_AGE_PLANES][WORDS_A_VECTOR];
  uint64_t openWords[WORDS_A_VECTOR], rows[WORDS_A_VECTOR];
  uint64_t mostWords[4][WORDS_A_VECTOR], leastWords[4][WORDS_A_VECTOR];
  if (p->settles == HM_SETTLES_ALL) {
    vec any[HM_LOCI], both[HM_LOCI];
    surely_meet(p, i, any, both);
    count_matches(met.any, met.both, zero(), most);
    count_matches(any, both, zero(), least);
  }
  __builtin_memcpy(mostWords, most, sizeof most);
  __builtin_memcpy(leastWords, least, sizeof least);
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
      uint32_t uncertain = 0;
      for (int k = 0; k < 4; k++) {
        uncertain += (uint32_t)(mostWords[k][w] >> at & 1) << k;
        uncertain -= (uint32_t)(leastWords[k][w] >> at & 1) << k;
      }
      hits[count++] = (hm_hit){(uint32_t)((i + w) * 64) + (uint32_t)at, key, uncertain};
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

/* Where the most that donors match comes from. */
enum { LIMITS_ARE_KEYS, LIMITS_OF_OWN, LIMITS_BLURRED };

/* The loop over a tile. flips: matches earn points, so that mismatches are counted; limitRows: where limits come from;
 * none: only a donor without any match can be a hit. Constants, so that each case is compiled apart. */
HM_INLINE void score_loop(const hm_facts *facts, size_t words, const hm_patient *p, int flips, int limitRows, int none,
                          uint32_t most, hm_hit *hits, uint32_t *unsettled, uint32_t *excluded, hm_lists *lists,
                          hm_counts *n) {
  const vec flip = mask(flips), oneWay = mask(p->one_way), never = mask(p->match_limit > 10);
  const spread_limit limit = spread(flips ? 11u - p->match_limit : p->match_limit);
  const spread_limit ownLimit = spread(p->match_limit);
  const spread_limit beyond = spread(most + 1);
  for (size_t i = 0; i < words; i += WORDS_A_VECTOR) {
    meetings met, other;
    vec matches[4], otherMatches[4];
    limits found;
    meet(p->key, i, &met, 0);
    count_matches(met.any, met.both, flip, matches);
    found.most = &met;
    if (limitRows == LIMITS_OF_OWN) {
      meet(p->limit, i, &other, 0);
      found.most = &other;
    } else if (limitRows == LIMITS_BLURRED) {
      vec blurred = load(facts->blurred_any + i);
      if (!HM_IS_ZERO(blurred)) {
        meet_blurred(facts, p->key, i, &other);
        found.most = &other;
      }
    }
    if (limitRows != LIMITS_ARE_KEYS && found.most == &other) {
      count_matches(other.any, other.both, zero(), otherMatches);
      found.tooMany = reaches(otherMatches, 4, &ownLimit) & ~never;
      found.full = other.full & oneWay;
    } else {
      found.tooMany = (flips ? ~reaches(matches, 4, &limit) : reaches(matches, 4, &limit)) & ~never;
      found.full = met.full & oneWay;
    }
    vec live = load(facts->live + i), homozygous = load(facts->excluded + i);
    vec special = (live & (found.tooMany | found.full)) | load(facts->irregular + i), gone = homozygous;
    vec opened = zero();
    if (!HM_IS_ZERO(special)) {
      gone |= HM_NAME(special)(facts, p, i, special, &found, unsettled, excluded, lists, n, &opened);
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
    if (!HM_IS_ZERO(candidates)) {
      lists->hits += HM_NAME(hits)(facts, words, p, i, candidates, opened, hits + lists->hits);
    }
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
#define HM_LOOP(flips, limitRows, none) \
  score_loop(facts, words, p, flips, limitRows, none, most, hits, unsettled, excluded, lists, &n)
#define HM_LOOPS(limitRows)                        \
  if (p->match_cost < 0) HM_LOOP(1, limitRows, 0); \
  else if (most == 0) HM_LOOP(0, limitRows, 1);    \
  else HM_LOOP(0, limitRows, 0)
  if (p->limits_differ) {
    HM_LOOPS(LIMITS_OF_OWN);
  } else if (facts->has_blurred) {
    HM_LOOPS(LIMITS_BLURRED);
  } else {
    HM_LOOPS(LIMITS_ARE_KEYS);
  }
#undef HM_LOOPS
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
