"""Rows at fault: each is rejected with a message, and the others go on."""

from . import people, program


class BadRowTests(people.PeopleTest):
    """A fault in one of the five loci, or in the id, rejects the row."""

    # What the row has, the column at fault, the cell as shown, the code, words of what was expected.
    CASES = [
        ("an allele that was never assigned", {"A_1": "A*02:9999"}, "A_1", "A*02:9999", "not_in_excerpt", "reference"),
        (
            "a name deleted without successor",
            {"A_2": "A*02:100"},
            "A_2",
            "A*02:100",
            "deleted_without_successor",
            "looked up",
        ),
        ("another locus in the cell", {"A_2": "B*07:02"}, "A_2", "B*07:02", "wrong_locus", "a typing of A"),
        ("a first value blank, the second filled", {"B_1": "", "B_2": "B*44:02"}, "B_1", "", "first_blank", "filled"),
        ("a time made by a spreadsheet", {"A_1": "02:01:00"}, "A_1", "02:01:00", "spreadsheet_damage", "02:01"),
        ("a time with one digit", {"C_1": "2:01:00"}, "C_1", "2:01:00", "spreadsheet_damage", "02:01"),
        ("a time of twelve hours", {"A_1": "2:01:00 AM"}, "A_1", "2:01:00 AM", "spreadsheet_damage", "02:01"),
        (
            "a time as a fraction of a day",
            {"DRB1_1": "0.0840277777777778"},
            "DRB1_1",
            "0.0840277777777778",
            "spreadsheet_damage",
            "02:01",
        ),
        ("a date made by a spreadsheet", {"A_1": "02.01.2026"}, "A_1", "02.01.2026", "spreadsheet_damage", "02:01"),
        ("a date with slashes", {"A_1": "1/2/2026"}, "A_1", "1/2/2026", "spreadsheet_damage", "02:01"),
        ("a date with the month's name", {"A_1": "02-Jan"}, "A_1", "02-Jan", "spreadsheet_damage", "02:01"),
        ("a date of the ISO form", {"A_1": "2026-01-02"}, "A_1", "2026-01-02", "spreadsheet_damage", "02:01"),
        ("a number with an exponent", {"A_1": "1E+10"}, "A_1", "1E+10", "spreadsheet_damage", "02:01"),
        (
            "a gene that everyone has as absent",
            {"B_1": "NNNN", "B_2": "NNNN"},
            "B_1",
            "NNNN",
            "cannot_be_absent",
            "typing",
        ),
        ("a bare number", {"A_1": "02"}, "A_1", "02", "bare_number", "02:XX"),
        (
            "a list with an unknown member",
            {"A_1": "02:01/02:9999"},
            "A_1",
            "02:01/02:9999",
            "not_in_excerpt",
            "reference",
        ),
        ("words", {"DQB1_2": "not done"}, "DQB1_2", "not done", "malformed_typing", "02:01"),
        ("a P group that does not exist", {"A_1": "A*02:9998P"}, "A_1", "A*02:9998P", None, "reference"),
    ]

    def test_a_bad_typing_rejects_its_row_with_place_value_and_expectation(self) -> None:
        """Message and rejects file name file, line, column, value and what was expected; the other rows go on."""
        half = len(self.CASES) // 2
        for cases in (self.CASES[:half], self.CASES[half:]):
            self.rejected(cases)

    def rejected(self, cases: list[tuple]) -> None:
        """Rank a good row and the bad ones."""
        rows = [people.donor("GOOD")]
        rows += [people.donor(f"BAD{number}", **case[1]) for number, case in enumerate(cases)]
        rejects = self.folder / "rejects.csv"
        done = self.assertCode(self.rank(rows, "--rejects", rejects), 0)
        self.assertEqual([row["donor_id"] for row in done.rows()], ["GOOD"])
        entries = program.table_file(rejects)
        for number, (name, _, field, value, code, words) in enumerate(cases):
            with self.subTest(name):
                line, column = number + 3, people.column_of(rows, field)
                self.assertMessage(done, "donors.csv", line, column, value.rsplit("/02:", 1)[-1], words)
                entry = next(entry for entry in entries if entry["line"] == str(line))
                self.assertEqual((entry["column"], entry["field"], entry["value"]), (str(column), field, value))
                self.assertIn(words, entry["message"])
                if code:
                    self.assertEqual(entry["code"], code)

    def test_an_unknown_allele_of_a_full_release_was_never_assigned(self) -> None:
        """Against a full release the message says that the name was never assigned, or lies beyond the release."""
        reference = program.shared("imgt-3.58.0")
        rows = [people.donor("D1"), people.donor("D2", A_1="A*99:01"), people.donor("D3", A_1="A*02:9999")]
        done = self.assertCode(self.rank(rows, "--reference", reference), 0)
        self.assertMessage(done, "donors.csv", 3, 2, "A*99:01", "never assigned")
        self.assertMessage(done, "donors.csv", 4, 2, "A*02:9999", "release 3.58.0", "newer release")
        self.assertNotIn("excerpt", done.err)

    def test_a_row_without_any_typing_is_rejected(self) -> None:
        """No HLA at all is a fault of the row, blank cells and UUUU alike."""
        untyped = {column: "" for column in people.TYPINGS}
        rows = [people.donor("D1"), people.donor("D2", **untyped), people.donor("D3", **(untyped | {"A_1": "UUUU"}))]
        rejects = self.folder / "rejects.csv"
        done = self.assertCode(self.rank(rows, "--rejects", rejects), 0)
        self.assertEqual(
            [(row["line"], row["code"]) for row in program.table_file(rejects)],
            [("3", "no_typing"), ("4", "no_typing")],
        )
        self.assertMessage(done, "donors.csv", 3, None, "typed", "expected")

    def test_a_blank_id_is_rejected(self) -> None:
        """A row without an id is at fault, in its column."""
        done = self.assertCode(self.rank([people.donor("D1"), people.donor("")]), 0)
        self.assertMessage(done, "donors.csv", 3, 1, "id", "expected")

    def test_a_repeated_id_is_a_fault_of_the_later_row(self) -> None:
        """The later row is rejected, in one file and over several; its typings may differ."""
        first = self.people("first.csv", [people.donor("D1"), people.donor("D2"), people.donor("D1", age="30")])
        second = self.people("second.csv", [people.donor("D3"), people.donor("D2", A_1="A*02:01")])
        rejects = self.folder / "rejects.csv"
        done = self.assertCode(self.rank(first, "--donors", second, "--rejects", rejects), 0)
        self.assertEqual({row["donor_id"]: row["age"] for row in done.rows()}, {"D1": "", "D2": "", "D3": ""})
        entries = [
            (row["file"].rsplit("/", 1)[-1], row["line"], row["column"], row["code"])
            for row in program.table_file(rejects)
        ]
        self.assertEqual(entries, [("first.csv", "4", "1", "duplicate_id"), ("second.csv", "3", "1", "duplicate_id")])
        self.assertMessage(done, "second.csv", 3, 1, "expected once")

    def test_the_id_of_a_rejected_row_is_taken(self) -> None:
        """An id repeats even where its earlier row was rejected."""
        done = self.rank([people.donor("D1"), people.donor("D2", A_1="A*99:99"), people.donor("D2")])
        self.assertEqual([row["donor_id"] for row in self.assertCode(done, 0).rows()], ["D1"])

    def test_a_repeated_patient_id_is_65(self) -> None:
        """The later patient row is rejected."""
        patients = self.patients(people.patient("P1"), people.patient("P1"))
        done = self.assertCode(self.rank([people.donor("D1")], patients=patients), 65)
        self.assertEqual(len(done.rows()), 1)
        self.assertMessage(done, patients, 3, 1, "expected once")

    def test_a_row_is_rejected_with_all_its_faults(self) -> None:
        """Every fault of a row stands in the rejects file, also the id's."""
        rows = [people.donor("D1"), people.donor("D1", A_1="B*07:02", B_1="", DRB1_2="04:01:00", DQB1_1="DQB1*99:99")]
        rejects = self.folder / "rejects.csv"
        self.assertCode(self.rank(rows, "--rejects", rejects), 0)
        text = rejects.read_text()
        self.assertEqual(program.header(text), program.ISSUE_COLUMNS)
        entries = program.table(text)
        self.assertEqual(
            {row["code"] for row in entries},
            {"duplicate_id", "wrong_locus", "first_blank", "spreadsheet_damage", "not_in_excerpt"},
        )
        self.assertEqual({row["line"] for row in entries}, {"3"})

    def test_every_rejected_row_of_the_example_stands_in_the_rejects_file(self) -> None:
        """The rejects file holds each rejected row; their number is the number reported."""
        rejects = self.folder / "rejects.csv"
        done = program.run(
            "rank",
            "--patients",
            program.EXAMPLE / "patients.csv",
            "--donors",
            program.EXAMPLE / "donors.csv",
            "--rejects",
            rejects,
            "--format",
            "json",
        )
        lines = {row["line"] for row in program.table_file(rejects)}
        self.assertEqual(len(lines), done.json()["run"]["counts"]["rejected"])
        self.assertEqual(lines, {str(line) for line in range(194, 202)})

    def test_a_rejects_file_without_faults_has_its_header(self) -> None:
        """Rejects and warnings files have their columns even where nothing is wrong."""
        rejects, warnings = self.folder / "rejects.csv", self.folder / "warnings.csv"
        self.assertCode(self.rank([people.donor("D1")], "--rejects", rejects, "--warnings", warnings), 0)
        for file in (rejects, warnings):
            self.assertEqual(file.read_text(), ",".join(program.ISSUE_COLUMNS) + "\n")

    def test_a_fault_at_a_deeper_locus_is_a_warning(self) -> None:
        """DPB1 and DRB3/4/5 do not reject a row; the locus counts as untyped."""
        warnings = self.folder / "warnings.csv"
        row = people.donor("D1", DPB1_1="DPB1*99:99", DPB1_2="", DRB3_1="A*01:01", DRB3_2="")
        done = self.assertCode(self.rank([row], "--warnings", warnings), 0)
        self.assertEqual(len(done.rows()), 1)
        self.assertEqual({entry["field"] for entry in program.table_file(warnings)}, {"DPB1_1", "DRB3_1"})

    def test_bad_facts_are_warnings_and_count_as_unknown(self) -> None:
        """A bad value of an optional fact is a warning, not a rejected row."""
        facts = {
            "relation": "neighbour",
            "donor_type": "pig",
            "status": "maybe",
            "sex": "Q",
            "abo": "Z",
            "rhesus": "?",
            "cmv": "Z",
            "weight_kg": "heavy",
        }
        warnings = self.folder / "warnings.csv"
        rows = [
            people.donor("D1"),
            *(people.donor(f"X{name}", **{name: value}) for name, value in facts.items()),
            people.donor("D3", birth_date="1990-02-31"),
            people.donor("D4", age="150"),
            people.donor("D5", birth_year="1800"),
            people.donor("D6", birth_date="2031-01-01"),
        ]
        done = self.assertCode(self.rank(rows, "--warnings", warnings), 0)
        entries = program.table_file(warnings)
        self.assertEqual({entry["line"] for entry in entries}, {str(line) for line in range(3, len(rows) + 2)})
        self.assertTrue(all(entry["message"] and entry["code"] for entry in entries))
        ranked = {row["donor_id"]: row for row in done.rows()}
        self.assertNotIn("Xstatus", ranked)
        self.assertEqual({ranked[name]["age"] for name in ("D3", "D4", "D5", "D6")}, {""})
        self.assertEqual(ranked["Xrelation"]["relation"], "unrelated")
        self.assertIn("warnings by code", done.err)
