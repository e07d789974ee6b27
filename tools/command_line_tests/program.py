"""Runs the program under test and reads what it writes."""

import atexit
import csv
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from dataclasses import dataclass
from pathlib import Path

PROGRAM = "hlamatch"
# The program of the service; None where it was not built beside the other.
SERVER: str | None = None
# Where the program was built, of which the tests run a copy.
BUILT = Path("hlamatch")
PROJECT = Path(__file__).resolve().parents[2]
EXAMPLE = PROJECT / "hla-data" / "example"
SHARED = PROJECT.parent / "shared"
DATE = "2026-01-15"
TIMEOUT = 60

BOUNDS = ["match_min", "match_max", "gvh_min", "gvh_max", "hvg_min", "hvg_max", "homozygous_min", "homozygous_max"]
TEN = ["A", "B", "C", "DRB1", "DQB1"]
RANK_COLUMNS = [
    "patient_id",
    "rank",
    "donor_id",
    "status",
    "points",
    *BOUNDS,
    *TEN,
    "relation",
    "age",
    "nk",
    "flags",
    "reasons",
]
EXCLUDED_COLUMNS = [column for column in RANK_COLUMNS if column not in ("rank", "points")]
COMPARE_COLUMNS = ["patient_id", "donor_id", *BOUNDS, *TEN, "status", "reasons"]
ISSUE_COLUMNS = ["file", "line", "column", "field", "value", "code", "message"]
MESSAGE = re.compile(r"^hlamatch: (?P<file>.+?):(?P<line>\d+):(?P<column>\d+): (?P<wrong>.+?); (?P<expected>.+)$", re.M)
PURPOSE = "decision support, not a treatment decision"


def kept(path: Path) -> Path:
    """A copy of the program, so that a build that replaces it meanwhile changes nothing for the tests."""
    folder = Path(tempfile.mkdtemp(prefix="hlamatch-program-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(shutil.copy2(path, folder / path.name))


@dataclass
class Outcome:
    """What a run left: exit code, standard output, standard error."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.raw.decode("utf-8")

    def rows(self, delimiter: str = ",") -> list[dict[str, str]]:
        """Standard output as the rows of a table."""
        return table(self.out, delimiter)

    def json(self):
        """Standard output as one JSON value."""
        return json.loads(self.out)

    def lines(self) -> list:
        """Standard output as one JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def messages(self) -> list[dict[str, str]]:
        """The messages of standard error that name a place."""
        return [match.groupdict() for match in MESSAGE.finditer(self.err)]


def table(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of delimited text, by the names of its header."""
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def table_file(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a delimited file."""
    return table(path.read_bytes().decode("utf-8"), delimiter)


def header(text: str, delimiter: str = ",") -> list[str]:
    """The column names of delimited text."""
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """The surroundings of a run: no reference but the one a test names."""
    kept = {name: value for name, value in os.environ.items() if name != "HLAMATCH_REFERENCE"}
    kept |= {"SWIFT_BACKTRACE": "enable=no", "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}
    return kept | (extra or {})


def run(*arguments, stdin: bytes = b"", extra: dict[str, str] | None = None, folder=None, timeout=TIMEOUT) -> Outcome:
    """Run the program to its end."""
    done = subprocess.run(
        [PROGRAM, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        timeout=timeout,
        env=environment(extra),
        cwd=folder,
    )
    return Outcome(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def start(*arguments, **options) -> subprocess.Popen:
    """Start the program; the test that starts it also ends it."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.Popen([PROGRAM, *map(str, arguments)], env=environment(), **pipes)


def end(process: subprocess.Popen) -> None:
    """End a process that a test started, whatever became of the test."""
    if process.poll() is None:
        process.kill()
    process.wait(timeout=TIMEOUT)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:
                pass


class CommandLineTest(unittest.TestCase):
    """A test with a folder of its own."""

    maxDiff = 2000

    def setUp(self) -> None:
        """Make the folder."""
        self.folder = Path(tempfile.mkdtemp(prefix="hlamatch-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def shortDescription(self) -> None:
        """Tests are called by their names."""
        return None

    def file(self, name: str, content: bytes | str) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def assertCode(self, outcome: Outcome, code: int) -> Outcome:
        """The run ended with this exit code."""
        self.assertEqual(outcome.code, code, f"exit code; standard error:\n{outcome.err[:3000]}")
        return outcome

    def assertMessage(
        self, outcome: Outcome, file: Path | str, line: int | None = None, column: int | None = None, *words: str
    ) -> None:
        """Standard error names the file, the place, what is wrong and what was expected."""
        for message in outcome.messages():
            placed = message["file"].endswith(str(file)) and line in (None, int(message["line"]))
            if placed and column in (None, int(message["column"])):
                text = f"{message['wrong']}; {message['expected']}"
                if all(word.lower() in text.lower() for word in words):
                    return
        self.fail(f"no message for {file}:{line}:{column} with {words} in:\n{outcome.err[:3000]}")

    def assertNoLeftovers(self, expected: set[str], folder: Path | None = None) -> None:
        """The folder holds these files and nothing beside them."""
        self.assertEqual({path.name for path in (folder or self.folder).iterdir()}, expected)


def shared(name: str) -> Path:
    """A file or folder of the shared test data; without it the test is skipped."""
    path = SHARED / name
    if not path.exists():
        raise unittest.SkipTest(f"../shared/{name} is not there")
    return path
