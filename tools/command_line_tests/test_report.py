"""The page of a ranking or of one pair: well formed, escaped, complete, and the same as every other format."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import pages, people, program

GOLDEN = Path(__file__).parent / "golden"
# The pages of the example that are kept; `HLAMATCH_WRITE_GOLDEN=1 tools/test-command-line PROGRAM golden` writes them anew.
KEPT = {
    "rank-example.html": ("rank", "--format", "html", "--top", "1"),
    "explain-example.html": ("explain", "--patient", "P1", "--donor", "D0029", "--format", "html"),
}
STRANGE = ["<script>alert(1)</script>", 'say "x"', "O'Neil & sons", "</td></table>", "--><b>", "{x}&lt;", "\u202egnirts"]


def bounds(row: dict[str, str], name: str) -> str:
    """Bounds of the CSV as the page writes them."""
    low, high = row[f"{name}_min"], row[f"{name}_max"]
    return low if low == high else f"{low}..{high}"


class ReportTests(people.PeopleTest):
    """rank and explain as pages."""

    def page(self, done: program.Outcome) -> pages.Page:
        """A page that is well formed and asks for nothing from elsewhere."""
        self.assertCode(done, 0)
        self.assertTrue(done.out.startswith("<!doctype html>\n<html lang=\"en\">"), done.out[:80])
        page = pages.Page(done.out)
        self.assertEqual(page.faults, [])
        self.assertIn(("meta", {"charset": "utf-8"}), page.tags)
        for tag, attributes in page.tags:
            self.assertNotIn(tag, ("script", "iframe", "link", "img", "object", "use"))
            self.assertFalse([name for name in attributes if name.startswith("on")], attributes)
            self.assertNotIn("src", attributes)
            self.assertTrue((attributes.get("href") or "#").startswith("#"), attributes)
            if (attributes.get("href") or "").startswith("#"):
                self.assertIn(attributes["href"][1:], page.ids)
        self.assertNotRegex(done.out, r"https?:|@import|url\([^#]")
        self.assertIn(program.PURPOSE, page.text)
        self.assertIn("IPD-IMGT/HLA 3.58.0 (embedded excerpt)", page.text)
        return page

    def whole_ranking(self) -> tuple[pages.Page, list[dict[str, str]]]:
        """All ranked donors of the first rows of the example, as a page and as the rows of the CSV."""
        donors = people.example("donors.csv")[:58]
        patients = program.EXAMPLE / "patients.csv"
        page = self.rank(donors, "--top", "0", "--format", "html", patients=patients)
        return self.page(page), self.rank(donors, "--top", "0", patients=patients).rows()

    def test_the_ranking_of_the_page_is_that_of_the_csv(self) -> None:
        """Order, status, points, counts, relation, age, reasons and flags of every patient."""
        page, rows = self.whole_ranking()
        patients = list(dict.fromkeys(row["patient_id"] for row in rows))
        self.assertEqual([f"p{number}" for number in range(1, len(patients) + 1)], page.sections[: len(patients)])
        for number, patient in enumerate(patients, 1):
            table = next(table for table in page.of("ranking") if table.section == f"p{number}")
            expected = [row for row in rows if row["patient_id"] == patient]
            self.assertEqual(len(table.rows), len(expected))
            for found, row in zip(table.records(), expected):
                self.assertEqual(
                    {name: found[name] for name in ("rank", "donor", "status", "points", "relation", "age")},
                    {"donor": row["donor_id"]}
                    | {name: row[name] for name in ("rank", "status", "points", "relation", "age")},
                )
                for name, column in (("match", "match"), ("gvh", "gvh"), ("hvg", "hvg"), ("hom", "homozygous")):
                    self.assertEqual(found[name], bounds(row, column))
                remarks = [cell for cell in (row["reasons"], row["flags"]) if cell]
                self.assertEqual(found["reasons and flags"], ";".join(remarks).replace(";", " "))
                terms = [int(term.rsplit(" ", 1)[1]) for term in found["made of"].split(", ") if term != "no term"]
                self.assertEqual(sum(terms), int(row["points"]))

    def test_explain_has_the_numbers_of_the_ranking(self) -> None:
        """The loci, the rank and the sum of the points of one pair, for an eligible and an indeterminate donor."""
        for donor in ("D0002", "D0024", "D0029"):
            with self.subTest(donor=donor):
                row = next(
                    row
                    for row in people.example_run("rank", "--top", "0").rows()
                    if (row["patient_id"], row["donor_id"]) == ("P1", donor)
                )
                page = self.page(people.example_run("explain", "--patient", "P1", "--donor", donor, "--format", "html"))
                self.assertTrue(
                    any(f"rank {row['rank']} of 167, {row['points']} points" in heading for heading in page.headings),
                    page.headings,
                )
                words = {cells["locus"]: cells for cells in page.of("words")[0].records()}
                self.assertEqual({locus: words[locus]["match"] for locus in program.TEN}, {k: row[k] for k in program.TEN})
                self.assertEqual(words["all of ten"]["gvh"], bounds(row, "gvh"))
                self.assertEqual(page.of("points")[0].records()[-1]["points"], row["points"])

    def test_donors_are_counted_by_reason(self) -> None:
        """Read, rejected, unavailable, not in protocol, excluded by rule, eligible and indeterminate, as in the record."""
        counts = people.example_run("rank", "--format", "json", "--top", "1").json()["run"]["counts"]
        page = self.page(people.example_run("rank", "--format", "html", "--top", "1"))
        self.assertIn(f"{counts['read']} donors read, {counts['rejected']} of them rejected", page.text)
        expected = {name: counts[name] for name in ("eligible", "indeterminate", "excluded")}
        for rule in ("match_count", "homozygous_loci", "one_way_match"):
            expected[f"excluded by {rule}"] = counts["excluded_by"].get(rule, 0)
        text = people.example_run("rank", "--format", "html", "--top", "1").out
        found = {name: sum(map(int, re.findall(rf"(?<=<li>{name} <b>)\d+", text))) for name in expected}
        self.assertEqual(found, expected)
        self.assertIn(f"unavailable {counts['unavailable']}", page.text)
        self.assertIn(f"not in protocol {counts['not_in_protocol']}", page.text)

    def test_the_page_names_rules_sources_and_overrides(self) -> None:
        """The protocol with version, hash, rules, sources, and what was lifted by whom and why."""
        rules = program.run("protocol", "show", "mst").out
        lifted = '[{rule: homozygous_loci, who: "board <A>", why: "no other & none"}]'
        file = self.file("ours.yaml", rules.replace("allow: []", f"allow: {lifted}"))
        page = self.page(self.rank([people.donor("D1")], "--format", "html", "--protocol", file))
        self.assertIn("OVERRIDE: homozygous_loci lifted by board <A>: no other & none", page.text)
        record = self.rank([people.donor("D1")], "--format", "json", "--protocol", file).json()["run"]["protocol"]
        for words in (record["sha256"], "mst 1.0.0", "Ther Adv Hematol", "Front Immunol 2025;16:1509588"):
            self.assertIn(words, page.text)
        found = {row["rule"]: row for row in page.of("rules")[0].records()}
        self.assertEqual(found["match_count"]["source"], "Li 2025")
        self.assertIn("Lifted by an override", found["homozygous_loci"]["what it says"])
        self.assertIn("at most 4 matches", found["six_locus_rule"]["what it says"])

    def test_text_of_files_is_escaped(self) -> None:
        """Ids of donors and patients, and names of files, cannot become markup."""
        donors = self.people("<donors>&.csv", [people.donor(identity) for identity in STRANGE])
        patients = self.people("patients.csv", [people.patient(identity) for identity in STRANGE])
        done = program.run("rank", "--patients", patients, "--donors", donors, "--format", "html", "--date", program.DATE)
        page = self.page(done)
        self.assertNotIn("<script", done.out)
        self.assertEqual([h for h in page.headings if h.startswith("Patient")], [f"Patient {one}" for one in STRANGE])
        for table in page.of("ranking"):
            self.assertEqual({row["donor"] for row in table.records()}, set(STRANGE))
        self.assertIn("<donors>&.csv", [row["file"] for row in page.of("files")[0].records()])
        for identity in STRANGE:
            options = (f"--patient={identity}", f"--donor={identity}", "--format", "html", "--date", program.DATE)
            page = self.page(program.run("explain", "--patients", patients, "--donors", donors, *options))
            self.assertIn(f"Patient {identity}, donor {identity}", page.headings)

    def test_pictures_have_titles_and_show_arrows_nulls_and_ambiguity(self) -> None:
        """Each picture says in words what it shows; both directions, a null and open typings are drawn."""
        donor = people.donor("D1", A_1="24:09N", A_2="02:01", B_1="44:XX", B_2="52:01", C_1="", C_2="")
        done = self.rank([donor], "--format", "html")
        page = self.page(done)
        shown = [image for image in page.images if not image["hidden"]]
        self.assertTrue(all(image["role"] == "img" and image["title"] for image in shown))
        titles = [image["title"] for image in shown]
        self.assertEqual(titles[-5:], program.TEN)
        pictures = dict(zip(program.TEN, re.findall(r'<svg class="locus".*?</svg>', done.out, re.S)))
        self.assertIn('class="null"', pictures["A"])
        self.assertIn("24:09N null", pictures["A"])
        self.assertIn(">GVH<", pictures["A"])
        self.assertNotIn("HVG<", pictures["A"])
        self.assertIn('class="open"', pictures["B"])
        self.assertIn(">GVH?<", pictures["C"])
        self.assertIn("not typed", pictures["C"])
        self.assertIn(">GVH<", pictures["DRB1"])
        self.assertIn(">HVG<", pictures["DRB1"])
        for picture in pictures.values():
            self.assertRegex(picture, r"<desc id=\"\w+\">patient .*; donor .*\. Match \S+, GVH \S+, HVG \S+")

    def test_further_typing_is_counted_by_locus(self) -> None:
        """Each locus with the donors whose status rests on it, as their reasons say."""
        page, rows = self.whole_ranking()
        rows = [row for row in rows if row["patient_id"] == "P1"]
        summary = next(table for table in page.of("open") if table.section == "p1")
        for found in summary.records():
            locus = found["locus"]
            asked = [
                row["donor_id"] for row in rows if any(code.endswith(f":{locus}") for code in row["reasons"].split(";"))
            ]
            self.assertEqual(int(found["status rests on it"]), len(asked))
            self.assertEqual(found["for donors"], ", ".join(asked) or "none")
        text = people.example_run("explain", "--patient", "P1", "--donor", "D0029").out
        self.assertRegex(text, r"(?m)^  C: the donor's typing is open; .*the status rests on it.*20 points more$")
        text = people.example_run("explain", "--patient", "P1", "--donor", "D0022").out
        self.assertIn("the six-locus rule stands in for it", text)

    def test_models_and_facts_stand_beside_each_other(self) -> None:
        """Each model with direction, verdict, meaning and basis as JSON has them; further facts in words."""
        options = ("--patient", "P1", "--donor", "D0002")
        page = self.page(people.example_run("explain", *options, "--format", "html"))
        models = people.example_run("explain", *options, "--format", "json").json()["nk"]["models"]
        found = [(row["model"], row["direction"], row["verdict"], row["means"]) for row in page.of("nk")[0].records()]
        self.assertEqual(
            found,
            [
                (one["model"].replace("_", " "), one["direction"].upper(), one["verdict"].replace("_", " "), one["outlook"])
                for one in models
            ],
        )
        text = people.example_run("explain", *options).out
        for words in ("DPB1 T-cell epitopes", "WT1 by A*02:01", "Chimerism markers", "Sex difference", "ABO", "Dose plan"):
            self.assertIn(words, page.text)
            self.assertIn(words, text)
        self.assertEqual(len(page.of("evidence")[0].rows), 8)

    def test_donors_in_no_list_are_told_why(self) -> None:
        """Rejected with the faults, unavailable, not in protocol, excluded with reasons and without points."""
        for donor, words in (
            ("D0193", ("its row was rejected", "A*02:9999")),
            ("D0054", ("unavailable",)),
            ("D0056", ("not in the protocol",)),
            ("D0001", ("excluded", "EXCLUDES", "No points")),
        ):
            with self.subTest(donor=donor):
                page = self.page(people.example_run("explain", "--patient", "P1", "--donor", donor, "--format", "html"))
                for word in words:
                    self.assertIn(word, page.text)

    def test_a_patient_without_donors_has_a_page(self) -> None:
        """Nothing allowed or indeterminate is said so."""
        page = self.page(self.rank([people.donor("D1", people.PATIENT_A, people.PATIENT_B)], "--format", "html"))
        self.assertIn("No donor is allowed or indeterminate.", page.text)

    def test_loci_asked_for_have_pictures_too(self) -> None:
        """--loci DPB1 adds a picture and its counts; the ranking stays."""
        page = self.page(people.example_run("rank", "--top", "1", "--loci", "DPB1", "--format", "html"))
        self.assertIn("DPB1", [image["title"] for image in page.images])
        self.assertIn("DPB1, beside the ten", [row["locus"] for row in page.of("words")[0].records()])

    def test_the_page_appears_whole_and_always_with_the_same_bytes(self) -> None:
        """--output takes it in one piece, whatever the number of threads; compare has no page."""
        output = self.folder / "page.html"
        for threads in (1, 3):
            done = people.example_run("rank", "--format", "html", "--top", "2", "--threads", str(threads), "--output", str(output))
            self.assertCode(done, 0)
            self.assertEqual(done.raw, b"")
            self.assertEqual(output.read_bytes(), people.example_run("rank", "--format", "html", "--top", "2").raw)
            self.assertNoLeftovers({"page.html"})
        self.assertNotIn(str(program.EXAMPLE), output.read_text())
        done = self.assertCode(people.example_run("compare", "--format", "html"), 64)
        self.assertIn("compare", done.err)
        done = self.assertCode(people.example_run("rank", "--format", "html", "--output", str(self.folder / "no" / "x")), 73)
        self.assertNoLeftovers({"page.html"})

    def test_golden_pages_of_the_example(self) -> None:
        """The pages of the example are those that are kept."""
        for name, arguments in KEPT.items():
            with self.subTest(page=name):
                done = people.example_run(*arguments)
                self.page(done)
                if os.environ.get("HLAMATCH_WRITE_GOLDEN"):
                    GOLDEN.mkdir(exist_ok=True)
                    (GOLDEN / name).write_bytes(done.raw)
                kept = (GOLDEN / name).read_text(encoding="utf-8")
                self.assertTrue(
                    done.out == kept,
                    f"{name} differs from the golden page from byte {len(os.path.commonprefix([done.out, kept]))} on; "
                    "HLAMATCH_WRITE_GOLDEN=1 tools/test-command-line PROGRAM golden writes it anew",
                )


class BrowserTests(people.PeopleTest):
    """A real browser shows and prints the page."""

    def browser(self, *arguments: str) -> None:
        """Run Chromium without a window."""
        program_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if program_path is None:
            self.skipTest("Chromium is not installed (tools/install-packages chromium)")
        profile = tempfile.mkdtemp(prefix="hlamatch-chromium-")
        self.addCleanup(shutil.rmtree, profile, ignore_errors=True)
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}"]
        subprocess.run([program_path, *options, *arguments], capture_output=True, timeout=120, check=True)

    def page(self) -> Path:
        """The page of the example's first donors."""
        path = self.folder / "page.html"
        self.assertCode(people.example_run("rank", "--format", "html", "--top", "2", "--output", str(path)), 0)
        return path

    def test_a_browser_shows_the_page(self) -> None:
        """Screens of 1024 and 390 pixels: a picture of that size, with more than one shade in it."""
        page = self.page()
        for width in (1024, 500):
            picture = self.folder / f"{width}.png"
            self.browser(f"--window-size={width},1600", f"--screenshot={picture}", page.as_uri())
            content = picture.read_bytes()
            self.assertEqual(content[:8], b"\x89PNG\r\n\x1a\n")
            size = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
            self.assertEqual(size, (width, 1600))
            self.assertGreater(len(content), 30_000, "the picture is nearly empty")

    def test_a_browser_prints_the_page_on_a4(self) -> None:
        """A sheet for the ranking of each of three patients, one for each of six donors, one for what stands behind."""
        page, paper = self.page(), self.folder / "page.pdf"
        self.browser("--no-pdf-header-footer", f"--print-to-pdf={paper}", page.as_uri())
        content = paper.read_bytes()
        self.assertTrue(content.startswith(b"%PDF-"))
        boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", content)
        self.assertTrue(boxes)
        for width, height in boxes:
            self.assertAlmostEqual(float(width), 595, delta=1.5)
            self.assertAlmostEqual(float(height), 842, delta=1.5)
        count = len(re.findall(rb"/Type\s*/Page\b", content))
        # Other fonts than those of Debian may let a donor run over.
        self.assertTrue(10 <= count <= 13, f"{count} pages")
