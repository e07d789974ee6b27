"""`advise`: which further typing would settle most."""

from . import people, program

COLUMNS = [
    "patient_id",
    "scope",
    "person",
    "locus",
    "donor_id",
    "rank",
    "status",
    "donors",
    "settles",
    "may_settle",
    "may_admit",
    "may_exclude",
    "may_promote",
    "points",
    "points_min",
    "points_max",
    "best_rank",
]


class AdviceTests(people.PeopleTest):
    """Indeterminate donors, and what typing them would bring."""

    def donors(self) -> list[dict[str, str]]:
        """Seven matched without DQB1; six matched without C and DQB1; one who shares nothing."""
        seven = people.donor("D1", people.PATIENT_A, people.PATIENT_B, DQB1_1="", DQB1_2="")
        seven |= {"DRB1_2": "DRB1*15:02", "DRB1_1": "DRB1*04:01"}
        six = people.donor("D2", people.PATIENT_A, people.PATIENT_B, C_1="", C_2="", DQB1_1="", DQB1_2="")
        return [seven, six, people.donor("D3")]

    def advise(self, *options: str, **more) -> program.Outcome:
        """Advice on the donors."""
        return self.rank(self.donors(), *options, command="advise", **more)

    def test_rows_say_what_each_locus_settles(self) -> None:
        """DQB1 settles the first donor; the second needs C and DQB1."""
        done = self.assertCode(self.advise("--format", "csv"), 0)
        self.assertEqual(program.header(done.out), COLUMNS)
        rows = done.rows()
        loci = {(row["person"], row["locus"]): row for row in rows if row["scope"] == "locus"}
        first = next(row for row in rows if row["scope"] == "locus")
        self.assertEqual((first["person"], first["locus"], first["settles"]), ("donor", "DQB1", "1"))
        self.assertEqual((first["may_settle"], first["may_admit"], first["may_exclude"]), ("2", "1", "2"))
        self.assertEqual(loci["donor", "C"]["settles"], "0")
        self.assertEqual([row["settles"] for row in rows if row["scope"] == "set"], ["2"])
        self.assertEqual([row["locus"] for row in rows if row["scope"] == "set"], ["donor:C;donor:DQB1"])
        sets = {row["donor_id"]: row["locus"] for row in rows if row["scope"] == "donor_set"}
        self.assertEqual(sets, {"D2": "donor:C;donor:DQB1"})
        own = next(row for row in rows if row["donor_id"] == "D1" and row["locus"] == "DQB1")
        self.assertEqual((own["status"], own["settles"]), ("indeterminate", "1"))
        self.assertGreaterEqual(int(own["points_max"]), int(own["points"]))

    def test_all_formats_say_the_same(self) -> None:
        """JSON, JSON lines, TSV and the table name the loci in the order of the CSV."""
        rows = self.advise("--format", "csv").rows()
        expected = [(row["person"], row["locus"], int(row["settles"])) for row in rows if row["scope"] == "locus"]
        result = self.assertCode(self.advise("--format", "json"), 0).json()
        one = result["patients"][0]
        self.assertEqual([(item["person"], item["locus"], item["settles"]) for item in one["loci"]], expected)
        self.assertEqual(result["run"]["note"], program.PURPOSE)
        self.assertEqual(result["run"]["counts"]["indeterminate"], 2)
        lines = self.advise("--format", "jsonl").lines()
        self.assertIn("run", lines[0])
        self.assertIn("summary", lines[-1])
        self.assertEqual(lines[1]["loci"], one["loci"])
        self.assertEqual([line["donor_id"] for line in lines[2:-1]], [donor["donor_id"] for donor in one["donors"]])
        self.assertEqual(self.advise("--format", "tsv").rows("\t"), rows)
        table = self.assertCode(self.advise("--format", "table"), 0).out
        self.assertIn(program.PURPOSE, table)
        self.assertIn("Donor D2: settled by donor C, donor DQB1 together.", table)

    def test_a_csv_file_has_its_run_record_beside_it(self) -> None:
        """As that of `rank`."""
        target = self.folder / "advice.csv"
        self.assertCode(self.advise("--format", "csv", "--output", str(target)), 0)
        self.assertTrue((self.folder / "advice.csv.run.json").exists())

    def test_faults_end_as_they_do_in_rank(self) -> None:
        """Usage, missing files, and rejected rows under --strict."""
        self.assertCode(self.advise("--top", "-1"), 64)
        self.assertCode(self.rank(self.folder / "nothing.csv", command="advise"), 66)
        bad = self.donors() + [people.donor("D4", A_1="A*99:99")]
        rejects = self.folder / "rejects.csv"
        self.assertCode(self.rank(bad, "--rejects", str(rejects), command="advise"), 0)
        self.assertEqual(len(program.table_file(rejects)), 1)
        strict = self.assertCode(self.rank(bad, "--strict", command="advise"), 65)
        self.assertEqual(strict.raw, b"")

    def test_top_limits_the_donors_looked_at(self) -> None:
        """Only the best donor is looked at; nothing of it is open but its KIR genes."""
        rows = self.assertCode(self.advise("--format", "csv", "--top", "1"), 0).rows()
        self.assertEqual({row["donor_id"] for row in rows if row["scope"] == "donor"} - {"D3"}, set())

    def test_threads_and_repetition_give_the_same_bytes(self) -> None:
        """The answer rests on the inputs alone."""
        for form in ("csv", "json", "jsonl", "table"):
            with self.subTest(form):
                one = people.example_run("advise", "--format", form, "--threads", "1")
                two = people.example_run("advise", "--format", form, "--threads", "2")
                self.assertEqual(self.assertCode(one, 0).raw, self.assertCode(two, 0).raw)
