"""Made-up patients and donors for the tests."""

import csv
import functools
import io
from pathlib import Path

from . import program

LOCI = ["A", "B", "C", "DRB1", "DQB1"]
TYPINGS = [f"{locus}_{position}" for locus in LOCI for position in (1, 2)]
FACTS = [
    "relation",
    "related_to",
    "donor_type",
    "status",
    "sex",
    "birth_date",
    "birth_year",
    "age",
    "abo",
    "rhesus",
    "cmv",
]

PATIENT_A = "02:01 44:02 05:01 04:01 03:01"
PATIENT_B = "24:02 07:02 07:02 15:01 06:02"
FAR = "33:03 52:01 12:02 15:02 06:01"
OTHER = "30:01 42:01 17:01 03:02 04:02"


def typed(first: str = FAR, second: str = OTHER, **cells: str) -> dict[str, str]:
    """The typing cells of two haplotypes, and cells that differ from them."""
    row = {}
    for locus, one, two in zip(LOCI, first.split(), second.split()):
        row |= {f"{locus}_1": f"{locus}*{one}", f"{locus}_2": f"{locus}*{two}"}
    return row | cells


def donor(identity: str, first: str = FAR, second: str = OTHER, **cells: str) -> dict[str, str]:
    """A donor; without haplotypes one who shares nothing with the patient."""
    return {"donor_id": identity} | typed(first, second, **cells)


def patient(identity: str = "P1", first: str = PATIENT_A, second: str = PATIENT_B, **cells: str) -> dict[str, str]:
    """A patient."""
    return {"patient_id": identity} | typed(first, second, **cells)


def text(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    """Rows as delimited text; the columns are those of all rows, in the order of their first use."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def column_of(rows: list[dict[str, str]], name: str) -> int:
    """The number of a column in the text of rows, counted from 1."""
    return list(dict.fromkeys(column for row in rows for column in row)).index(name) + 1


def example(name: str) -> list[dict[str, str]]:
    """The rows of an example file."""
    return program.table_file(program.EXAMPLE / name)


@functools.cache
def example_run(command: str, *options: str) -> program.Outcome:
    """A run over the example files; runs with the same options are made once."""
    return program.run(
        command,
        "--patients",
        program.EXAMPLE / "patients.csv",
        "--donors",
        program.EXAMPLE / "donors.csv",
        "--date",
        program.DATE,
        *options,
    )


class PeopleTest(program.CommandLineTest):
    """A test that ranks people of its own."""

    def people(self, name: str, rows: list[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
        """A file of people."""
        return self.file(name, text(rows, delimiter).encode(encoding))

    def patients(self, *rows: dict[str, str]) -> Path:
        """A file of patients; without rows of the usual one."""
        return self.people("patients.csv", list(rows) or [patient()])

    def rank(self, donors, *options, command: str = "rank", patients: Path | None = None, **more) -> program.Outcome:
        """Rank donors, given as rows, bytes or a path, for a patient."""
        if isinstance(donors, list):
            donors = self.people("donors.csv", donors)
        elif isinstance(donors, (bytes, str)) and donors != "-":
            donors = self.file("donors.csv", donors)
        return program.run(
            command,
            "--patients",
            patients or self.patients(),
            "--donors",
            donors,
            "--date",
            program.DATE,
            *options,
            **more,
        )
