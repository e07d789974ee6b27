"""Output appears whole or not at all."""

import os
import signal
import subprocess
import time

from . import people, program


class OutputTests(people.PeopleTest):
    """Files, links, devices, pipes and interruptions."""

    ROWS = [people.donor("D1"), people.donor("D2", age="25")]

    def many(self) -> list[dict[str, str]]:
        """Donors enough for more output than a pipe holds."""
        return [people.donor(f"D{number}") for number in range(1500)]

    def test_an_output_file_is_replaced_and_a_run_record_stands_beside_it(self) -> None:
        """`--output F` writes F and, for csv and tsv, F.run.json; nothing else is left."""
        for command in ("rank", "compare"):
            for kind in ("csv", "tsv"):
                with self.subTest(command=command, format=kind):
                    output = self.file("result", "before")
                    output.chmod(0o640)
                    done = self.rank(self.ROWS, "--output", output, "--format", kind, command=command)
                    self.assertCode(done, 0)
                    self.assertEqual(done.raw, b"")
                    self.assertEqual(output.stat().st_mode & 0o777, 0o640)
                    self.assertEqual(len(program.table_file(output, "\t" if kind == "tsv" else ",")), 2)
                    record = (self.folder / "result.run.json").read_text()
                    self.assertIn(program.PURPOSE, record)
                    self.assertIn('"release":"3.58.0"', record)
                    self.assertNotIn(str(self.folder), record)
                    self.assertNoLeftovers({"patients.csv", "donors.csv", "result", "result.run.json"})

    def test_an_explanation_as_csv_has_a_run_record_too(self) -> None:
        """For csv the purpose and the release stand in the record beside the file."""
        output = self.folder / "result.csv"
        self.assertCode(
            self.rank(
                self.ROWS, "--patient", "P1", "--donor", "D1", "--format", "csv", "--output", output, command="explain"
            ),
            0,
        )
        self.assertIn(program.PURPOSE, (self.folder / "result.csv.run.json").read_text())

    def test_a_failed_run_leaves_an_existing_output_as_it_was(self) -> None:
        """Whatever fails after the start, the old file stays and no unfinished file is left."""
        output = self.file("result.csv", "before")
        good = self.people("good.csv", self.ROWS)
        bad = self.file("bad.csv", people.text(self.ROWS) + '"open')
        before = {"result.csv", "good.csv", "bad.csv", "patients.csv"}
        for name, code, options in (
            ("data", 65, [bad]),
            ("missing", 66, [good, "--donors", self.folder / "absent"]),
            ("rejects", 73, [good, "--rejects", self.folder / "absent" / "x"]),
            (
                "full rejects",
                74,
                [
                    good,
                    "--donors",
                    self.people("faulty.csv", [people.donor("D9", A_1="A*99:99")]),
                    "--rejects",
                    "/dev/full",
                ],
            ),
            ("run record", 73, [good]),
        ):
            with self.subTest(name):
                output.write_text("before")
                if name == "run record":
                    (self.folder / "result.csv.run.json").mkdir()
                    before.add("result.csv.run.json")
                done = self.rank(options[0], *options[1:], "--output", output)
                self.assertCode(done, code)
                self.assertEqual(output.read_text(), "before")
                self.assertNoLeftovers(before | {"faulty.csv"} if (self.folder / "faulty.csv").exists() else before)

    def test_a_link_keeps_pointing_and_its_target_is_replaced(self) -> None:
        """An output named by a link goes to the file that the link names, also where that file is absent."""
        place = self.folder / "place"
        place.mkdir()
        for name, is_there in (("there.csv", True), ("absent.csv", False)):
            with self.subTest(name):
                target, link = place / name, self.folder / f"link-{name}"
                if is_there:
                    target.write_text("before")
                link.symlink_to(target)
                self.assertCode(self.rank(self.ROWS, "--output", link), 0)
                self.assertTrue(link.is_symlink())
                self.assertEqual(len(program.table_file(target)), 2)
                self.assertTrue(
                    {path.name for path in place.iterdir()}
                    <= {"there.csv", "absent.csv"} | {f"{name}.run.json" for name in ("there.csv", "absent.csv")}
                )

    def test_a_device_is_written_in_place(self) -> None:
        """/dev/null stays a device and gets no run record beside it."""
        link = self.folder / "null"
        link.symlink_to("/dev/null")
        for target in ("/dev/null", link):
            self.assertCode(self.rank(self.ROWS, "--output", target, "--rejects", "/dev/null"), 0)
        self.assertFalse(os.path.isfile("/dev/null"))
        self.assertFalse(os.path.exists("/dev/null.run.json"))
        self.assertTrue(link.is_symlink())

    def test_a_named_pipe_is_written_in_place(self) -> None:
        """A reader of a named pipe gets the whole result."""
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
        try:
            self.assertCode(self.rank(self.ROWS, "--output", pipe), 0)
            self.assertEqual(len(program.table(reader.communicate(timeout=20)[0].decode())), 2)
        finally:
            program.end(reader)

    def test_a_full_disk_ends_with_74(self) -> None:
        """Writing to a full device fails with a message that names the output."""
        run = ["rank", "--patients", self.patients(), "--donors", self.people("donors.csv", self.ROWS)]
        for arguments in (
            [*run, "--output", "/dev/full"],
            ["compare", *run[1:], "--output", "/dev/full"],
            [*run, "--warnings", "/dev/full"],
            ["typing", "A*01:01", "--output", "/dev/full"],
        ):
            with self.subTest(arguments=arguments[:1] + arguments[-2:]):
                done = self.assertCode(program.run(*arguments), 74)
                self.assertRegex(done.err, r"(?m)^hlamatch: /dev/full: .*No space left")
        with open("/dev/full", "wb") as full:
            process = program.start(*run, stdout=full)
            try:
                err = process.communicate(timeout=program.TIMEOUT)[1].decode()
                self.assertEqual(process.returncode, 74, err)
                self.assertRegex(err, r"(?m)^hlamatch: standard output: ")
            finally:
                program.end(process)

    def test_an_index_for_a_full_disk_ends_with_74(self) -> None:
        """Building an index onto a full device fails in the same way."""
        source = program.shared("imgt-3.31.0") / "xml" / "hla.xml.zip"
        done = self.assertCode(program.run("reference", "build", source, "-o", "/dev/full"), 74)
        self.assertRegex(done.err, r"(?m)^hlamatch: /dev/full: .*No space left")

    def test_a_disk_that_fills_leaves_no_part_of_the_output(self) -> None:
        """On a file system that is too small the run ends with 74 and the old file stays."""
        disk = self.folder / "disk"
        disk.mkdir()
        try:
            mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk], capture_output=True)
        except FileNotFoundError:
            self.skipTest("mount is not there")
        if mounted.returncode != 0:
            self.skipTest("a small file system cannot be mounted here")
        try:
            output = disk / "result.csv"
            output.write_text("before")
            done = self.rank(self.many(), "--output", output, "--top", "0")
            self.assertCode(done, 74)
            self.assertIn("No space left", done.err)
            self.assertEqual(output.read_text(), "before")
            self.assertNoLeftovers({"result.csv"}, disk)
        finally:
            subprocess.run(["umount", disk], check=True)

    def test_a_closed_pipe_ends_quietly_with_0(self) -> None:
        """`| head` is no fault: no message, exit 0."""
        donors, patients = self.people("donors.csv", self.many()), self.patients()
        lines = self.file("typings", "A*02:01\n" * 3000)
        run = ["--patients", patients, "--donors", donors, "--quiet"]
        for arguments in (
            ["rank", *run, "--top", "0"],
            ["rank", *run, "--top", "0", "--format", "json"],
            ["compare", *run],
            ["compare", *run, "--format", "table"],
            ["typing", "--quiet", "--input", lines],
        ):
            with self.subTest(arguments=arguments[:1]):
                process = program.start(*arguments)
                try:
                    process.stdout.read(1)
                    process.stdout.close()
                    self.assertEqual(process.wait(timeout=program.TIMEOUT), 0)
                    self.assertEqual(process.stderr.read(), b"")
                finally:
                    program.end(process)

    def interrupted(self, number: int, *arguments) -> tuple[int, str]:
        """Start a run that waits for more donors, interrupt it, and tell exit code and standard error."""
        process = program.start(*arguments)
        try:
            process.stdin.write(people.text(self.ROWS).encode())
            process.stdin.flush()
            limit = time.monotonic() + 20
            while not list(self.folder.glob("*.part*")) and time.monotonic() < limit:
                time.sleep(0.02)
            self.assertTrue(list(self.folder.glob("*.part*")), "the run did not begin to write beside its target")
            process.send_signal(number)
            code = process.wait(timeout=20)
            return code, process.stderr.read().decode()
        finally:
            program.end(process)

    def test_an_interrupted_run_ends_with_130_and_leaves_nothing(self) -> None:
        """SIGINT while donors are read: exit 130, no unfinished file, the old output unchanged."""
        output, rejects = self.file("result.csv", "before"), self.file("rejects.csv", "before")
        for command in ("rank", "compare"):
            with self.subTest(command=command):
                code, err = self.interrupted(
                    signal.SIGINT,
                    command,
                    "--patients",
                    self.patients(),
                    "--donors",
                    "-",
                    "--output",
                    output,
                    "--rejects",
                    rejects,
                )
                self.assertEqual(code, 130, err)
                self.assertEqual((output.read_text(), rejects.read_text()), ("before", "before"))
                self.assertNoLeftovers({"patients.csv", "result.csv", "rejects.csv"})

    def test_an_interrupted_typing_run_leaves_nothing(self) -> None:
        """SIGINT while typings are read from a pipe held open: the same."""
        code, err = self.interrupted(signal.SIGINT, "typing", "--input", "-", "--output", self.folder / "answers")
        self.assertEqual(code, 130, err)
        self.assertNoLeftovers(set())

    def test_two_outputs_of_one_name_are_refused(self) -> None:
        """The result cannot go where the rejects go."""
        output = self.folder / "result.csv"
        done = self.rank(self.ROWS, "--output", output, "--rejects", output)
        self.assertIn(done.code, (64, 73))
        self.assertNoLeftovers({"patients.csv", "donors.csv"})
