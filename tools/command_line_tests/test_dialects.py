"""Delimiters, encodings, headers and blank values of donor and patient files."""

from . import people, program

ROWS = [
    people.donor("D1", birth_date="1990-05-01", cmv="P"),
    people.donor("Jörg", B_2=""),
    people.donor("D3", people.PATIENT_A, people.OTHER),
]


class DialectTests(people.PeopleTest):
    """The same people in any dialect give the same ranking."""

    def ranked(self, content: bytes, *options: str) -> list[dict[str, str]]:
        """The ranking of donors given as bytes."""
        return self.assertCode(self.rank(content, *options), 0).rows()

    def test_every_dialect_gives_the_same_ranking(self) -> None:
        """Comma, semicolon, tab and pipe; UTF-8, UTF-16 and Windows-1252; CRLF, quotes and a `sep=` line."""
        plain = people.text(ROWS)
        first = self.ranked(plain.encode())
        self.assertEqual(len(first), 3)
        semicolon = people.text(ROWS, ";")
        quoted = "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in plain.splitlines())
        spaced = "\n".join(" , ".join(line.split(",")) for line in plain.splitlines())
        for name, content in {
            "semicolon": semicolon.encode(),
            "tab": people.text(ROWS, "\t").encode(),
            "pipe": people.text(ROWS, "|").encode(),
            "byte order mark": plain.encode("utf-8-sig"),
            "windows-1252": plain.encode("cp1252"),
            "utf-16 little": b"\xff\xfe" + plain.encode("utf-16le"),
            "utf-16 big": b"\xfe\xff" + plain.encode("utf-16be"),
            "crlf": plain.replace("\n", "\r\n").encode(),
            "no last line end": plain.rstrip("\n").encode(),
            "sep line": ("sep=;\r\n" + semicolon).encode(),
            "quoted": quoted.encode(),
            "blanks": spaced.encode(),
            "blank lines": plain.replace("\n", "\n\n").encode(),
            "upper header": (plain.split("\n")[0].upper() + plain[plain.index("\n") :]).encode(),
            "empty trailing columns": plain.replace("\n", ",,\n").encode(),
        }.items():
            with self.subTest(name):
                self.assertEqual(self.ranked(content), first)

    def test_header_names_seen_in_the_field_are_accepted(self) -> None:
        """The same columns under other names."""
        plain = people.text(ROWS)
        first = self.ranked(plain.encode())
        for pattern in (
            "{locus}{position}",
            "{locus} {position}",
            "HLA-{locus} {position}",
            "HLA_{locus}_{position}",
            "d_{locus}_typ{position}",
            "{locus}_typ{position}",
        ):
            with self.subTest(pattern):
                head, rest = plain.split("\n", 1)
                for locus in people.LOCI:
                    for position in (1, 2):
                        head = head.replace(
                            f"{locus}_{position}",
                            pattern.format(locus=locus.lower() if "d_" in pattern else locus, position=position),
                        )
                self.assertEqual(self.ranked(f"{head}\n{rest}".encode()), first)
        self.assertEqual(self.ranked(plain.replace("donor_id", "GRID").encode()), first)
        self.assertEqual(self.ranked(plain.replace("donor_id", "Spendernummer").encode()), first)

    def test_columns_names_columns_of_the_donor_file(self) -> None:
        """--columns assigns a header to a column of the donors; the patients' file keeps its own names."""
        plain = people.text(ROWS)
        first = self.ranked(plain.encode())
        odd = plain.replace("donor_id", "who").replace("birth_date", "when")
        self.assertEqual(self.ranked(odd.encode(), "--columns", "donor_id=who,birth_date=when"), first)
        self.assertEqual(self.ranked(odd.encode(), "--columns", "donor_id=who", "birth_date=when"), first)

    def test_columns_overrides_what_is_detected(self) -> None:
        """A header that has a meaning of its own gets the assigned one."""
        rows = [people.donor("D1", retyped="A*02:01")]
        done = self.rank(rows, "--columns", "A_1=retyped", patients=self.patients(people.patient(retyped="A*02:01")))
        self.assertEqual(self.assertCode(done, 0).rows()[0]["A"], "1")
        done = self.rank(rows, "--columns", "A_1=absent")
        self.assertMessage(self.assertCode(done, 65), "", 1, 1, "absent", "expected")

    def test_delimiter_and_encoding_override_what_is_detected(self) -> None:
        """A file whose dialect is guessed wrong can be read by saying it."""
        first = self.ranked(people.text(ROWS).encode())
        patients = self.people("patients.csv", [people.patient()], ";")
        for delimiter in ("semicolon", ";"):
            done = self.rank(people.text(ROWS, ";"), "--delimiter", delimiter, patients=patients)
            self.assertEqual(self.assertCode(done, 0).rows(), first)
        cp1252 = people.text([people.donor("Ã¼x"), *ROWS]).encode("cp1252")
        self.assertIn("üx", {row["donor_id"] for row in self.ranked(people.text([people.donor("üx")]).encode())})
        found = self.ranked(cp1252.replace(b"J\xf6rg", b"Joerg"), "--encoding", "windows-1252")
        self.assertIn("Ã¼x", {row["donor_id"] for row in found})
        utf16 = people.text(ROWS).encode("utf-16le")
        patients = self.people("patients.csv", [people.patient()], encoding="utf-16le")
        done = self.rank(utf16, "--encoding", "utf-16le", patients=patients)
        self.assertEqual(self.assertCode(done, 0).rows(), first)

    def test_an_unknown_column_is_a_warning(self) -> None:
        """A column without a meaning is named and not read."""
        warnings = self.folder / "warnings.csv"
        done = self.assertCode(self.rank([people.donor("D1", hobby="chess")], "--warnings", warnings), 0)
        self.assertEqual([(row["line"], row["field"]) for row in program.table_file(warnings)], [("1", "hobby")])
        self.assertIn("hobby", done.err)

    def test_donors_come_from_several_files_and_from_standard_input(self) -> None:
        """`--donors` several times, several paths after it, and `-`, give one ranking."""
        first = self.ranked(people.text(ROWS).encode())
        one, two = self.people("one.csv", ROWS[:1]), self.people("two.csv", ROWS[1:], ";", "cp1252")
        run = ["rank", "--patients", self.patients(), "--date", program.DATE]
        whole, last = people.text(ROWS).encode(), people.text(ROWS[1:]).encode()
        for arguments, stdin in (
            ([*run, "--donors", one, two], b""),
            ([*run, "--donors", one, "--donors", two], b""),
            ([*run, "--donors", "-"], whole),
            ([*run, "--donors", one, "-"], last),
            ([*run, "--donors", two, "--donors", one], b""),
        ):
            with self.subTest(arguments=[str(argument).rsplit("/", 1)[-1] for argument in arguments[5:]]):
                self.assertEqual(self.assertCode(program.run(*arguments, stdin=stdin), 0).rows(), first)

    def test_a_blank_second_value_is_homozygous_or_unknown(self) -> None:
        """--blank-second decides for donors, --patient-blank-second for patients; the default is homozygous."""
        rows, patients = [people.donor("D1", A_2="", B_2="-", C_2="x")], self.patients(people.patient(DRB1_2=""))
        for options, homozygous, flags in (
            (
                [],
                ("3", "3"),
                {"presumed_homozygous:A", "presumed_homozygous:B", "presumed_homozygous:C", "presumed_homozygous:DRB1"},
            ),
            (["--blank-second", "unknown"], ("0", "3"), {"presumed_homozygous:DRB1"}),
            (
                ["--patient-blank-second", "unknown"],
                ("3", "3"),
                {"presumed_homozygous:A", "presumed_homozygous:B", "presumed_homozygous:C"},
            ),
        ):
            with self.subTest(options=options):
                excluded = self.folder / "excluded.csv"
                done = self.assertCode(
                    self.rank(rows, *options, "--excluded", excluded, "--format", "json", patients=patients), 0
                )
                record = done.json()["run"]["blank_second"]
                self.assertEqual(record["donors"], "unknown" if "--blank-second" in options else "homozygous")
                self.assertEqual(record["patients"], "unknown" if "--patient-blank-second" in options else "homozygous")
                row = (self.rank(rows, *options, patients=patients).rows() + program.table_file(excluded))[0]
                self.assertEqual((row["homozygous_min"], row["homozygous_max"]), homozygous)
                self.assertEqual({flag for flag in row["flags"].split(";") if flag.startswith("presumed")}, flags)
                self.assertEqual(row["status"], "excluded" if homozygous[0] == "3" else "indeterminate")

    def test_kinship_holds_for_the_patients_it_names(self) -> None:
        """related_to names patients; without it the relation holds only in a run with exactly one patient."""
        rows = [people.donor("D1", relation="sibling", related_to="P1;P3"), people.donor("D2", relation="child")]
        patients = self.patients(people.patient("P1"), people.patient("P2"), people.patient("P3"))
        warnings = self.folder / "warnings.csv"
        found = self.assertCode(self.rank(rows, "--warnings", warnings, patients=patients), 0).rows()
        self.assertEqual(
            {(row["patient_id"], row["relation"]) for row in found if row["donor_id"] == "D1"},
            {("P1", "sibling"), ("P2", "unrelated"), ("P3", "sibling")},
        )
        self.assertEqual({row["relation"] for row in found if row["donor_id"] == "D2"}, {"unrelated"})
        self.assertEqual(
            [(row["line"], row["code"]) for row in program.table_file(warnings)], [("3", "relation_without_patient")]
        )
        self.assertEqual({row["relation"] for row in self.rank(rows).rows()}, {"sibling", "child"})


class SampleTests(people.PeopleTest):
    """The dialects of the shared samples."""

    def test_the_samples_of_four_dialects_give_one_ranking(self) -> None:
        """Semicolon files in UTF-8 with mark, Windows-1252, Latin-1 and UTF-16 with a `sep=` line."""
        names = ("bom_crlf", "cp1252", "latin1")
        files = [program.shared(f"samples/donors_semicolon_{name}.csv") for name in names]
        files.append(program.shared("samples/donors_sep_line_utf16.csv"))
        found = [self.assertCode(self.rank(file), 0).rows() for file in files]
        self.assertEqual({row["donor_id"] for row in found[0]} | {"0000124"}, {"0000123", "0000124", "0000125"})
        self.assertEqual({row["donor_id"]: row["age"] for row in found[0]}["0000123"], "31")
        for file, rows in zip(files, found):
            with self.subTest(file.name):
                self.assertEqual(rows, found[0])

    def test_the_comma_sample_is_read_and_its_faults_are_named(self) -> None:
        """Names in many forms are read; what cannot be read is refused with its place."""
        file = program.shared("samples/donors_comma_utf8.csv")
        rejects = self.folder / "rejects.csv"
        done = self.assertCode(self.rank(file, "--rejects", rejects, "--format", "json"), 0)
        self.assertEqual(done.json()["run"]["counts"]["read"], 7)
        self.assertTrue(
            {"D0001", "D0002", "D0004", "D0006"}
            <= {donor["donor_id"] for donor in done.json()["patients"][0]["donors"]} | {"D0002"}
        )
        self.assertIn(("8", "A_2"), {(row["line"], row["field"]) for row in program.table_file(rejects)})
