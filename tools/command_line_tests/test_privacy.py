"""Ids of people stand in results only."""

from . import people, program

SECRET = ["Secret-Anna", "Secret-Berta", "Secret-Carla", "Secret-Dora", "Secret-Emma", "Secret-Frida", "Secret-Gerda"]


class PrivacyTests(people.PeopleTest):
    """Messages, rejects and warnings show cells, but no ids."""

    def faulty(self) -> list[dict[str, str]]:
        """Rows at fault in all ways, each with an id to be kept."""
        good = people.donor(SECRET[0])
        return [
            good,
            good,
            people.donor(SECRET[1], A_1="A*99:99", cmv="Z", relation="neighbour", related_to="Secret-P1"),
            people.donor(SECRET[2], relation="sibling"),
            people.donor(SECRET[3], birth_date="2031-01-01", status="odd"),
            people.donor(SECRET[4], relation="sibling", related_to="Secret-P9;Secret-P1"),
            {"donor_id": SECRET[5]},
            people.donor(SECRET[6], DPB1_1="DPB1*99:99", abo="Z"),
        ]

    def test_ids_are_in_no_message_and_in_no_rejects_or_warnings_file(self) -> None:
        """Whatever is wrong with a row, its id is given by its position only."""
        patients = self.patients(
            people.patient("Secret-P1"),
            people.patient("Secret-P2", cmv="Z"),
            people.patient("Secret-P3", A_1="A*99:99"),
            people.patient("Secret-P1"),
        )
        rejects, warnings = self.folder / "rejects.csv", self.folder / "warnings.csv"
        text = people.text(self.faulty())
        last = text.splitlines()[1]
        text += last.replace(SECRET[0], '"Secret-Hanna"x', 1) + "\n" + last.replace(SECRET[0], "Secret-\0Ida", 1) + "\n"
        text += (
            last.replace(SECRET[0], "Secret-Jane", 1)
            + ",,,,more\n"
            + last.replace(SECRET[0], "Secret-" + "k" * 2000000, 1)
            + "\n"
        )
        for command in ("rank", "compare"):
            with self.subTest(command=command):
                done = self.rank(text, "--rejects", rejects, "--warnings", warnings, command=command, patients=patients)
                self.assertCode(done, 65)
                self.assertGreater(len(done.rows()), 0)
                self.assertGreaterEqual(len(program.table_file(rejects)), 7)
                self.assertGreaterEqual(len(program.table_file(warnings)), 7)
                for where in (done.err, rejects.read_text(), warnings.read_text()):
                    self.assertNotIn("Secret", where)

    def test_ids_are_in_no_message_that_ends_a_run(self) -> None:
        """Open quotes, foreign bytes, unknown ids and rejected patients are told without ids."""
        row = people.text([people.donor(SECRET[0])])
        for name, content in (
            ("open quote", row + '"Secret-Berta'),
            ("bytes", row.encode() + b"Secret-\x81\x8d\n"),
            ("no column", row.replace("donor_id", "name")),
            ("no row", row.replace("A*33:03", "A*99:99")),
        ):
            with self.subTest(name):
                done = self.rank(content)
                self.assertCode(done, 65)
                self.assertNotIn("Secret", done.err)
        donors = self.people("donors.csv", [people.donor(SECRET[0])])
        for patient, donor in (("Secret-P9", SECRET[0]), ("P1", "Secret-Zoe")):
            done = self.rank(donors, "--patient", patient, "--donor", donor, command="explain")
            self.assertNotIn("Secret", self.assertCode(done, 65).err)

    def test_an_id_in_a_file_of_another_shape_is_not_shown(self) -> None:
        """A quoted id with a line break, and an id column named by --columns, are kept as well."""
        rows = [people.donor("Secret\nAnna", A_1="A*99:99"), people.donor("D2")]
        done = self.assertCode(self.rank(rows), 0)
        self.assertNotIn("Secret", done.err)
        self.assertNotIn("Anna", done.err)
        text = people.text([people.donor("Secret-Anna"), people.donor("Secret-Anna")]).replace("donor_id", "who")
        rejects = self.folder / "rejects.csv"
        patients = self.patients(people.patient(who="anyone"))
        done = self.rank(text, "--columns", "donor_id=who", "--rejects", rejects, patients=patients)
        self.assertCode(done, 0)
        self.assertNotIn("Secret", done.err + rejects.read_text())
        self.assertEqual(len(program.table_file(rejects)), 1)

    def test_rejects_and_warnings_files_hold_no_absolute_path(self) -> None:
        """No output holds an absolute path, so that the same inputs give the same bytes wherever they lie."""
        rejects, warnings = self.folder / "rejects.csv", self.folder / "warnings.csv"
        rows = [people.donor("D1", cmv="Z"), people.donor("D2", A_1="A*99:99")]
        self.assertCode(self.rank(rows, "--rejects", rejects, "--warnings", warnings), 0)
        for file in (rejects, warnings):
            self.assertEqual([row["file"].rsplit("/", 1)[-1] for row in program.table_file(file)], ["donors.csv"])
            self.assertNotIn(str(self.folder), file.read_text())

    def test_cells_that_look_like_formulas_are_guarded_in_rejects(self) -> None:
        """A spreadsheet opens the rejects file without running a cell."""
        rejects = self.folder / "rejects.csv"
        self.assertCode(
            self.rank([people.donor("D1"), people.donor("D2", A_1="=1+1", B_1="@x")], "--rejects", rejects), 0
        )
        self.assertEqual([row["value"] for row in program.table_file(rejects)], ["'=1+1", "'@x"])
        for row in program.table_file(rejects):
            self.assertNotRegex(row["message"], r"^[=+@-]")
