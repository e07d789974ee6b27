"""Reference data: what it is made from, and that every form of it gives the same results."""

import gzip
import shutil

from . import people, program, releases


class ReferenceTests(people.PeopleTest):
    """reference build and info, and --reference in all its forms."""

    def info(self, path, *options: str) -> str:
        """What `reference info` says."""
        return self.assertCode(program.run("reference", "info", path, *options), 0).out

    def test_the_numbers_of_release_3_31_0_are_the_official_ones(self) -> None:
        """XML and text files of 3.31.0, and what only one of them has."""
        shown = self.info(releases.index("3.31.0"))
        for words in (
            "IPD-IMGT/HLA 3.31.0",
            "xml: 17 602 live and 102 deleted",
            "text: 17 874 live and 127 deleted",
            "272 in the text only",
            "0 in the xml only",
            "hla.xml.zip",
            "Allelelist.txt",
            "source hash: ",
        ):
            self.assertIn(words, shown)

    def test_the_numbers_of_release_3_58_0_are_the_official_ones(self) -> None:
        """The text files of 3.58.0."""
        shown = self.info(releases.index("3.58.0"))
        self.assertIn("IPD-IMGT/HLA 3.58.0", shown)
        self.assertIn("41 433 live", shown)

    def test_info_of_the_excerpt_says_that_it_is_none(self) -> None:
        """Without a path the embedded excerpt is shown, as an excerpt."""
        shown = self.assertCode(program.run("reference", "info"), 0).out
        self.assertIn("IPD-IMGT/HLA 3.58.0", shown)
        self.assertIn("excerpt", shown)

    def test_folder_index_and_archive_are_shown_alike(self) -> None:
        """info takes a folder, its index and the archive alone."""
        folder = program.shared("imgt-3.31.0")
        self.assertEqual(self.info(folder), self.info(releases.index("3.31.0")))
        alone = self.info(folder / "xml" / "hla.xml.zip")
        self.assertIn("17 602 live and 102 deleted", alone)
        self.assertNotIn("text:", alone)

    def test_an_index_is_the_same_bytes_wherever_its_sources_lie(self) -> None:
        """The same files give the same index, from one folder or another."""
        one = releases.copy("3.31.0", self.folder / "one")
        two = releases.copy("3.31.0", self.folder / "two")
        for source, target in ((one, "1.hlaref"), (two, "2.hlaref")):
            self.assertCode(program.run("reference", "build", source, "-o", self.folder / target), 0)
        self.assertEqual((self.folder / "1.hlaref").read_bytes(), (self.folder / "2.hlaref").read_bytes())
        self.assertNoLeftovers({"one", "two", "1.hlaref", "2.hlaref"})

    def test_every_form_of_a_release_gives_the_same_result(self) -> None:
        """--reference with a folder, an index and a zip; HLAMATCH_REFERENCE; the option goes first."""
        folder, index = program.shared("imgt-3.31.0"), releases.index("3.31.0")
        rows = [people.donor("D1"), people.donor("D2", people.PATIENT_A, people.FAR, A_1="A*02:XX")]
        first = self.assertCode(self.rank(rows, "--reference", index, "--format", "json"), 0)
        run = first.json()["run"]["reference"]
        self.assertEqual((run["release"], run["excerpt"]), ("3.31.0", False))
        self.assertNotIn("excerpt", first.err)
        self.assertNotIn("reference_excerpt", first.out)
        self.assertEqual(self.rank(rows, "--reference", folder, "--format", "json").raw, first.raw)
        named = {"HLAMATCH_REFERENCE": str(index)}
        self.assertEqual(self.rank(rows, "--format", "json", extra=named).raw, first.raw)
        absent = {"HLAMATCH_REFERENCE": str(self.folder / "absent")}
        self.assertEqual(self.rank(rows, "--reference", index, "--format", "json", extra=absent).raw, first.raw)
        self.assertCode(self.rank(rows, extra=absent), 66)
        self.assertIn("excerpt", self.rank(rows, extra={"HLAMATCH_REFERENCE": ""}).err)
        zipped = self.assertCode(
            self.rank(rows, "--reference", folder / "xml" / "hla.xml.zip", "--format", "json"), 0
        ).json()
        self.assertEqual(zipped["run"]["reference"]["release"], "3.31.0")
        counts = [
            {name: donor[name] for name in ("donor_id", "match", "gvh", "hvg", "homozygous", "status")}
            for answer in (zipped, first.json())
            for donor in answer["patients"][0]["donors"]
        ]
        self.assertEqual(counts[: len(counts) // 2], counts[len(counts) // 2 :])

    def test_the_example_ranks_alike_with_excerpt_and_release(self) -> None:
        """Against 3.58.0 itself, status and counts of fully typed donors are those of the excerpt."""
        run = people.example_run("compare", "--reference", str(releases.index("3.58.0")))
        full = {(row["patient_id"], row["donor_id"]): row for row in self.assertCode(run, 0).rows()}
        open_donors = {
            row["donor_id"] for row in people.example("donors.csv") if any("XX" in cell for cell in row.values())
        }
        for row in people.example_run("compare").rows():
            if row["donor_id"] not in open_donors:
                self.assertEqual(full[row["patient_id"], row["donor_id"]], row)

    def test_every_shape_of_the_xml_is_read(self) -> None:
        """The shapes of earlier and announced releases, plain, zipped and in UTF-8, hold the same alleles."""
        program.shared("tools/make_hla_xml.py")
        shown = set()
        for name, options in (
            ("a.xml", ["--shape", "status"]),
            ("b.xml", ["--shape", "name"]),
            ("c.xml", ["--shape", "flat"]),
            ("d.xml", ["--shape", "old"]),
            ("e.xml.zip", []),
            ("f.xml", ["--encoding", "UTF-8"]),
        ):
            with self.subTest(options=options):
                path = releases.stand_in(self.folder / name, *options)
                sources = (
                    [path]
                    if name in ("a.xml", "b.xml", "e.xml.zip", "f.xml")
                    else [path, program.shared("imgt-3.58.0") / "release_version.txt"]
                )
                done = program.run("reference", "build", *sources, "-o", self.folder / "x.hlaref")
                self.assertCode(done, 0)
                line = next(
                    line for line in self.info(self.folder / "x.hlaref").splitlines() if line.startswith("xml: ")
                )
                shown.add(line)
        packed = self.file("g.xml.gz", gzip.compress((self.folder / "a.xml").read_bytes()))
        shown.add(next(line for line in self.info(packed).splitlines() if line.startswith("xml: ")))
        self.assertEqual(len(shown), 1, shown)

    def test_faults_of_official_releases_are_survived_and_noted(self) -> None:
        """For each fault that releases have had the build goes on, and notes say what was found."""
        odd, index = releases.stand_in(self.folder / "odd.xml", "--defects"), self.folder / "odd.hlaref"
        for sources in ([odd], [odd, program.shared("imgt-3.58.0")]):
            with self.subTest(sources=len(sources)):
                self.assertCode(program.run("reference", "build", *sources, "-o", index), 0)
                notes = self.info(index, "--notes")
                for words in ("A*01:01:01GG", "A*01:9004QP", "A*01::01G", "A*019002"):
                    self.assertIn(words, notes)
                self.assertEqual(notes.count("HLA00001 stands more than once"), 2)
                for name in (
                    "A*01:9001",
                    "A*01:9003",
                    "A*01:9004Q",
                    "A*01:9005",
                    "A*01:9006",
                    "A*01:9007",
                    "A*01:9008",
                    "A*01:9009",
                ):
                    answer = program.run("typing", name, "--reference", index)
                    self.assertEqual(self.assertCode(answer, 0).lines()[0]["alleles"], [name])
                answer = program.run("typing", "A*01:01:01:01", "--reference", index).lines()[0]
                self.assertEqual(answer["identities"], ["A*01:01P"])

    def test_a_control_character_stops_the_build_unless_repaired(self) -> None:
        """A vertical tab is named with its line; --repair drops it and says so."""
        odd, index = (
            releases.stand_in(self.folder / "odd.xml", "--defects", "--control-character"),
            self.folder / "odd.hlaref",
        )
        line = odd.read_bytes()[: odd.read_bytes().index(b"\x0b")].count(b"\n") + 1
        done = self.assertCode(program.run("reference", "build", odd, "-o", index), 65)
        self.assertRegex(done.err, rf"odd\.xml.*\b{line}\b")
        self.assertFalse(index.exists())
        self.assertCode(program.run("reference", "build", odd, "--repair", "-o", index), 0)
        self.assertIn("1 control character", self.info(index, "--notes"))
        self.assertEqual(len(program.run("typing", "A*01:9010", "--reference", index).lines()[0]["alleles"]), 1)

    def test_sources_of_two_releases_are_refused(self) -> None:
        """One index, one release."""
        sources = [releases.copy("3.31.0", self.folder / "text"), releases.stand_in(self.folder / "hla.xml")]
        done = self.assertCode(program.run("reference", "build", *sources, "-o", self.folder / "x.hlaref"), 65)
        self.assertIn("3.31.0", done.err)
        self.assertIn("3.58.0", done.err)
        self.assertFalse((self.folder / "x.hlaref").exists())

    def test_a_folder_that_lacks_a_required_file_is_65(self) -> None:
        """A folder without official files, or without one that text files cannot do without, is named."""
        self.assertCode(program.run("reference", "build", self.folder, "-o", self.folder / "x.hlaref"), 65)
        folder = releases.copy("3.31.0", self.folder / "text")
        (folder / "wmda" / "hla_nom_p.txt").unlink()
        done = self.assertCode(program.run("reference", "build", folder, "-o", self.folder / "x.hlaref"), 65)
        self.assertIn("hla_nom_p.txt", done.err)
        shutil.rmtree(folder)
        self.assertNoLeftovers(set())
