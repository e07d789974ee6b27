/* What donors count beside a patient, and what becomes of those that rules may exclude; part of kernel_body.h. */

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

/* The same where blurred positions may be anything. */
HM_INLINE void meet_blurred(const hm_facts *facts, const uint64_t *const rows[HM_LOCI][4], size_t i, meetings *met) {
  met->full = ones();
#pragma clang loop unroll(full)
  for (int l = 0; l < HM_LOCI; l++) {
    vec one = load(facts->blurred[l][0] + i), other = load(facts->blurred[l][1] + i);
    vec a = load(rows[l][0] + i) | one, b = load(rows[l][1] + i) | one;
    vec c = load(rows[l][2] + i) | other, d = load(rows[l][3] + i) | other;
    met->any[l] = a | b | c | d;
    met->both[l] = (a & d) | (b & c);
    met->full &= (a | b) & (c | d);
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

/* Donors that need a closer look: too many matches, or no mismatch in HVG direction. */
typedef struct {
  vec tooMany;
  vec full;
  const meetings *most; /* what they may match at most */
} limits;

/* What the rules say of donors. */
typedef struct {
  vec byMatch;  /* excluded */
  vec byOneWay;
  vec open;     /* left open by rules other than that of homozygous loci */
  vec settled;  /* all of this is certain */
} verdict;

/* Whether the matches of the six are at most a limit. */
HM_INLINE vec few_of_six(const meetings *most, uint32_t limit) {
  vec x[6] = {most->any[0], most->any[1], most->any[3], most->both[0], most->both[1], most->both[3]};
  vec s1 = sum3(x[0], x[1], x[2]), c1 = carry3(x[0], x[1], x[2]);
  vec s2 = sum3(x[3], x[4], x[5]), c2 = carry3(x[3], x[4], x[5]);
  vec number[3] = {s1 ^ s2, sum3(c1, c2, s1 & s2), carry3(c1, c2, s1 & s2)};
  return ~at_least(number, 3, limit + 1);
}

/* What donors certainly match: every choice of their classes does. */
HM_INLINE vec surely_meet(const hm_patient *p, size_t i, vec *any, vec *both) {
  vec inside = ones();
  for (int l = 0; l < HM_LOCI; l++) {
    vec a = load(p->sure[l][0] + i), b = load(p->sure[l][1] + i), c = load(p->sure[l][2] + i), d = load(p->sure[l][3] + i);
    vec first = a | b, second = c | d;
    if (p->within[l][0]) {
      first |= load(p->within[l][0] + i);
      second |= load(p->within[l][1] + i);
    }
    any[l] = first | second;
    both[l] = (a & d) | (b & c);
    inside &= first & second;
  }
  return inside;
}

/* Donors of many genotypes whose classes tell all: the least and the most that they match decide.
 * Source: DOMAIN, section 4, rules 1 and 3 to 5; decision 008. */
static HM_TARGET __attribute__((noinline)) verdict HM_NAME(weigh)(const hm_facts *facts, const hm_patient *p, size_t i,
                                                                  const limits *found) {
  vec any[HM_LOCI], both[HM_LOCI], untyped[HM_LOCI], number[4], notCovered = zero();
  vec inside = surely_meet(p, i, any, both);
  for (int l = 0; l < HM_LOCI; l++) {
    untyped[l] = p->untyped[l] ? ones() : load(facts->untyped[l] + i);
    notCovered |= ~(both[l] | (mask(p->counts_y[l]) & any[l]) | untyped[l]);
  }
  vec sixTyped = ~(untyped[0] | untyped[1] | untyped[3]), restUntyped = untyped[2] | untyped[4];
  verdict says;
  count_matches(any, both, zero(), number);
  says.byMatch = found->tooMany & at_least(number, 4, p->match_limit);
  says.open = found->tooMany & ~says.byMatch;
  if (p->six_locus) says.open &= ~(sixTyped & restUntyped & few_of_six(found->most, p->six_limit));
  says.byOneWay = zero();
  says.settled = ones();
  if (HM_IS_ZERO(found->full)) return says;
  if (p->settles != HM_SETTLES_ALL || p->partial_excludes) {
    says.settled = ~found->full;
    return says;
  }
  vec certain = found->full & inside & ~covered(found->most, p->counts_y) & sixTyped & ~restUntyped;
  says.byOneWay = certain;
  says.open |= found->full & sixTyped & notCovered & ~certain;
  return says;
}

/* What becomes of special donors; returns those that leave the tile's candidates, and those left open by matches. */
static HM_TARGET __attribute__((noinline)) vec HM_NAME(special)(
    const hm_facts *facts, const hm_patient *p, size_t i, vec special, const limits *found, uint32_t *unsettled,
    uint32_t *excluded, hm_lists *lists, hm_counts *n,
    vec *nowOpen) {
  vec homozygous = load(facts->excluded + i), open = load(facts->open + i), irregular = load(facts->irregular + i);
  vec exact = p->is_exact ? load(facts->exact + i) & ~irregular : zero(), settled = exact;
  vec byMatch = special & exact & found->tooMany, byOneWay = zero(), opened = zero();
  if (!HM_IS_ZERO(found->full)) {
    byOneWay = special & exact & found->full & ~covered(found->most, p->counts_y);
  }
  vec ambiguous = special & ~exact & ~irregular & ~load(facts->blurred_any + i);
  if (p->settles != HM_SETTLES_NONE && !HM_IS_ZERO(ambiguous)) {
    verdict says = HM_NAME(weigh)(facts, p, i, found);
    ambiguous &= says.settled;
    settled |= ambiguous;
    byMatch |= ambiguous & says.byMatch;
    byOneWay |= ambiguous & says.byOneWay;
    opened = ambiguous & says.open;
  }
  vec out = byMatch | byOneWay, leaving = special & ~settled;
  opened &= ~(out | homozygous);
  uint32_t nowIndeterminate = population(opened & ~open);
  n->indeterminate += nowIndeterminate;
  n->eligible -= nowIndeterminate;
  *nowOpen = opened;
  /* A donor left open comes after every threshold that is not open itself. */
  if (p->takes_all || p->threshold_open) opened = zero();
  vec gone = out | leaving;
  if (HM_IS_ZERO(gone) && !p->lists_excluded) return special & opened;
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
  return special & (gone | opened);
}
