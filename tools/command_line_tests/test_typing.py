"""typing: what a typing means in a release."""

import csv
import gzip
import zipfile

from . import program, releases

SHAPE = ["input", "locus", "kind", "alleles", "identities", "expression", "antigens", "warnings"]


class TypingTests(program.CommandLineTest):
    """Answers as JSON lines, one a typing."""

    def answer(self, *arguments, code: int = 0, **options) -> list[dict]:
        """Answers of the excerpt, or of the reference that is named."""
        return self.assertCode(program.run("typing", *arguments, **options), code).lines()

    def test_every_kind_of_typing_is_named(self) -> None:
        """Kind, locus, identities and expression of each notation."""
        for typing, kind, identities, expression in (
            ("A*01:01:01:01", "allele", ["A*01:01P"], "expressed"),
            ("A*02:01", "prefix", ["A*02:01P"], "expressed"),
            ("HLA-B*07:02:01G", "g_group", None, None),
            ("A*02:01P", "p_group", ["A*02:01P"], "expressed"),
            ("DRB1*15:XX", "xx", None, None),
            ("A*02:01/02:05", "list", ["A*02:01P", "A*02:05P"], "expressed"),
            ("A*24:09N", None, [], "null"),
            ("A*01:06", None, ["A*01:06"], "expressed"),
            ("A*24:XX", "xx", None, "mixed"),
        ):
            with self.subTest(typing):
                answer = self.answer(typing)[0]
                self.assertEqual(set(answer) - {"kir_ligands", "b_leader", "tce_group"}, set(SHAPE))
                self.assertEqual(answer["input"], typing)
                self.assertEqual(answer["locus"], typing.removeprefix("HLA-").split("*")[0])
                if kind:
                    self.assertEqual(answer["kind"], kind)
                if identities is not None:
                    self.assertEqual(answer["identities"], identities)
                if expression:
                    self.assertEqual(answer["expression"], expression)
                for name in ("alleles", "identities", "antigens", "warnings"):
                    self.assertTrue(all(isinstance(value, str) for value in answer[name]))

    def test_new_and_absent_have_no_allele(self) -> None:
        """NEW is a sequence without a name, NNNN an absent gene, which only DRB3, DRB4 and DRB5 can be."""
        for locus, typing, kind in (("A", "NEW", "new"), ("DRB3", "NNNN", "absent")):
            answer = self.answer("--locus", locus, typing)[0]
            self.assertEqual((answer["kind"], answer["locus"], answer["alleles"]), (kind, locus, []))
        self.assertEqual(self.answer("--locus", "B", "NNNN", code=65)[0]["error"]["code"], "cannot_be_absent")

    def test_antigens_and_epitope_groups_are_shown_where_the_locus_has_them(self) -> None:
        """A*02:01 is A2; DPB1 has a T-cell epitope group and A has none."""
        first, second = self.answer("A*02:01:01:01", "DPB1*04:01")
        self.assertEqual(first["antigens"], ["A2"])
        self.assertNotIn("tce_group", first)
        self.assertEqual(second["tce_group"], "3")

    def test_kir_ligands_and_leaders_are_shown_where_the_locus_has_them(self) -> None:
        """What all members carry, unknown where they differ, nothing for nulls; a leader at B alone."""
        for typing, ligands, leader in (
            ("C*07:02", ["C1"], None), ("C*06:02:01G", ["C2"], None), ("B*46:01", ["C1", "Bw6"], "T"),
            ("B*38:01", ["Bw4-80I"], "M"), ("B*44:02P", ["Bw4-80T"], "T"), ("A*24:02", ["Bw4-80I"], None),
            ("A*24:04", [], None), ("A*11:01", ["A3/A11"], None), ("A*24:09N", [], None),
            ("B*07:02/08:01", ["Bw6"], "M"), ("B*07:02/44:02", ["unknown"], "unknown"),
            ("B*07:02/46:01", ["Bw6", "unknown"], "unknown"), ("C*07:XX", ["unknown"], None),
            ("DRB1*15:01", None, None),
        ):
            with self.subTest(typing):
                answer = self.answer(typing)[0]
                self.assertEqual((answer.get("kir_ligands"), answer.get("b_leader")), (ligands, leader))

    def test_old_and_deleted_names_are_lifted_or_refused(self) -> None:
        """The current name wins, a deleted one follows its successor, and none is guessed."""
        full = ("--reference", releases.index("3.58.0"))
        for typing, target in (
            ("A*2412", "A*24:08"),
            ("A*3302", "A*33:03:01:01"),
            ("B*1324", "B*13:22:02"),
            ("Cw*0734", "C*07:27:02"),
            ("A*01:34N", "A*01:01:38L"),
            ("A*0105N", "A*01:04:01:01N"),
            ("Cw*0422", "C*04:15:02"),
            ("A*9201", "A*02:101"),
            ("DPB1*1702", "DPB1*114:01"),
            ("A*1150", "A*11:50Q"),
        ):
            with self.subTest(typing):
                answer = self.answer(typing, *full)[0]
                self.assertTrue(
                    all(name.startswith(target) for name in answer["alleles"]) and answer["alleles"],
                    answer["alleles"][:5],
                )
                self.assertTrue(answer["warnings"])
        for typing in ("A*2401", "A*02:100", "A*99:01", "DRB1*0"):
            with self.subTest(typing):
                self.assertEqual(set(self.answer(typing, *full, code=65)[0]), {"input", "error"})

    def test_an_invalid_argument_is_65_and_the_others_are_answered(self) -> None:
        """Each argument gets its line, with code and message where it is refused."""
        answers = self.answer("A*02:01", "B*99:99", "nonsense", code=65)
        self.assertEqual(["error" in answer for answer in answers], [False, True, True])
        for answer in answers[1:]:
            self.assertEqual(set(answer["error"]), {"code", "message"})
            self.assertTrue(answer["error"]["code"] and answer["error"]["message"])

    def test_locus_is_taken_from_the_option_or_from_the_typing(self) -> None:
        """Without either, the typing is refused."""
        self.assertEqual(self.answer("--locus", "B", "07:02")[0]["locus"], "B")
        self.assertEqual(self.answer("B*07:02")[0]["locus"], "B")
        self.assertEqual(self.answer("07:02", code=65)[0]["error"]["code"], "no_locus")
        self.assertEqual(self.answer("--locus", "A", "B*07:02", code=65)[0]["error"]["code"], "wrong_locus")

    def test_every_line_of_input_is_answered_in_order_with_exit_0(self) -> None:
        """Good lines, bad lines, blank lines, a very long one, foreign bytes: one answer each."""
        lines = [
            b"A*02:01",
            b"",
            b"nonsense",
            b"B*07:02\r",
            b"x" * 3_000_000,
            b"\xff\xfe",
            b"A*02\0:01",
            b"C*07:02",
            b" DRB1*15:01 ",
            b'"',
            b"A*" + b"02:01/" * 300 + b"02:01",
            b"DQB1*06:02",
        ]
        content = b"\n".join(lines)
        whole = self.answer("--input", self.file("typings", content))
        self.assertEqual(len(whole), len(lines))
        self.assertEqual([number for number, answer in enumerate(whole) if "error" not in answer], [0, 3, 7, 8, 10, 11])
        self.assertEqual((whole[0]["input"], whole[3]["input"]), ("A*02:01", "B*07:02"))
        self.assertLess(len(whole[4]["input"]), 1000)
        self.assertEqual(self.answer("--input", "-", stdin=content), whole)
        self.assertEqual(self.answer("--input", "-", stdin=content + b"\n"), whole)
        self.assertEqual(self.answer("--input", "-"), [])

    def test_new_and_absent_may_be_written_with_their_locus(self) -> None:
        """A typing stands with or without its locus, and so do the values that name no allele."""
        for typing, kind in (("A*NEW", "new"), ("DRB3*NNNN", "absent")):
            with self.subTest(typing):
                self.assertEqual(self.answer(typing)[0]["kind"], kind)

    def test_output_goes_to_a_file_whole(self) -> None:
        """--output writes the answers; a table can be asked for."""
        output = self.folder / "answers"
        self.assertCode(program.run("typing", "A*02:01", "--format", "table", "--output", output), 0)
        self.assertIn("A*02:01P", output.read_text())
        self.assertNoLeftovers({"answers"})

    def test_the_excerpt_says_what_it_leaves_open(self) -> None:
        """Against the excerpt an XX code has a warning, and an unknown name the way to a full release."""
        answers = self.assertCode(program.run("typing", "A*02:XX", "A*02:9999"), 65).lines()
        self.assertTrue(any("excerpt" in warning for warning in answers[0]["warnings"]))
        self.assertIn("reference fetch", answers[1]["error"]["message"])

    def test_the_shared_resolution_cases_are_answered_line_by_line(self) -> None:
        """Each input as --input gives the alleles that its line names, a group, a null, or an error."""
        table = program.shared("samples/resolution_cases.csv").read_text(encoding="utf-8")
        cases = list(csv.DictReader(table.splitlines()))
        content = "".join(case["input"] + "\n" for case in cases)
        answers = self.answer("--input", "-", "--reference", releases.index("3.58.0"), stdin=content.encode())
        self.assertEqual([answer["input"] for answer in answers], [case["input"] for case in cases])
        for case, answer in zip(cases, answers):
            with self.subTest(case["input"]):
                if case["expected"] == "error":
                    self.assertEqual(answer["error"]["code"], "deleted_without_successor")
                    continue
                self.assertEqual(answer["locus"], case["locus"])
                if "group" in case["expected"].lower():
                    self.assertEqual(answer["kind"], "p_group" if case["input"].endswith("P") else "g_group")
                    self.assertGreater(len(answer["alleles"]), 1)
                elif case["expected"] == "null allele":
                    self.assertEqual((answer["expression"], answer["identities"]), ("null", []))
                    self.assertEqual(bool(answer["warnings"]), case["input"] == "A*24:09")
                else:
                    target = case["expected"]
                    own = [name for name in answer["alleles"] if name == target or name.startswith(target + ":")]
                    self.assertEqual(answer["alleles"], own)
                    self.assertTrue(own and any("is now" in text for text in answer["warnings"]), answer["warnings"])

    def test_codes_of_the_zipped_table_are_expanded_or_refused_by_their_rule(self) -> None:
        """--mac takes the table as it is published; generic and specific codes have rules of their own."""
        table = program.shared("mac-sample/alpha.v3.zip")
        full = ("--reference", releases.index("3.58.0"), "--mac", table)
        refused = {
            "A*04:AB": "mac_without_members",
            "A*02:AMG": "mac_first_field",
            "A*02:QQQQQ": "unknown_mac",
            "A*02:AB/ZZZZZZ": "unknown_mac",
        }
        good = ["A*01:AB", "C*04:AB", "HLA-B*15:NEW", "A*24:AMG"]
        content = "".join(typing + "\n" for typing in [*good, *refused])
        answers = self.answer("--input", "-", *full, stdin=content.encode())
        first, second, third, fourth = answers[:4]
        self.assertEqual([answer["kind"] for answer in answers[:4]], ["mac"] * 4)
        self.assertEqual(first["identities"], ["A*01:01P", "A*01:02P"])
        self.assertEqual(first["warnings"], [])
        self.assertTrue(all(name.startswith("C*04:01:") for name in second["alleles"]) and second["alleles"])
        self.assertTrue(any("C*04:02" in text for text in second["warnings"]), second["warnings"])
        self.assertTrue({"B*15:01", "B*15:12"} < {name[:7] for name in third["alleles"]})
        self.assertIn("A*24:09N", fourth["alleles"])
        self.assertEqual([answer["error"]["code"] for answer in answers[4:]], list(refused.values()))

    def test_a_code_without_a_table_says_what_is_missing(self) -> None:
        """Without --mac a code is refused with the way to a table; it is never taken for a name."""
        answer = self.answer("A*01:AB", "--reference", releases.index("3.58.0"), code=65)[0]
        self.assertEqual(answer["error"]["code"], "mac_without_table")
        self.assertIn("--mac", answer["error"]["message"])

    def test_a_table_of_codes_answers_the_same_plain_packed_and_compiled(self) -> None:
        """The text, its gzip, the zip and the compiled table are one table."""
        table = program.shared("mac-sample/alpha.v3.zip")
        with zipfile.ZipFile(table) as archive:
            text = archive.read(archive.namelist()[0])
        plain, packed = self.file("alpha.v3.txt", text), self.file("alpha.v3.txt.gz", gzip.compress(text))
        compiled = self.folder / "codes.hlamac"
        self.assertCode(program.run("reference", "build", "--mac", table, "-o", compiled), 0)
        full = ("A*01:AB", "A*24:AMG", "B*15:NEW", "--reference", releases.index("3.58.0"), "--mac")
        expected = self.answer(*full, table)
        for other in (plain, packed, compiled):
            with self.subTest(other.name):
                self.assertEqual(self.answer(*full, other), expected)
