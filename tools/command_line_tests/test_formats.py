"""The formats of results: columns, types, bounds, escapes."""

import hashlib
import json
import re

from . import people, program

RANK = ("rank", "--top", "0")
BOUND = {"min", "max"}


def bounds(cell: str) -> dict[str, int]:
    """A cell of bounds, `1` or `0..2`, as JSON has it."""
    low, _, high = cell.partition("..")
    return {"min": int(low), "max": int(high or low)}


class TableFormatTests(people.PeopleTest):
    """csv, tsv and table."""

    def test_columns_of_rank_and_compare_are_exactly_those_promised(self) -> None:
        """Names and order of the columns are fixed."""
        for command, columns in (("rank", program.RANK_COLUMNS), ("compare", program.COMPARE_COLUMNS)):
            for kind, delimiter in (("csv", ","), ("tsv", "\t")):
                with self.subTest(command=command, format=kind):
                    done = (
                        people.example_run(command, "--top", "0", "--format", kind)
                        if command == "rank"
                        else people.example_run(command, "--format", kind)
                    )
                    self.assertEqual(program.header(self.assertCode(done, 0).out, delimiter), columns)
                    self.assertNotIn("\r", done.out)
                    self.assertTrue(all(None not in row and None not in row.values() for row in done.rows(delimiter)))

    def test_csv_is_the_format_off_a_terminal(self) -> None:
        """Without --format a pipe gets csv, with the values of every other format."""
        self.assertEqual(people.example_run(*RANK).raw, people.example_run(*RANK, "--format", "csv").raw)
        self.assertEqual(people.example_run(*RANK).rows(), people.example_run(*RANK, "--format", "tsv").rows("\t"))

    def test_cells_are_numbers_bounds_and_codes(self) -> None:
        """Counts are numbers with min <= max, loci `1` or `0..2`, and never what a spreadsheet makes a date of."""
        for row in people.example_run(*RANK).rows():
            for name in ("match", "gvh", "hvg", "homozygous"):
                low, high = int(row[f"{name}_min"]), int(row[f"{name}_max"])
                self.assertTrue(0 <= low <= high <= (5 if name == "homozygous" else 10), row)
            for locus in program.TEN:
                self.assertRegex(row[locus], r"^([012]|0\.\.1|0\.\.2|1\.\.2)$")
            self.assertEqual(sum(bounds(row[locus])["min"] for locus in program.TEN), int(row["match_min"]))
            self.assertEqual(sum(bounds(row[locus])["max"] for locus in program.TEN), int(row["match_max"]))
            self.assertRegex(row["points"], r"^-?\d+$")
            self.assertRegex(row["age"], r"^\d*$")
            self.assertRegex(row["nk"], r"^([0-9]|10)$")
            if "nk_not_assessed" in row["flags"].split(";"):
                self.assertEqual(row["nk"], "0")

    def test_the_table_names_purpose_release_and_protocol(self) -> None:
        """A person at a terminal sees what the result is worth and what it was made with."""
        for command in ("rank", "compare"):
            with self.subTest(command=command):
                done = self.assertCode(people.example_run(command, "--format", "table"), 0)
                for words in (program.PURPOSE, "3.58.0", "excerpt", "mst 1.0.0", "P1", "D0005", "indeterminate"):
                    self.assertIn(words, done.out)

    def test_ids_survive_as_they_are(self) -> None:
        """Commas, quotes, line breaks, umlauts and blanks inside ids come back in every format."""
        ids = [
            "a,b",
            'say "x"',
            "two\nlines",
            "Jörg Müller",
            "tab\tbed",
            "semi;colon",
            "0000123",
            "1E10",
            "日本",
            "a\\b",
            "'quoted",
        ]
        rows = [people.donor(identity) for identity in ids]
        patients = self.patients(people.patient('P "1",\nÄ'))
        for command in ("rank", "compare"):
            for kind, delimiter in (("csv", ","), ("tsv", "\t")):
                with self.subTest(command=command, format=kind):
                    found = self.rank(rows, "--format", kind, command=command, patients=patients).rows(delimiter)
                    self.assertEqual({row["donor_id"] for row in found}, set(ids))
                    self.assertEqual({row["patient_id"] for row in found}, {'P "1",\nÄ'})
            with self.subTest(command=command, format="json"):
                answer = self.rank(rows, "--format", "json", command=command, patients=patients).json()
                self.assertEqual({donor["donor_id"] for donor in answer["patients"][0]["donors"]}, set(ids))
                self.assertEqual(answer["patients"][0]["patient_id"], 'P "1",\nÄ')
            with self.subTest(command=command, format="jsonl"):
                lines = self.rank(rows, "--format", "jsonl", command=command, patients=patients).lines()
                self.assertEqual({line["donor_id"] for line in lines[1:-1]}, set(ids))

    def test_an_id_does_not_break_the_table(self) -> None:
        """In a table every donor has one line, whatever its id holds, and a comma stays in its cell."""
        for command in ("rank", "compare"):
            plain = self.rank([people.donor("D1"), people.donor("D2")], "--format", "table", command=command)
            for identity in ("two\nlines", "a,b", 'say "x"', "esc\x1b[31m"):
                with self.subTest(command=command, identity=identity):
                    rows = [people.donor(identity), people.donor("D2")]
                    done = self.assertCode(self.rank(rows, "--format", "table", command=command), 0)
                    self.assertEqual(len(done.out.splitlines()), len(plain.out.splitlines()))
                    self.assertNotIn("\x1b", done.out)
                    if "\n" not in identity and "\x1b" not in identity:
                        self.assertRegex(done.out, r"(?m)(^|\s)" + re.escape(identity) + r"\s")

    def test_formula_like_ids_get_an_apostrophe_in_tables_only(self) -> None:
        """Text cells that begin with = + - @ are guarded in csv and tsv, never in JSON; numbers never are."""
        ids = ["=1+1", "-5", "@x", "+7", "=a,b"]
        rows = [people.donor(identity) for identity in ids]
        excluded = self.folder / "excluded.csv"
        for command in ("rank", "compare"):
            for kind, delimiter in (("csv", ","), ("tsv", "\t")):
                with self.subTest(command=command, format=kind):
                    found = self.rank(rows, "--format", kind, command=command).rows(delimiter)
                    self.assertEqual({row["donor_id"] for row in found}, {"'" + identity for identity in ids})
            answer = self.rank(rows, "--format", "json", command=command).json()
            self.assertEqual({donor["donor_id"] for donor in answer["patients"][0]["donors"]}, set(ids))
            lines = self.rank(rows, "--format", "jsonl", command=command).lines()
            self.assertEqual({line["donor_id"] for line in lines[1:-1]}, set(ids))
        alike = [people.donor(identity, people.PATIENT_A, people.PATIENT_B) for identity in ids]
        self.rank(alike, "--excluded", excluded, patients=self.patients(people.patient("=P")))
        found = program.table_file(excluded)
        self.assertEqual({row["donor_id"] for row in found}, {"'" + identity for identity in ids})
        self.assertEqual({row["patient_id"] for row in found}, {"'=P"})


class JSONFormatTests(people.PeopleTest):
    """json and jsonl."""

    def test_json_has_the_values_of_the_table_typed(self) -> None:
        """Bounds are objects, numbers are numbers, unknown is null, flags and reasons are arrays, ids are strings."""
        answer = self.assertCode(people.example_run(*RANK, "--format", "json"), 0).json()
        found = [(patient["patient_id"], donor) for patient in answer["patients"] for donor in patient["donors"]]
        rows = people.example_run(*RANK).rows()
        self.assertEqual(len(found), len(rows))
        for (patient, donor), row in zip(found, rows):
            self.assertEqual((patient, donor["donor_id"]), (row["patient_id"], row["donor_id"]))
            self.assertEqual(
                (donor["rank"], donor["points"], donor["nk"]),
                tuple(int(row[name]) for name in ("rank", "points", "nk")),
            )
            self.assertEqual(donor["age"], int(row["age"]) if row["age"] else None)
            self.assertEqual((donor["status"], donor["relation"]), (row["status"], row["relation"]))
            for name in ("match", "gvh", "hvg", "homozygous"):
                self.assertEqual(donor[name], {"min": int(row[f"{name}_min"]), "max": int(row[f"{name}_max"])})
            for locus in program.TEN:
                self.assertEqual(donor[locus], bounds(row[locus]))
                self.assertEqual(donor["loci"][locus]["counts"]["match"], bounds(row[locus]))
            for name in ("flags", "reasons"):
                self.assertEqual(";".join(donor[name]), row[name])

    def test_points_are_the_sum_of_their_terms(self) -> None:
        """The terms say what the points are made of, to the last point."""
        answer = people.example_run(*RANK, "--format", "json").json()
        codes = set()
        for donor in (donor for patient in answer["patients"] for donor in patient["donors"]):
            self.assertEqual(sum(term["points"] for term in donor["terms"]), donor["points"])
            for term in donor["terms"]:
                self.assertEqual(set(term), {"code", "count", "points"})
            codes |= {term["code"] for term in donor["terms"]}
            earned = {term["code"]: term["points"] for term in donor["terms"]}
            self.assertEqual(earned.get("hvg_mismatch", 0), 6 * donor["hvg"]["min"])
            self.assertEqual(earned.get("gvh_mismatch", 0), 4 * donor["gvh"]["min"])
        self.assertTrue({"hvg_mismatch", "gvh_mismatch", "cmv_equal"} <= codes)

    def test_two_field_and_antigen_counts_are_shown_beside(self) -> None:
        """Each donor has its counts at the two-field and the antigen level."""
        answer = people.example_run("rank", "--top", "3", "--format", "json").json()
        for donor in answer["patients"][0]["donors"]:
            for level in ("two_field", "antigen"):
                self.assertEqual(set(donor[level]), {"match", "gvh", "hvg", "homozygous"})
                self.assertTrue(all(set(value) == BOUND for value in donor[level].values()))

    def test_the_run_record_says_what_the_result_was_made_with(self) -> None:
        """Program, release, protocol with hash, date, inputs with SHA-256, and counts that add up."""
        for command, options in (("rank", RANK[1:]), ("compare", ())):
            with self.subTest(command=command):
                record = people.example_run(command, *options, "--format", "json").json()["run"]
                self.assertRegex(record["program"], r"\d+\.\d+\.\d+")
                self.assertEqual((record["note"], record["date"]), (program.PURPOSE, program.DATE))
                self.assertEqual((record["reference"]["release"], record["reference"]["excerpt"]), ("3.58.0", True))
                self.assertRegex(record["reference"]["source_hash"], r"^[0-9a-f]{64}$")
                self.assertEqual((record["protocol"]["name"], record["protocol"]["version"]), ("mst", "1.0.0"))
                self.assertRegex(record["protocol"]["sha256"], r"^[0-9a-f]{64}$")
                sums = {entry["file"]: entry["sha256"] for entry in record["inputs"]}
                for name in ("patients.csv", "donors.csv"):
                    self.assertEqual(sums[name], hashlib.sha256((program.EXAMPLE / name).read_bytes()).hexdigest())
                counts = record["counts"]
                self.assertEqual(
                    (counts["read"], counts["rejected"], counts["unavailable"], counts["patients_read"]), (200, 8, 2, 3)
                )
                pairs = 3 * (200 - 8 - 2 - counts["not_in_protocol"])
                self.assertEqual(counts["eligible"] + counts["indeterminate"] + counts["excluded"], pairs)
                self.assertEqual(set(counts["excluded_by"]), {"match_count", "homozygous_loci", "one_way_match"})

    def test_json_lines_begin_with_the_run_and_end_with_a_summary(self) -> None:
        """First line settings, one line a donor with its patient, last line counts and hashes."""
        for command, options in (("rank", RANK[1:]), ("compare", ())):
            with self.subTest(command=command):
                lines = self.assertCode(people.example_run(command, *options, "--format", "jsonl"), 0).lines()
                whole = people.example_run(command, *options, "--format", "json").json()
                self.assertEqual((set(lines[0]), set(lines[-1])), ({"run"}, {"summary"}))
                self.assertEqual(lines[0]["run"]["protocol"], whole["run"]["protocol"])
                self.assertEqual(lines[0]["run"]["note"], program.PURPOSE)
                self.assertEqual(lines[-1]["summary"]["counts"], whole["run"]["counts"])
                self.assertEqual(lines[-1]["summary"]["inputs"], whole["run"]["inputs"])
                flat = [
                    donor | {"patient_id": patient["patient_id"]}
                    for patient in whole["patients"]
                    for donor in patient["donors"]
                ]
                self.assertEqual(lines[1:-1], flat)

    def test_compare_as_json_has_the_values_of_its_table(self) -> None:
        """The pairs of compare are the same in every format."""
        lines = people.example_run("compare", "--format", "jsonl").lines()[1:-1]
        rows = people.example_run("compare").rows()
        self.assertEqual(len(lines), len(rows))
        for line, row in zip(lines, rows):
            self.assertEqual(
                (line["patient_id"], line["donor_id"], line["status"]),
                (row["patient_id"], row["donor_id"], row["status"]),
            )
            self.assertEqual(";".join(line["reasons"]), row["reasons"])
            for name in ("match", "gvh", "hvg", "homozygous"):
                self.assertEqual(line[name], {"min": int(row[f"{name}_min"]), "max": int(row[f"{name}_max"])})
            for locus in program.TEN:
                self.assertEqual(line[locus], bounds(row[locus]))

    def test_json_without_a_donor_is_whole(self) -> None:
        """A patient without a ranked donor, and a run without one, still parse."""
        alike = [people.donor("D1", people.PATIENT_A, people.PATIENT_B)]
        for kind in ("json", "jsonl"):
            done = self.assertCode(self.rank(alike, "--format", kind), 0)
            values = [json.loads(done.out)] if kind == "json" else done.lines()
            self.assertEqual(len(values), 1 if kind == "json" else 2)
        gone = self.assertCode(self.rank([people.donor("D1", status="TU")], "--format", "json", command="compare"), 0)
        self.assertEqual(gone.json()["patients"][0]["donors"], [])
