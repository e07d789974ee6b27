"""Cord blood: units by six positions and doses, products without rank, the choice that one protocol leaves open."""

import re

from . import people, program

PATIENTS = "patient_id,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2,weight_kg\nP1,02:01,01:01,07:02,08:01,15:01,03:01,60\n"
UNITS = """donor_id,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2,donor_type,tnc,cd34
U1,02:05,01:01,07:02,08:01,15:01,04:01,cord,180,100
U2,02:01,01:01,07:02,08:01,15:01,04:01,cord,220.5,100
U3,02:01,03:01,07:02,44:02,15:01,04:01,cord,150,90
U4,02:01,01:01,07:02,08:01,15:01,03:01,cord,1500000000,90
A1,24:02,11:01,35:01,51:01,04:01,07:01,adult,,
M1,,,,,,,msc,,
"""
UNIT_COLUMNS = ["six_match_min", "six_match_max", "tnc_per_kg", "cd34_per_kg"]


class CordBloodTests(people.PeopleTest):
    """Units and products as a coordinator would look for them (DOMAIN section 7)."""

    def run_units(self, command: str, protocol: str, *options: str) -> program.Outcome:
        """A command over the units."""
        patients, donors = self.file("patients.csv", PATIENTS), self.file("units.csv", UNITS)
        return program.run(
            command, "--patients", patients, "--donors", donors, "--protocol", protocol, "--date", program.DATE, *options
        )

    def test_rescue_units_are_ranked_and_products_listed(self) -> None:
        """Antigens at A and B, TNC behind HLA, an unknown dose is open, a product has no rank."""
        done = self.assertCode(self.run_units("rank", "cord-blood-rescue", "--format", "csv"), 0)
        self.assertEqual(done.out.splitlines()[0].split(","), program.RANK_COLUMNS + UNIT_COLUMNS)
        rows = done.rows()
        self.assertEqual([row["donor_id"] for row in rows], ["U2", "U1", "U4", "M1"])
        self.assertEqual([row["rank"] for row in rows], ["1", "2", "3", ""])
        self.assertEqual([row["status"] for row in rows], ["eligible", "eligible", "indeterminate", "listed"])
        self.assertEqual([row["six_match_min"] for row in rows], ["5", "5", "6", ""])
        self.assertEqual([row["tnc_per_kg"] for row in rows], ["3.67", "3", "", ""])
        self.assertEqual(rows[2]["reasons"], "unit_dose_unknown:tnc")
        self.assertEqual(rows[3]["flags"], "listed_without_rank")
        self.assertRegex(done.err, r"units\.csv:5:9: .*tnc.*10\^7")

    def test_every_format_has_the_same_order(self) -> None:
        """JSON, JSON lines, terminal and page list what the CSV lists."""
        whole = self.run_units("rank", "cord-blood-rescue", "--format", "json").json()
        patient = whole["patients"][0]
        self.assertEqual([donor["donor_id"] for donor in patient["donors"]], ["U2", "U1", "U4"])
        self.assertEqual([donor["donor_id"] for donor in patient["listed"]], ["M1"])
        self.assertEqual(patient["donors"][0]["unit"]["six_match"], {"min": 5, "max": 5})
        self.assertEqual(patient["donors"][0]["unit"]["tnc"], 220.5)
        self.assertEqual(patient["donors"][0]["unit"]["tnc_per_kg"], 3.675)
        self.assertIsNone(patient["donors"][2]["unit"]["tnc_per_kg"])
        self.assertEqual(whole["run"]["counts"]["listed"], 1)
        self.assertEqual(whole["run"]["counts"]["not_in_protocol"], 1)
        self.assertEqual(whole["run"]["counts"]["excluded_by"], {"six_locus_match": 1})
        lines = self.run_units("rank", "cord-blood-rescue", "--format", "jsonl").lines()
        self.assertEqual([line["donor_id"] for line in lines if "donor_id" in line], ["U2", "U1", "U4", "M1"])
        text = self.run_units("rank", "cord-blood-rescue", "--format", "table").out
        places = [text.index(f" {unit} ") for unit in ("U2", "U1", "U4")]
        self.assertEqual(places, sorted(places))
        self.assertRegex(text, r"Listed without rank.*\(msc\): M1")
        page = self.run_units("rank", "cord-blood-rescue", "--format", "html").out
        self.assertIn("Listed without rank", page)
        self.assertIn("six_locus_match", page)

    def test_explain_says_what_the_unit_has(self) -> None:
        """The six positions locus by locus and the doses; a product is told to be listed."""
        done = self.run_units(
            "explain", "cord-blood-rescue", "--patient", "P1", "--donor", "U1", "--format", "table"
        )
        text = self.assertCode(done, 0).out
        self.assertIn("rank 2 of 3", text)
        self.assertRegex(text, r"six_locus_match: 5 of 6 matched \(A 2 by antigen, B 2 by antigen, DRB1 1 by antigen recog")
        self.assertRegex(text, r"unit_dose: TNC 3 x 10\^7 per kg, at least 2\.5; CD34\+ 1\.66 x 10\^5 per kg, at least 1\.5: passed")
        listed = self.run_units(
            "explain", "cord-blood-rescue", "--patient", "P1", "--donor", "M1", "--format", "json"
        ).json()
        self.assertEqual(listed["status"], "listed")

    def test_the_open_choice_is_refused_at_its_line(self) -> None:
        """`cord-blood-mst` names line and column, and the two that have chosen differ as they should."""
        done = self.assertCode(self.run_units("rank", "cord-blood-mst"), 65)
        shown = program.run("protocol", "show", "cord-blood-mst").out
        line = next(number for number, text in enumerate(shown.splitlines(), 1) if text.startswith("  six_locus_match:"))
        self.assertRegex(done.err, rf"cord-blood-mst:{line}:\d+: .*ceiling or a floor")
        self.assertEqual(done.raw, b"")
        ceiling = self.run_units("rank", "cord-blood-mst-ceiling", "--format", "csv").rows()
        floor = self.run_units("rank", "cord-blood-mst-floor", "--format", "csv").rows()
        self.assertEqual([row["donor_id"] for row in ceiling], ["U3"])
        self.assertEqual({row["donor_id"] for row in floor}, {"U1", "U2", "U4"})
        # The line that is offered, put in its place by hand, is a protocol like that which is built in.
        offered = re.search(r"#  floor: (\{.*\})", shown).group(1)
        copy = self.file("own.yaml", shown.replace(": choose", f": {offered}"))
        own = self.run_units("rank", str(copy), "--format", "csv").rows()
        self.assertEqual([row["donor_id"] for row in own], [row["donor_id"] for row in floor])

    def test_compare_judges_units_as_rank_does(self) -> None:
        """Statuses, six positions and doses of compare are those of rank."""
        ranked = {row["donor_id"]: row for row in self.run_units("rank", "cord-blood-rescue", "--format", "csv").rows()}
        done = self.assertCode(self.run_units("compare", "cord-blood-rescue", "--format", "csv"), 0)
        self.assertEqual(done.out.splitlines()[0].split(","), program.COMPARE_COLUMNS + UNIT_COLUMNS)
        rows = done.rows()
        self.assertEqual([row["donor_id"] for row in rows], ["U1", "U2", "U3", "U4"])
        for row in rows:
            if row["donor_id"] in ranked:
                for column in ["status", "reasons", *UNIT_COLUMNS]:
                    self.assertEqual(row[column], ranked[row["donor_id"]][column])
        self.assertEqual(rows[2]["reasons"], "six_locus_match")
        self.assertCode(self.run_units("advise", "cord-blood-rescue"), 64)

    def test_a_pool_keeps_the_cells(self) -> None:
        """A snapshot ranks units as the file does."""
        direct = self.run_units("rank", "cord-blood-rescue", "--format", "csv")
        pool = self.file("units.hlapool", "")
        donors = self.file("units.csv", UNITS)
        self.assertCode(program.run("pool", "build", donors, "-o", pool), 0)
        patients = self.file("patients.csv", PATIENTS)
        done = program.run(
            "rank", "--patients", patients, "--donors", pool, "--protocol", "cord-blood-rescue", "--date", program.DATE,
            "--format", "csv",
        )
        self.assertEqual(self.assertCode(done, 0).out, direct.out)
