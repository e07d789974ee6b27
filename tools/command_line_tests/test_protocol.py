"""Protocols: the built-in one, copies of it, faults and lifted rules."""

import hashlib

from . import people, program


class ProtocolTests(people.PeopleTest):
    """A protocol file decides what a run does, and every output says which."""

    def text(self) -> str:
        """The built-in protocol as it is shown."""
        return self.assertCode(program.run("protocol", "show", "mst"), 0).out

    def test_list_names_the_built_in_protocols(self) -> None:
        """Name, version and hash."""
        shown = program.run("protocol", "show", "mst").raw
        listed = self.assertCode(program.run("protocol", "list"), 0).out
        self.assertRegex(listed, r"(?m)^mst\s+1\.0\.0\s+" + hashlib.sha256(shown).hexdigest()[:12])

    def test_a_shown_protocol_is_a_copy_with_the_same_hash(self) -> None:
        """`protocol show mst` gives the bytes of the file, which work as --protocol with the same result."""
        shown = program.run("protocol", "show", "mst").raw
        self.assertEqual(shown, (program.PROJECT / "hla-data" / "protocols" / "mst.yaml").read_bytes())
        copy = self.file("copy.yaml", shown)
        done = people.example_run("rank", "--protocol", str(copy), "--format", "json")
        self.assertEqual(self.assertCode(done, 0).raw, people.example_run("rank", "--format", "json").raw)
        self.assertEqual(done.json()["run"]["protocol"]["sha256"], hashlib.sha256(shown).hexdigest())
        self.assertEqual(program.run("protocol", "show", copy).raw, shown)

    def test_a_faulty_protocol_is_65_with_line_and_column(self) -> None:
        """Unknown and missing keys, values out of range, bad YAML, overrides without who and why."""
        text = self.text()
        for name, old, new, word in (
            ("unknown key", "version: 1.0.0", "verson: 1.0.0", "verson"),
            ("unknown rule", "match_count:", "matchcount:", "matchcount"),
            ("out of range", "exclude_at: 8", "exclude_at: 80", "exclude_at"),
            ("no number", "exclude_at: 3", "exclude_at: many", "exclude_at"),
            ("no truth value", "exclude: true", "exclude: perhaps", "exclude"),
            ("unknown choice", "new_allele: unknown", "new_allele: maybe", "new_allele"),
            ("unknown donor type", "[adult]", "[horse]", "donor_types"),
            ("a key twice", "version: 1.0.0", "version: 1.0.0\nversion: 2", "version"),
            ("override without why", "allow: []", "allow: [{rule: homozygous_loci, who: me}]", "why"),
            ("override of no rule", "allow: []", "allow: [{rule: everything, who: me, why: so}]", "rule"),
            ("open bracket", "[adult]", "[adult", "YAML"),
            ("unknown source", "source: Lei 2025}", "source: Nobody 1999}", "Nobody 1999"),
        ):
            with self.subTest(name):
                self.assertIn(old, text)
                file = self.file("faulty.yaml", text.replace(old, new, 1))
                done = self.assertCode(self.rank([people.donor("D1")], "--protocol", file), 65)
                self.assertMessage(self.without_expected(done), file, None, None, word)
                self.assertEqual(done.raw, b"")
        for content in (b"", b"\xff\xfe\x00", b"- a\n- b\n", b"protocol: x\n"):
            with self.subTest(content=content):
                self.assertCode(self.rank([people.donor("D1")], "--protocol", self.file("faulty.yaml", content)), 65)

    def without_expected(self, done: program.Outcome) -> program.Outcome:
        """Protocol messages may be one sentence: line and column count."""
        lines = [line if "; " in line else line + "; was expected" for line in done.err.splitlines()]
        return program.Outcome(done.code, done.raw, "\n".join(lines))

    def test_check_says_what_is_wrong_with_a_file_and_where(self) -> None:
        """A good file is named with version and hash; faults are told line by line, with exit code 65."""
        text = self.text()
        good = self.file("good.yaml", text)
        done = self.assertCode(program.run("protocol", "check", good), 0)
        self.assertIn(hashlib.sha256(text.encode()).hexdigest(), done.out)
        for name, old, new, word in (
            ("unknown term", "  hvg_mismatch:", "  hvg_match:", "hvg_match"),
            ("contradiction", "exclude_at: 8,", "exclude_at: 3,", "six_locus_rule"),
            ("heavy weight", "gvh_mismatch: 4", "gvh_mismatch: 99999999999999999999", "gvh_mismatch"),
            ("missing source", ", source: Liu 2022}", "}", "one_way_match"),
        ):
            with self.subTest(name):
                file = self.file("faulty.yaml", text.replace(old, new, 1))
                done = self.assertCode(program.run("protocol", "check", file), 65)
                self.assertRegex(done.err, rf"(?m)^hlamatch: {file}:\d+:\d+: .*{word}")
                self.assertEqual(done.raw, b"")
        both = text.replace("exclude_at: 8,", "exclude_at: 3,", 1).replace(", source: Liu 2022}", "}", 1)
        done = self.assertCode(program.run("protocol", "check", self.file("faulty.yaml", both)), 65)
        self.assertEqual(len(done.err.splitlines()), 3)
        self.assertCode(program.run("protocol", "check", self.folder / "absent.yaml"), 66)

    def test_built_in_protocols_pass_the_check(self) -> None:
        """Every protocol of the list."""
        listed = self.assertCode(program.run("protocol", "list"), 0).out
        for line in listed.splitlines():
            with self.subTest(line):
                self.assertCode(program.run("protocol", "check", line.split()[0]), 0)

    def test_diff_shows_rules_and_points_and_how_the_ranking_moves(self) -> None:
        """What differs with both values; with patients and donors, changes of status and of rank."""
        file = self.file("ours.yaml", self.text().replace("exclude_at: 8", "exclude_at: 5").replace(": 6 ", ": 1 ", 1))
        done = self.assertCode(program.run("protocol", "diff", "mst", file), 0)
        self.assertRegex(done.out, r"(?m)^rules\.match_count\.exclude_at +8 +5$")
        self.assertRegex(done.out, r"(?m)^points\.hvg_mismatch +6 +1$")
        self.assertNotIn("points.gvh_mismatch", done.out)
        same = self.assertCode(program.run("protocol", "diff", "mst", self.file("copy.yaml", self.text())), 0)
        self.assertIn("say the same", same.out)
        donors = self.people(
            "donors.csv", [people.donor("D1"), people.donor("D2", people.PATIENT_A, people.OTHER)]
        )
        run = ["--patients", self.patients(), "--donors", donors]
        done = self.assertCode(program.run("protocol", "diff", "mst", file, *run), 0)
        self.assertRegex(done.out, r"(?m)^ +eligible -> excluded: 1$")
        self.assertRegex(done.out, r"(?m)^D1 +1 +1 +0 +eligible +eligible$")
        self.assertRegex(done.out, r"(?m)^D2 +2 +- +leaves +eligible +excluded$")
        self.assertIn(program.PURPOSE, done.out)
        # NEW is read otherwise by conventional, so the files are read twice.
        done = self.assertCode(program.run("protocol", "diff", "mst", "conventional", *run), 0)
        self.assertRegex(done.out, r"(?m)^D2 +2 +1 +\+1 +eligible +eligible$")
        self.assertCode(program.run("protocol", "diff", "mst", "conventional", "--patients", self.patients()), 64)
        self.assertCode(program.run("protocol", "diff", "mst", self.folder / "absent.yaml"), 66)

    def test_a_lifted_rule_changes_the_status_and_is_printed_in_every_output(self) -> None:
        """An override stands with who and why in csv's record, JSON, JSON lines, table and explanation."""
        file = self.file(
            "lifted.yaml",
            self.text().replace(
                "allow: []", 'allow:\n  - {rule: homozygous_loci, who: "board of 2 March", why: "no other donor"}'
            ),
        )
        patients, donors = self.patients(), self.people("donors.csv", [people.donor("D1", people.FAR, people.FAR)])
        run = ["--patients", patients, "--donors", donors, "--protocol", file]
        plain = program.run("compare", "--patients", patients, "--donors", donors).rows()[0]
        self.assertEqual((plain["status"], plain["reasons"]), ("excluded", "homozygous_loci"))
        for command in ("rank", "compare"):
            with self.subTest(command=command):
                row = self.assertCode(program.run(command, *run), 0).rows()[0]
                self.assertEqual((row["status"], row["reasons"]), ("eligible", ""))
                output = self.folder / "result.csv"
                program.run(command, *run, "--output", output)
                texts = [program.run(command, *run, "--format", kind).out for kind in ("json", "jsonl", "table")]
                for text in [*texts, (self.folder / "result.csv.run.json").read_text()]:
                    for words in ("homozygous_loci", "board of 2 March", "no other donor"):
                        self.assertIn(words, text)
        for kind in ("table", "json"):
            text = program.run("explain", *run, "--patient", "P1", "--donor", "D1", "--format", kind).out
            self.assertIn("board of 2 March", text)
            self.assertIn("no other donor", text)

    def test_rules_and_points_are_those_of_the_file(self) -> None:
        """Another limit, other points and other donor types take effect."""
        rows = [
            people.donor("D1"),
            people.donor("D2", people.PATIENT_A, people.OTHER),
            people.donor("D3", donor_type="cord"),
        ]
        changed = self.text().replace("exclude_at: 8", "exclude_at: 5").replace("hvg_mismatch: 6", "hvg_mismatch: 1")
        file = self.file(
            "other.yaml", changed.replace("protocol: mst", "protocol: ours").replace("[adult]", "[adult, cord]")
        )
        done = self.assertCode(self.rank(rows, "--protocol", file, "--format", "json"), 0).json()
        donors = {donor["donor_id"]: donor for donor in done["patients"][0]["donors"]}
        self.assertEqual(set(donors), {"D1", "D3"})
        self.assertEqual(donors["D1"]["points"], 10 * 1 + 10 * 4)
        self.assertEqual(done["run"]["protocol"]["name"], "ours")
        self.assertEqual(done["run"]["protocol"]["sha256"], hashlib.sha256(file.read_bytes()).hexdigest())
        self.assertEqual(done["run"]["counts"]["excluded_by"], {"match_count": 1})

    def test_a_blank_second_option_goes_before_the_protocol(self) -> None:
        """The protocol's policy holds unless the option says otherwise."""
        file = self.file(
            "unknown.yaml", self.text().replace("  blank_second: homozygous", "  blank_second: unknown", 1)
        )
        row = people.donor("D1", A_2="")
        self.assertEqual(self.rank([row], "--protocol", file).rows()[0]["homozygous_min"], "0")
        done = self.rank([row], "--protocol", file, "--blank-second", "homozygous")
        self.assertEqual(self.assertCode(done, 0).rows()[0]["homozygous_min"], "1")
