"""Files that cannot be read as they are, in whole or in part."""

import os
import subprocess
import tempfile

from . import people, program

GOOD = people.text([people.donor("D1")])
COLUMNS, ROW = GOOD.splitlines()


class BadFileTests(people.PeopleTest):
    """Structure: what rejects a record, and what ends the run with 65."""

    def test_a_header_without_id_or_typing_column_is_65(self) -> None:
        """The message names the file and what was expected."""
        for name, columns in (("no id", "A_1,A_2"), ("no typing", "donor_id,sex,age"), ("no header", ROW)):
            with self.subTest(name):
                done = self.assertCode(self.rank(f"{columns}\n{ROW}\n"), 65)
                self.assertMessage(done, "donors.csv", 1, 1, "expected")
                self.assertEqual(done.raw, b"")

    def test_an_empty_file_is_65(self) -> None:
        """Nothing, blank lines only and a byte order mark only are files without a header."""
        for content in (b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe"):
            with self.subTest(content=content):
                done = self.assertCode(self.rank(content), 65)
                self.assertMessage(done, "donors.csv", None, None, "expected")
        self.assertCode(self.rank(GOOD, patients=self.file("empty.csv", b"")), 65)
        self.assertCode(program.run("rank", "--patients", self.patients(), "--donors", "-"), 65)

    def test_a_quote_never_closed_is_65_and_says_where_it_opened(self) -> None:
        """A quote still open at the end of the file is named with its line and column."""
        done = self.assertCode(self.rank(GOOD + 'D2,"A*02:01' + ROW[ROW.index(",", 3) :] + "\nD3,x\n"), 65)
        self.assertMessage(done, "donors.csv", 3, 2, "quote")
        self.assertEqual(done.raw, b"")
        self.assertCode(self.rank('"' + GOOD), 65)

    def test_a_quote_inside_a_field_rejects_its_record(self) -> None:
        """Text after a closing quote is a fault of the record, and the next record is read."""
        rejects = self.folder / "rejects.csv"
        bad = ROW.replace("D1", '"D2"x', 1)
        done = self.assertCode(self.rank(f"{GOOD}{bad}\n{ROW.replace('D1', 'D3', 1)}\n", "--rejects", rejects), 0)
        self.assertEqual([row["donor_id"] for row in done.rows()], ["D1", "D3"])
        self.assertEqual([row["line"] for row in program.table_file(rejects)], ["3"])

    def test_a_nul_byte_rejects_its_record(self) -> None:
        """The place of the byte is named; the other records are read."""
        rejects = self.folder / "rejects.csv"
        bad = ROW.replace("D1", "D2", 1).replace("A*33:03", "A*33\0:03", 1)
        done = self.assertCode(self.rank(f"{GOOD}{bad}\n{ROW.replace('D1', 'D3', 1)}\n", "--rejects", rejects), 0)
        self.assertEqual([row["donor_id"] for row in done.rows()], ["D1", "D3"])
        self.assertMessage(done, "donors.csv", 3, 2, "NUL", "expected")
        self.assertEqual([(row["line"], row["column"]) for row in program.table_file(rejects)], [("3", "2")])
        self.assertNotIn("\0", rejects.read_text())

    def test_a_file_of_nul_bytes_is_65(self) -> None:
        """A file that a broken copy filled with NUL bytes has no readable row."""
        self.assertCode(self.rank(b"\0" * 4096), 65)
        self.assertCode(self.rank(GOOD.splitlines()[0].encode() + b"\n" + b"\0" * 4096), 65)

    def test_bytes_of_no_accepted_encoding_are_65(self) -> None:
        """Bytes that neither UTF-8 nor Windows-1252 knows end the run with their place."""
        content = (COLUMNS + ",name\n" + ROW + ",").encode() + b"\x81\x8d\x9d\n"
        done = self.assertCode(self.rank(content), 65)
        self.assertMessage(done, "donors.csv", 2, 12, "expected")
        latin = (COLUMNS + ",name\n" + ROW + ",M\xfcller\n").encode("latin-1")
        self.assertMessage(self.assertCode(self.rank(latin, "--encoding", "utf-8"), 65), "donors.csv", 2, 12, "UTF-8")
        odd = b"\xff\xfe" + GOOD.encode("utf-16le") + b"\x00\xd8\n\0"
        self.assertCode(self.rank(odd), 65)

    def test_a_record_with_too_many_fields_is_rejected(self) -> None:
        """Cells beyond the header are a fault of the record; empty trailing cells are none."""
        rows = f"{GOOD}{ROW.replace('D1', 'D2', 1)},more\n{ROW.replace('D1', 'D3', 1)},,\n"
        done = self.assertCode(self.rank(rows), 0)
        self.assertEqual([row["donor_id"] for row in done.rows()], ["D1", "D3"])
        self.assertMessage(done, "donors.csv", 3, 12, "expected")

    def test_a_short_record_has_blank_cells(self) -> None:
        """Cells missing at the end of a record are blank."""
        done = self.assertCode(self.rank(f"{GOOD}D2,A*02:01,A*03:01,B*07:02,B*08:01\n"), 0)
        self.assertEqual({row["donor_id"]: row["C"] for row in done.rows()}, {"D1": "0", "D2": "0..2"})

    def test_files_that_are_no_table_are_65(self) -> None:
        """Other kinds of files are refused, not guessed at."""
        for name, content in (
            ("a zip", b"PK\x03\x04" + bytes(range(256)) * 8),
            ("HTML", b"<!DOCTYPE html>\n<html></html>\n"),
            ("JSON", b'{"donors": []}\n'),
            ("random", os.urandom(1 << 16)),
        ):
            with self.subTest(name):
                self.assertCode(self.rank(content), 65)

    def test_a_record_over_1_MiB_is_rejected(self) -> None:
        """The record is rejected with its line; the next one is read."""
        rejects = self.folder / "rejects.csv"
        long = ROW.replace("D1", "D2", 1) + "x" * (1 << 20)
        done = self.assertCode(self.rank(f"{GOOD}{long}\n{ROW.replace('D1', 'D3', 1)}\n", "--rejects", rejects), 0)
        self.assertEqual([row["donor_id"] for row in done.rows()], ["D1", "D3"])
        self.assertEqual(
            [(row["line"], row["code"]) for row in program.table_file(rejects)], [("3", "record_too_long")]
        )
        self.assertLess(rejects.stat().st_size, 4096)

    def piped(
        self, arguments: list, before: bytes, piece: bytes, times: int, after: bytes
    ) -> tuple[program.Outcome, int]:
        """Run with a long input through a pipe; also the peak memory in KiB."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = program.start(*arguments, stdin=subprocess.PIPE, stdout=out, stderr=err)
            try:
                process.stdin.write(before)
                for _ in range(times):
                    process.stdin.write(piece)
                process.stdin.write(after)
                process.stdin.close()
            except BrokenPipeError:
                pass
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            program.end(process)
            out.seek(0)
            err.seek(0)
            return program.Outcome(process.returncode, out.read(), err.read().decode()), usage.ru_maxrss

    def test_a_line_of_100_MB_stays_below_150_MB_of_memory(self) -> None:
        """A record, a quoted cell, a header and a typing of 100 MB end in a message, without being held."""
        run = ["rank", "--patients", self.patients(), "--donors", "-"]
        head, last = GOOD.encode(), ROW.replace("D1", "D3", 1).encode() + b"\n"
        piece = b"x" * (1 << 20)
        for name, arguments, before, after, code, rows in (
            ("record", run, head, b"\n" + last, 0, ["D1", "D3"]),
            ("quoted cell", run, head + b'D2,"', b'"\n' + last, 0, ["D1", "D3"]),
            ("open quote", run, head + b'D2,"', b"\n" + last, 65, None),
            ("header", run, b"", b"\n" + last, 65, None),
            ("lines in quotes", run, head + b'D2,"' + b"\n" * 4096, b"\n" + last, 65, None),
            ("typing", ["typing", "--input", "-"], b"A*01:01\n", b"\nA*02:01\n", 0, None),
        ):
            with self.subTest(name):
                done, peak = self.piped(arguments, before, piece, 100, after)
                self.assertCode(done, code)
                self.assertLess(peak, 150 * 1024)
                self.assertLess(len(done.err), 8192)
                if rows:
                    self.assertEqual([row["donor_id"] for row in done.rows()], rows)
                    self.assertMessage(done, "-", 3, None, "expected")
                if name == "typing":
                    self.assertEqual(["error" in answer for answer in done.lines()], [False, True, False])
