"""Rankings: what the example shows, and what must not change them."""

import random

from . import people, program


def codes(rows: list[dict[str, str]], column: str) -> set[str]:
    """The codes of a column, without their loci."""
    return {code.split(":")[0] for row in rows for code in row[column].split(";") if code}


class ExampleRankingTests(people.PeopleTest):
    """The example donors show every status, reason and flag that this version can produce."""

    def test_the_example_shows_every_status_reason_and_flag(self) -> None:
        """Eligible, indeterminate and excluded, each with all its codes."""
        excluded = self.folder / "excluded.csv"
        ranked = self.assertCode(people.example_run("rank", "--top", "0", "--excluded", str(excluded)), 0).rows()
        out = program.table_file(excluded)
        self.assertEqual(program.header(excluded.read_text()), program.EXCLUDED_COLUMNS)
        self.assertEqual({row["status"] for row in ranked}, {"eligible", "indeterminate"})
        self.assertEqual({row["status"] for row in out}, {"excluded"})
        self.assertEqual(codes(out, "reasons"), {"match_count", "homozygous_loci", "one_way_match"})
        self.assertEqual(
            codes(ranked, "reasons"),
            {"match_count_possible", "homozygous_loci_possible", "one_way_match_possible", "no_expressed_allele"},
        )
        self.assertEqual(
            codes(ranked, "flags") | codes(out, "flags"),
            {
                "six_locus_rule",
                "presumed_homozygous",
                "null_allele",
                "expression",
                "name_lifted",
                "new_allele",
                "reference_excerpt",
                "gvh_none",
                "nk_not_assessed",
                "age_outside_18_60",
            },
        )

    def test_reasons_belong_to_their_status_and_stand_in_order(self) -> None:
        """Eligible donors have no reason, indeterminate ones open questions with loci in the order of the ten."""
        order = ["match_count_possible", "homozygous_loci_possible", "one_way_match_possible", "no_expressed_allele"]
        for row in people.example_run("rank", "--top", "0").rows():
            reasons = row["reasons"].split(";") if row["reasons"] else []
            self.assertEqual(bool(reasons), row["status"] == "indeterminate", row)
            places = [(order.index(code.split(":")[0]), program.TEN.index(code.split(":")[1])) for code in reasons]
            self.assertEqual(places, sorted(places))

    def test_flags_stand_in_the_order_of_the_domain(self) -> None:
        """The order of flags is fixed, then A B C DRB1 DQB1."""
        order = [
            "six_locus_rule",
            "presumed_homozygous",
            "null_allele",
            "expression",
            "name_lifted",
            "new_allele",
            "dna_serology",
            "reference_excerpt",
            "gvh_none",
            "dsa",
            "dsa_possible",
            "nk_not_assessed",
            "age_outside_18_60",
        ]
        for row in people.example_run("rank", "--top", "0").rows():
            places = [
                (order.index(code), program.TEN.index(locus) if locus else 0)
                for code, _, locus in (flag.partition(":") for flag in row["flags"].split(";") if flag)
            ]
            self.assertEqual(places, sorted(places))

    def test_known_donors_have_their_known_verdicts(self) -> None:
        """One donor of each kind, by the rules of the protocol."""
        pairs = {(row["patient_id"], row["donor_id"]): row for row in people.example_run("compare").rows()}
        expected = {
            ("P1", "D0001"): ("excluded", "match_count", 10, 10),
            ("P1", "D0002"): ("eligible", "", 5, 5),
            ("P1", "D0004"): ("excluded", "homozygous_loci;one_way_match", 5, 5),
            ("P2", "D0009"): ("excluded", "match_count;homozygous_loci;one_way_match", 8, 8),
            ("P1", "D0018"): ("eligible", "", 7, 7),
            ("P1", "D0022"): ("eligible", "", 4, 8),
            ("P1", "D0024"): ("indeterminate", "match_count_possible:C;match_count_possible:DQB1", 5, 9),
            ("P1", "D0025"): ("indeterminate", "match_count_possible:DRB1", 7, 8),
        }
        for pair, (status, reasons, low, high) in expected.items():
            with self.subTest(pair=pair):
                row = pairs[pair]
                self.assertEqual(
                    (row["status"], row["reasons"], int(row["match_min"]), int(row["match_max"])),
                    (status, reasons, low, high),
                )

    def test_the_order_is_status_kinship_points_then_certainty_age_and_id(self) -> None:
        """Every pair of neighbours in the ranking stands in the order of the protocol; ranks count from 1."""

        def key(row: dict[str, str]) -> tuple:
            return (
                row["status"] != "eligible",
                row["relation"] == "unrelated",
                -int(row["points"]),
                int(row["match_max"]) - int(row["match_min"]),
                int(row["age"] or 999),
                row["donor_id"].encode(),
            )

        rows = people.example_run("rank", "--top", "0").rows()
        for patient in ("P1", "P2", "P3"):
            ranked = [row for row in rows if row["patient_id"] == patient]
            self.assertEqual([int(row["rank"]) for row in ranked], list(range(1, len(ranked) + 1)))
            self.assertEqual(ranked, sorted(ranked, key=key))

    def test_compare_agrees_with_rank_for_every_pair(self) -> None:
        """Status, counts and reasons are the same; excluded pairs stand in --excluded."""
        excluded = self.folder / "excluded.csv"
        rows = people.example_run("rank", "--top", "0", "--excluded", str(excluded)).rows() + program.table_file(
            excluded
        )
        ranked = {(row["patient_id"], row["donor_id"]): row for row in rows}
        self.assertEqual(len(ranked), len(rows))
        pairs = people.example_run("compare").rows()
        self.assertEqual({(row["patient_id"], row["donor_id"]) for row in pairs}, set(ranked))
        for pair in pairs:
            other = ranked[pair["patient_id"], pair["donor_id"]]
            self.assertEqual(pair, {column: other[column] for column in program.COMPARE_COLUMNS})

    def test_compare_keeps_the_order_of_the_files(self) -> None:
        """Patients in file order, donors in file order within."""
        rows = people.example_run("compare").rows()
        self.assertEqual(list(dict.fromkeys(row["patient_id"] for row in rows)), ["P1", "P2", "P3"])
        listed = [row["donor_id"] for row in people.example("donors.csv")]
        for patient in ("P1", "P2", "P3"):
            found = [row["donor_id"] for row in rows if row["patient_id"] == patient]
            self.assertEqual(found, sorted(found, key=listed.index))

    def test_top_limits_the_donors_of_each_patient(self) -> None:
        """--top 3 lists the first three of each, 0 lists all, and 100 is the default."""
        everything = people.example_run("rank", "--top", "0").rows()
        for option, limit in (("3", 3), ("1", 1), ("100000", 10**6), (None, 100)):
            with self.subTest(top=option):
                rows = people.example_run("rank", *(["--top", option] if option else [])).rows()
                self.assertEqual(rows, [row for row in everything if int(row["rank"]) <= limit])


class SteadinessTests(people.PeopleTest):
    """What must not change a result."""

    def test_runs_and_threads_give_the_same_bytes(self) -> None:
        """The same inputs and date give the same bytes, run by run and with 1, 2 and 7 threads."""
        for command in ("rank", "compare"):
            for kind in ("csv", "json"):
                with self.subTest(command=command, format=kind):
                    options = ["--top", "0"] if command == "rank" else []
                    first = people.example_run(command, *options, "--format", kind).raw
                    for threads in ("1", "2", "7") if kind == "csv" else ("1", "7"):
                        self.assertEqual(
                            people.example_run(command, *options, "--format", kind, "--threads", threads).raw, first
                        )
        again = program.run(
            "rank",
            "--patients",
            program.EXAMPLE / "patients.csv",
            "--donors",
            program.EXAMPLE / "donors.csv",
            "--date",
            program.DATE,
            "--top",
            "0",
            "--format",
            "json",
        )
        self.assertEqual(again.raw, people.example_run("rank", "--top", "0", "--format", "json").raw)

    def example(self, rows: list[dict[str, str]], command: str) -> list[dict[str, str]]:
        """Results of changed example donors, all of them."""
        options = ["--top", "0"] if command == "rank" else []
        donors = self.people("donors.csv", rows)
        return self.assertCode(
            self.rank(donors, *options, command=command, patients=program.EXAMPLE / "patients.csv"), 0
        ).rows()

    def test_the_order_of_the_donors_file_does_not_matter(self) -> None:
        """Shuffled donors give the same ranking: the same ids with the same values."""
        rows = people.example("donors.csv")[:-1]
        first = self.example(rows, "rank")
        random.Random(7).shuffle(rows)
        self.assertEqual(self.example(rows, "rank"), first)

    def test_the_positions_of_a_locus_can_be_swapped(self) -> None:
        """First and second value change places without changing a number."""
        rows = people.example("donors.csv")
        first = self.example(rows, "compare")
        for row in rows:
            for locus in people.LOCI:
                if row[f"{locus}_1"] and row[f"{locus}_2"]:
                    row[f"{locus}_1"], row[f"{locus}_2"] = row[f"{locus}_2"], row[f"{locus}_1"]
        self.assertEqual(self.example(rows, "compare"), first)
        patients = people.example("patients.csv")
        for row in patients:
            for locus in people.LOCI:
                row[f"{locus}_1"], row[f"{locus}_2"] = row[f"{locus}_2"], row[f"{locus}_1"]
        swapped = self.rank(
            program.EXAMPLE / "donors.csv", command="compare", patients=self.people("swapped.csv", patients)
        )
        self.assertEqual(swapped.rows(), first)

    def test_the_date_counts_ages_in_complete_years(self) -> None:
        """Birth dates, years and ages in that precedence; the day before a birthday counts a year less."""
        rows = [
            people.donor("D1", birth_date="2000-06-15", birth_year="1950", age="77"),
            people.donor("D2", birth_year="1990"),
            people.donor("D3", age="41"),
            people.donor("D4"),
            people.donor("D5", birth_date="15.06.2000"),
        ]
        donors = self.people("donors.csv", rows)
        for date, age in (("2026-06-14", "25"), ("2026-06-15", "26")):
            done = program.run("rank", "--patients", self.patients(), "--donors", donors, "--date", date)
            ages = {row["donor_id"]: row["age"] for row in self.assertCode(done, 0).rows()}
            self.assertEqual(ages, {"D1": age, "D2": "36", "D3": "41", "D4": "", "D5": age})

    def test_a_patient_among_several_is_ranked_as_alone(self) -> None:
        """Other patients in the file change nothing, as long as kinship names its patient."""
        alone = self.people("alone.csv", people.example("patients.csv")[1:2])
        donors = self.people(
            "donors.csv", [row for row in people.example("donors.csv") if row["related_to"] or not row["relation"]]
        )
        one = self.assertCode(self.rank(donors, "--top", "0", patients=alone), 0).rows()
        three = self.assertCode(self.rank(donors, "--top", "0", patients=program.EXAMPLE / "patients.csv"), 0).rows()
        self.assertEqual(one, [row for row in three if row["patient_id"] == "P2"])
