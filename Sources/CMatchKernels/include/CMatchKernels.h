/* Bit-sliced kernels that count and judge many donors at once.
 *
 * A *plane* is a row of bits, one bit a donor, 64 donors a word, donor 0 in bit 0 of word 0. A *tile* is a run of
 * donors whose planes are all `words` words long; `words` is a multiple of HM_WORDS, so that every vector length
 * divides it. Planes need the alignment of uint64_t only. No function allocates, throws, logs or keeps state.
 *
 * Every kernel exists for AVX-512, AVX2 and any other processor, chosen when the program runs; all give the same bits.
 */
#ifndef CMATCHKERNELS_H
#define CMATCHKERNELS_H

#include <stddef.h>
#include <stdint.h>

#define HM_LOCI 5
/* Words that every tile is a multiple of: 512 donors. */
#define HM_WORDS 8
#define HM_AGE_PLANES 7
/* Planes that costs and keys may have at most. */
#define HM_COST_PLANES 20
/* Ranges of ages that may earn points. */
#define HM_AGE_RANGES 16

/* The instruction sets that kernels were written for, from the plainest. */
typedef enum { HM_PORTABLE = 0, HM_AVX2 = 1, HM_AVX512 = 2 } hm_instructions;

/* Whether this processor and this build have an instruction set. */
int hm_supports(hm_instructions instructions);
/* The best that this processor has. */
hm_instructions hm_best(void);

/* Bytes that will be read next: kernels ask for them while they compute, a cache line at a time. Both null: none. */
typedef struct {
  const char *next;
  const char *end;
} hm_ahead;

/* One step of a membership test: the bit of plane `variable` chooses `high` or `low`, each 0 for none, 1 for all, or 2
 * plus the number of an earlier step. */
typedef struct {
  uint16_t variable;
  uint16_t low;
  uint16_t high;
} hm_node;

/* Tests which donors have a class code out of a set, by the steps of a reduced decision diagram.
 *
 * planes: bit k of the donors' codes lies at planes + k * stride; out: one plane; scratch: count * words words.
 * root: as hm_node.low. */
void hm_member(hm_instructions instructions, const hm_node *nodes, size_t count, uint16_t root, const uint64_t *planes,
               size_t stride, size_t words, uint64_t *scratch, uint64_t *out, hm_ahead *ahead);

/* The same for one code of `width` bits. */
void hm_equal(hm_instructions instructions, uint32_t code, size_t width, const uint64_t *planes, size_t stride,
              size_t words, uint64_t *out, hm_ahead *ahead);

/* Tests of up to 64 sets at once: bit s of table[code] says whether set s has the code. The table has an entry for every
 * code of `width` bits, at most 16; rows[s] is the plane of set s, for `count` sets. */
void hm_lookup(hm_instructions instructions, const uint64_t *table, size_t width, const uint64_t *planes, size_t stride,
               size_t words, uint64_t *const *rows, size_t count);

/* The codes of `words` * 64 donors, donor after donor: what planes of `width` bits, at most 16, say of each. */
void hm_codes(hm_instructions instructions, size_t width, const uint64_t *planes, size_t stride, size_t words,
              uint16_t *out);

/* The planes of the donors' facts, as a pool stores them: plane k at base + k * stride. */
enum {
  HM_FACT_UNAVAILABLE = 0,
  HM_FACT_TYPE = 1,        /* 2: adult 0, cord 1, msc 2, other 3 */
  HM_FACT_ABO = 3,         /* 3: unknown 0, O 1, A 2, B 3, AB 4 */
  HM_FACT_CMV = 6,         /* 2: unknown 0, positive 1, negative 2 */
  HM_FACT_HOM_MIN = 8,     /* 3: homozygous loci, at least */
  HM_FACT_HOM_MAX = 11,    /* 3: at most */
  HM_FACT_IRREGULAR = 14,  /* counted one by one, always */
  HM_FACT_EXACT = 15,      /* one genotype at each of the five loci, with a class of its own */
  HM_FACT_YEAR = 16,       /* 8: 0 unknown; year of birth - 1899; or age + 1 */
  HM_FACT_AGE_GIVEN = 24,  /* the 8 before are an age */
  HM_FACT_MONTH_DAY = 25,  /* 9: month * 32 + day of birth; 0 where only the year is known */
  /* 9: has C1, C2, Bw4 for certain; has a receptor of each; B content (2: better 1, best 2); KIR2DS1 and C1 of HLA-C */
  HM_FACT_NK = 34,
  HM_FACT_PLANES = 43
};

/* The rules and the day under which facts are read. */
typedef struct {
  uint32_t year;             /* of the day on which ages are counted, minus 1899 */
  uint32_t month_day;        /* month * 32 + day of it */
  uint8_t allowed_types;     /* bit t: donors of type t are ranked */
  uint8_t homozygous_limit;  /* excluded from this many homozygous loci; 8 or more: never */
} hm_day;

/* What a tile's facts come to, the same for all patients; all planes of `words` words. */
typedef struct {
  uint64_t *live;         /* available and of a ranked type */
  uint64_t *excluded;     /* live and certainly homozygous at too many loci */
  uint64_t *open;         /* live, not that, and possibly homozygous at too many loci */
  uint64_t *exact;        /* live and exact */
  uint64_t *irregular;    /* live and irregular */
  uint64_t *age;          /* HM_AGE_PLANES planes: complete years, 127 unknown */
  /* Set by the caller: donors whose first, or second, position has a class that does not tell all, at each locus; and
   * those with any such position. */
  const uint64_t *blurred[HM_LOCI][2];
  const uint64_t *blurred_any;
  const uint64_t *untyped[HM_LOCI]; /* donors not typed at each locus */
  uint8_t has_blurred;              /* 0: the planes of blurred positions are not read, but for blurred_any */
  uint32_t unavailable;
  uint32_t not_in_protocol;
  uint32_t live_count;
  uint32_t excluded_count;
  uint32_t open_count;
} hm_facts;

void hm_read_facts(hm_instructions instructions, const uint64_t *base, size_t stride, size_t words, size_t rows,
                   const hm_day *day, hm_facts *facts, hm_ahead *ahead);

/* What facts cost a donor beside one kind of patient: points short of the most that facts can earn, 0 and up. */
typedef struct {
  uint16_t abo[8];
  uint16_t cmv[4];
  uint16_t age_ranges;
  uint16_t age_other;
  uint8_t age_from[HM_AGE_RANGES];
  uint8_t age_to[HM_AGE_RANGES];
  uint16_t age_cost[HM_AGE_RANGES]; /* adults only; others cost age_other */
} hm_fact_costs;

/* out: `width` planes, plane k at out + k * words; width planes hold every cost. */
void hm_cost_facts(hm_instructions instructions, const uint64_t *base, size_t stride, size_t words,
                   const hm_facts *facts, const hm_fact_costs *costs, size_t width, uint64_t *out);

/* What NK models cost a donor beside one kind of patient. */
typedef struct {
  uint8_t lacking;    /* bits of C1, C2, Bw4: the patient certainly lacks it */
  uint8_t has_c2;
  /* Points short of the most, by outcome: bit 0 ligand incompatibility, bit 1 receptor-ligand, bits 2 and 3 B content,
   * bit 4 KIR2DS1. */
  uint16_t cost[32];
} hm_nk_costs;

/* out: `width` planes, which hold every cost. */
void hm_cost_nk(hm_instructions instructions, const uint64_t *base, size_t stride, size_t words,
                const hm_nk_costs *costs, size_t width, uint64_t *out);

/* Sums of two costs; `width` planes hold every sum. */
void hm_add_costs(hm_instructions instructions, const uint64_t *left, size_t left_width, const uint64_t *right,
                  size_t right_width, size_t words, size_t width, uint64_t *out);

/* Which donors a patient's rows settle, beside those of one genotype a locus. */
enum {
  HM_SETTLES_NONE = 0,
  HM_SETTLES_MATCHES = 1, /* where only the matches are in question */
  HM_SETTLES_ALL = 2
};

/* One patient beside a tile. Rows a, b, c, d of a locus: donor position 1 may be patient position 1; 1 may be 2; 2 may be
 * 1; 2 may be 2.
 *
 * `key` rows lead to the costs and never cost more than the truth. The rules ask for the most that donors may match:
 * `limit` rows where they are given, otherwise key rows and blurred positions, which may be anything. `sure` rows say
 * what is certain: they give the least that donors match. */
typedef struct {
  const uint64_t *key[HM_LOCI][4];
  const uint64_t *limit[HM_LOCI][4];
  const uint64_t *sure[HM_LOCI][4];
  const uint64_t *within[HM_LOCI][2]; /* donor position 1, or 2, may be either of the patient's and nothing else; or null */
  uint8_t limits_differ;          /* there are limit rows */
  uint8_t settles;                /* HM_SETTLES_...; sure rows are read where it is not NONE */
  uint8_t untyped[HM_LOCI];       /* loci at which the patient is not typed */
  uint8_t six_locus;              /* donors untyped at C or DQB1 are allowed with up to six_limit matches of six */
  uint8_t six_limit;
  uint8_t partial_excludes;       /* one-way matches of some loci are not for planes to settle */
  uint8_t is_exact;               /* every locus of the patient is one genotype */
  uint8_t all_open;               /* no donor is better than indeterminate */
  uint8_t lists_excluded;         /* fill `excluded` */
  uint8_t counts_z[HM_LOCI];      /* both donor positions may meet one patient position (HVG) */
  uint8_t counts_y[HM_LOCI];      /* one donor position may meet both patient positions (GVH) */
  uint8_t match_limit;            /* excluded from this many matches; 11: never */
  uint8_t one_way;                /* a one-way match excludes */
  int32_t match_cost;             /* points lost with each match, each z, each y; any sign */
  int32_t z_cost;
  int32_t y_cost;
  const uint64_t *fact_costs;     /* planes as hm_cost_facts writes them */
  uint32_t fact_width;
  uint32_t cost_width;            /* planes that hold every whole cost */
  uint32_t threshold_cost;        /* only donors before this key are hits: */
  uint8_t threshold_open;         /* 0: eligible before open */
  uint8_t threshold_age;          /* 0...127: younger only; 128: any age at the same cost */
  uint8_t takes_all;              /* no threshold */
} hm_patient;

/* A donor that may belong to the best. key: open (bit 31), cost (bits 7...30), age (bits 0...6).
 *
 * The key is the truth where the patient settles all and neither the donor's classes are blurred nor the donor irregular;
 * then `uncertain` is what the most and the least of its matches differ by. Otherwise the key is none too late, and
 * `uncertain` says nothing. */
typedef struct {
  uint32_t row;
  uint32_t key;
  uint32_t uncertain;
} hm_hit;

/* How many donors stand in the lists of one patient. */
typedef struct {
  uint32_t hits;
  uint32_t unsettled;
  uint32_t excluded;
} hm_lists;

/* How settled donors divide. */
typedef struct {
  uint64_t eligible;
  uint64_t indeterminate;
  uint64_t excluded;
  uint64_t by_match;              /* excluded by their matches */
  uint64_t by_one_way;            /* and by a one-way match */
  uint64_t by_homozygous;         /* and by homozygous loci */
} hm_counts;

/* Judges every live donor of a tile beside several patients, from patient `first` on, until one has a list that is not
 * empty; returns that patient, or `count` where there is none. What is counted is added to `totals`.
 *
 * hits, unsettled, excluded: room for every donor of the tile; rows count from the tile's first donor, ascending, and
 * `lists` says how many there are. Unsettled donors are in no count; they have to be judged one by one.
 * A hit's cost is that of match_cost * m + z_cost * z + y_cost * y + its facts, plus what makes the least of it 0. */
size_t hm_score(hm_instructions instructions, const hm_facts *facts, size_t words, const hm_patient *patients,
                size_t first, size_t count, hm_hit *hits, uint32_t *unsettled, uint32_t *excluded, hm_lists *lists,
                hm_counts *totals);

/* Lays the bits of `rows` values (a multiple of 64) out as planes: bit k of value i is bit i of the plane at
 * out + k * stride. */
void hm_make_planes(const uint16_t *values, size_t rows, size_t width, uint64_t *out, size_t stride);

#endif
