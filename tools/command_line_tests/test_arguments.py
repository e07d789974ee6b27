"""Commands, options and exit codes."""

import os

from . import people, program


class ArgumentTests(people.PeopleTest):
    """Wrong usage ends with 64, and help and version with 0."""

    def test_version_prints_program_embedded_release_and_kernels(self) -> None:
        """`--version` prints program, embedded release and kernels in use."""
        done = self.assertCode(program.run("--version"), 0)
        self.assertRegex(done.out, r"(?m)^hlamatch \d+\.\d+\.\d+$")
        self.assertIn("IPD-IMGT/HLA 3.58.0", done.out)
        self.assertIn("kernels", done.out)

    def test_help_ends_with_0(self) -> None:
        """Help of every command is printed on standard output and ends with 0."""
        for command in ([], ["rank"], ["compare"], ["explain"], ["typing"], ["reference"], ["protocol"]):
            with self.subTest(command=command):
                self.assertIn("USAGE", self.assertCode(program.run(*command, "--help"), 0).out)

    def test_wrong_usage_ends_with_64(self) -> None:
        """An unknown option, command or value of an option is wrong usage."""
        patients, donors = self.patients(), self.people("donors.csv", [people.donor("D1")])
        run = ["rank", "--patients", patients, "--donors", donors]
        for arguments in (
            ["frobnicate"],
            ["rank"],
            run[:3],
            [*run, "--frobnicate"],
            [*run, "--format", "xml"],
            [*run, "--top", "x"],
            [*run, "--top=-1"],
            [*run, "--threads", "0"],
            [*run, "--threads", "many"],
            [*run, "--date", "yesterday"],
            [*run, "--date", "2026-02-30"],
            [*run, "--date", "15.01.2026"],
            [*run, "--delimiter", "ab"],
            [*run, "--encoding", "ebcdic"],
            [*run, "--blank-second", "maybe"],
            [*run, "--patient-blank-second", "maybe"],
            [*run, "--columns", "donor_id"],
            [*run, "--columns", "nonsense=donor_id"],
            ["typing"],
            ["typing", "--locus", "Q9", "01:01"],
            ["typing", "--format", "csv", "A*01:01"],
            ["typing", "A*01:01", "--input", patients],
            ["reference", "fetch", "newest"],
            ["reference", "build"],
            ["explain", *run[1:]],
        ):
            with self.subTest(arguments=arguments[-2:]):
                done = self.assertCode(program.run(*arguments), 64)
                self.assertEqual(done.raw, b"")
                self.assertNotEqual(done.err, "")

    def test_missing_input_ends_with_66(self) -> None:
        """An input that is missing or unreadable ends with 66 and is named."""
        patients, donors = self.patients(), self.people("donors.csv", [people.donor("D1")])
        absent = self.folder / "absent"
        run = ["rank", "--patients", patients, "--donors", donors]
        for arguments in (
            ["rank", "--patients", absent, "--donors", donors],
            ["rank", "--patients", patients, "--donors", absent],
            ["rank", "--patients", patients, "--donors", donors, absent],
            [*run, "--reference", absent],
            [*run, "--reference", f"{absent}.hlaref"],
            [*run, "--protocol", absent],
            ["typing", "--input", absent],
            ["reference", "build", absent, "-o", self.folder / "x.hlaref"],
            ["reference", "info", absent],
            ["protocol", "show", absent],
            ["rank", "--patients", self.folder, "--donors", donors],
            ["rank", "--patients", patients, "--donors", self.folder],
            ["typing", "--input", self.folder],
        ):
            with self.subTest(arguments=[os.path.basename(str(argument)) for argument in arguments]):
                done = self.assertCode(program.run(*arguments), 66)
                self.assertRegex(done.err, r"(?m)^hlamatch: .+; .+")
                self.assertEqual(done.raw, b"")

    def test_unwritable_output_ends_with_73(self) -> None:
        """An output that cannot be created ends with 73, whichever output it is, and nothing else is written."""
        patients, donors = self.patients(), self.people("donors.csv", [people.donor("D1")])
        for option in ("--output", "--rejects", "--warnings", "--excluded"):
            for target in (self.folder / "absent" / "file", self.folder):
                with self.subTest(option=option, target=target.name):
                    done = program.run("rank", "--patients", patients, "--donors", donors, option, target)
                    self.assertCode(done, 73)
                    self.assertRegex(done.err, r"(?m)^hlamatch: .+; .+")
                    self.assertNoLeftovers({"patients.csv", "donors.csv"})
        self.assertCode(program.run("typing", "A*01:01", "--output", self.folder / "absent" / "file"), 73)

    def test_quiet_says_nothing_on_success(self) -> None:
        """With --quiet a run that succeeds leaves standard error empty."""
        done = self.assertCode(self.rank([people.donor("D1"), people.donor("D2", A_1="A*99:99")], "--quiet"), 0)
        self.assertEqual(done.err, "")
        self.assertEqual([row["donor_id"] for row in done.rows()], ["D1"])

    def test_excerpt_is_said_on_standard_error(self) -> None:
        """A run with the embedded excerpt says so on standard error."""
        self.assertIn("embedded excerpt of IPD-IMGT/HLA 3.58.0", self.rank([people.donor("D1")]).err)

    def test_nothing_eligible_is_0(self) -> None:
        """Rows without an eligible donor, or without an available one, are no fault."""
        sibling = people.donor("D1", people.PATIENT_A, people.PATIENT_B)
        self.assertEqual(self.assertCode(self.rank([sibling]), 0).rows(), [])
        unavailable = people.donor("D2", status="TU")
        self.assertEqual(self.assertCode(self.rank([unavailable]), 0).rows(), [])
        self.assertEqual(self.assertCode(self.rank([unavailable], command="compare"), 0).rows(), [])

    def test_rejected_rows_are_counted_and_the_exit_is_0(self) -> None:
        """Rejected donor rows are counted on standard error by code, the others are ranked."""
        rows = [people.donor("D1"), people.donor("D2", A_1="A*99:99"), people.donor("D3", A_1="B*07:02")]
        done = self.assertCode(self.rank(rows), 0)
        self.assertRegex(done.err, r"not_in_excerpt 1")
        self.assertRegex(done.err, r"wrong_locus 1")
        self.assertRegex(done.err, r"3 donors read, 2 rejected")

    def test_all_rows_rejected_is_65(self) -> None:
        """A donor file without one readable row ends with 65."""
        done = self.assertCode(self.rank([people.donor("D1", A_1="A*99:99"), people.donor("D2", A_1="B*07:02")]), 65)
        self.assertEqual(done.raw, b"")
        self.assertCode(self.rank(",".join(people.donor("D1")) + "\n"), 65)

    def test_a_rejected_patient_is_65_after_the_others(self) -> None:
        """A rejected patient row ends with 65, after the other patients are finished and written."""
        patients = self.patients(people.patient("P1"), people.patient("P2", A_1="A*99:99"), people.patient("P3"))
        output = self.folder / "result.csv"
        for command in ("rank", "compare"):
            with self.subTest(command=command):
                done = self.rank([people.donor("D1")], "--output", output, command=command, patients=patients)
                self.assertCode(done, 65)
                self.assertEqual([row["patient_id"] for row in program.table_file(output)], ["P1", "P3"])
                self.assertMessage(done, patients, 3, 2, "A*99:99")

    def test_a_patient_file_without_a_readable_row_is_65(self) -> None:
        """Without one readable patient there is no result."""
        done = self.rank([people.donor("D1")], patients=self.patients(people.patient(A_1="A*99:99")))
        self.assertEqual(self.assertCode(done, 65).raw, b"")

    def test_strict_writes_no_result_if_a_row_was_rejected(self) -> None:
        """--strict reads everything, reports all faults, writes the rejects and no result, and ends with 65."""
        rows = [people.donor("D1", A_1="A*99:99"), people.donor("D2"), people.donor("D3", B_1="A*02:01")]
        output, rejects = self.folder / "result.csv", self.folder / "rejects.csv"
        for command in ("rank", "compare"):
            with self.subTest(command=command):
                output.write_text("before")
                done = self.rank(rows, "--strict", "--output", output, "--rejects", rejects, command=command)
                self.assertCode(done, 65)
                self.assertEqual(output.read_text(), "before")
                self.assertEqual([row["line"] for row in program.table_file(rejects)], ["2", "4"])
                self.assertMessage(done, "donors.csv", 4, 4, "A*02:01")
        self.assertNoLeftovers({"patients.csv", "donors.csv", "result.csv", "rejects.csv"})

    def test_strict_counts_no_warnings(self) -> None:
        """Warnings do not make a --strict run fail."""
        done = self.assertCode(
            self.rank([people.donor("D1", A_1="A*0201", cmv="Z", relation="neighbour")], "--strict"), 0
        )
        self.assertEqual(len(done.rows()), 1)
