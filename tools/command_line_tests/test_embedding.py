"""The example of embedding: a package that depends on the engine as users' packages do, built and run."""

import os
import re
import subprocess

from . import people, program

PACKAGE = program.PROJECT / "tools" / "embedding-example"
TYPING = "A*02:01+A*24:02^B*07:02+B*44:02^C*05:01+C*07:02^DRB1*04:01+DRB1*15:01^DQB1*03:01+DQB1*06:02"
DAY = "2026-11-22"
LINE = re.compile(r"^(\d+)\. (\S+): (\w+), (-?\d+) points, match (\S+), gvh (\S+), hvg (\S+), \w+$", re.M)


class EmbeddingTests(people.PeopleTest):
    """The program prints what the command line answers."""

    @classmethod
    def setUpClass(cls) -> None:
        """Build the example where a debug build of the project is, so that nothing but the example is compiled."""
        super().setUpClass()
        folder = program.BUILT.parent
        scratch = folder.parent.parent if folder.name == "debug" else program.PROJECT / ".build"
        # Other options than those of that build would compile all of it again.
        options = os.environ.get("HLAMATCH_BUILD_OPTIONS", "").split()
        command = ["swift", "build", *options, "--package-path", PACKAGE, "--scratch-path", scratch]
        built = subprocess.run(command, capture_output=True, text=True)
        if built.returncode != 0:
            raise AssertionError(built.stdout + built.stderr)
        cls.example = scratch / "debug" / "EmbeddingExample"

    def run_example(self, *arguments, code: int = 0) -> str:
        """What the example prints."""
        done = subprocess.run(
            [self.example, *arguments], capture_output=True, text=True, timeout=program.TIMEOUT,
            env=program.environment())
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def test_the_example_ranks_and_explains_as_the_command_line(self) -> None:
        """The same donors with the same points and counts, of a pool that is made and of one that is opened."""
        patients = self.folder / "patients.csv"
        patients.write_text(f"patient_id,gl_string\nP1,{TYPING}\n")
        donors = program.EXAMPLE / "donors.csv"
        options = ("--patients", patients, "--donors", donors, "--date", DAY)
        ranked = self.assertCode(program.run("rank", *options, "--top", "5", "--format", "csv"), 0).rows()
        expected = [
            (row["rank"], row["donor_id"], row["status"], row["points"])
            + tuple(str(self.bounds(row, count)) for count in ("match", "gvh", "hvg"))
            for row in ranked
        ]
        best = ranked[0]["donor_id"]
        explained = self.assertCode(program.run("explain", *options, "--patient", "P1", "--donor", best), 0).out
        pool = self.folder / "donors.hlapool"
        for is_first in (True, False):
            with self.subTest(is_first=is_first):
                text = self.run_example(donors, pool)
                self.assertEqual(LINE.findall(text), expected)
                self.assertIn(explained, text)
                self.assertEqual("donors of 200 rows" in text, is_first)
                self.assertTrue(text.endswith("patients, given up: the work was cancelled\n"), text[-200:])
        verified = self.assertCode(program.run("pool", "verify", pool), 0)
        self.assertIn("whole", verified.out)

    def bounds(self, row: dict[str, str], count: str) -> str:
        """One number, or the least and the most."""
        least, most = row[f"{count}_min"], row[f"{count}_max"]
        return least if least == most else f"{least}..{most}"

    def test_a_missing_file_is_told_by_its_code(self) -> None:
        """As the command line tells it."""
        text = self.run_example(self.folder / "none.csv", self.folder / "none.hlapool", code=66)
        self.assertIn("embedding-example: missing_input: ", text)
        self.assertFalse((self.folder / "none.hlapool").exists())
