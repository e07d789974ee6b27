"""Further facts of a pair: DPB1 epitopes, WT1, markers, antibodies, doses."""

from . import people, program


class FactsTests(people.PeopleTest):
    """explain shows them; none of them excludes a donor."""

    PATIENT = {"sex": "F", "abo": "A", "weight_kg": "80", "DPB1_1": "04:01", "DPB1_2": "02:01"}

    def explain(self, patient: dict[str, str], donor: dict[str, str], *options: str) -> program.Outcome:
        """Explain one pair of written people."""
        patients = self.patients(people.patient(**patient))
        donors = self.people("donors.csv", [people.donor("D1", **donor)])
        return program.run(
            "explain", "--patients", patients, "--donors", donors, "--patient", "P1", "--donor", "D1",
            "--date", program.DATE, *options,
        )

    def facts(self, patient: dict[str, str], donor: dict[str, str], *options: str):
        """The facts as JSON."""
        return self.assertCode(self.explain(patient, donor, "--format", "json", *options), 0).json()["facts"]

    def test_facts_stand_in_text_and_json(self) -> None:
        """Each fact with its direction."""
        donor = {"sex": "M", "abo": "O", "A_1": "02:01", "A_2": "24:02", "DPB1_1": "09:01", "DPB1_2": "04:01"}
        patient = self.PATIENT | {"A_1": "01:01", "A_2": "02:01"}
        found = self.facts(patient, donor, "--mnc", "3e10", "--cd34", "2.4e8")
        self.assertEqual(
            found["dpb1_tce"],
            {"verdict": "hvg_non_permissive", "predicted": False, "patient_group": 3, "donor_group": 1},
        )
        self.assertEqual(
            found["wt1"],
            [
                {"allele": "A*02:01", "carrier": "both", "certain": True},
                {"allele": "A*24:02", "carrier": "donor", "certain": True},
            ],
        )
        self.assertEqual(found["chimerism_markers"]["A"], ["A*24:02P"])
        self.assertEqual((found["sex_difference"], found["abo"]), ("male_in_female", "minor"))
        self.assertEqual(found["cd34_per_kg"], 3e6)
        mnc = found["doses"]["mnc"]
        self.assertEqual((mnc["least"], mnc["usual"], mnc["most"]), (1.5e10, 2e10, 2.5e10))
        self.assertEqual((mnc["courses"], mnc["courses_of_least"]), (1, 2))
        self.assertNotIn("courses", found["doses"]["cd3"])
        text = self.assertCode(self.explain(patient, donor, "--mnc", "3e10"), 0).out
        for words in ("not permissive in HVG direction", "A*24:02P", "male cells", "minor", "80 kg", "cover 1 courses"):
            self.assertIn(words, text)

    def test_without_facts_nothing_is_assumed(self) -> None:
        """Unknown is unknown."""
        found = self.facts({}, {})
        self.assertEqual(found["dpb1_tce"]["verdict"], "unknown")
        self.assertEqual((found["abo"], found["doses"], found["sex_difference"]), (None, None, "unknown"))
        self.assertEqual(found["antibodies"], {"compared": 0, "hits": [], "possible": []})

    def test_antibodies_hit_what_the_donor_alone_has(self) -> None:
        """Antigens and alleles; certain and possible; the cut-off of the protocol."""
        patient = {"antibodies": "A24=5200;DRB1*04:01=900;DPB1*04:01", "A_1": "01:01", "A_2": "02:01"}
        donor = {"A_1": "24:02", "A_2": "02:01", "DRB1_1": "04:01", "DRB1_2": "04:01"}
        found = self.facts(patient | {"DRB1_1": "15:01", "DRB1_2": "01:01"}, donor)["antibodies"]
        self.assertEqual(found, {"compared": 3, "hits": ["A24", "DRB1*04:01"], "possible": ["DPB1*04:01"]})
        rules = program.run("protocol", "show", "mst").out
        file = self.file("ours.yaml", rules.replace("policies:", "policies:\n  antibody_cut_off: 1000", 1))
        found = self.facts(
            patient | {"DRB1_1": "15:01", "DRB1_2": "01:01"}, donor, "--protocol", str(file)
        )["antibodies"]
        self.assertEqual((found["compared"], found["hits"]), (2, ["A24"]))

    def test_a_hit_costs_points_and_is_flagged_in_the_ranking(self) -> None:
        """Once, however many; a possible hit costs nothing; from files and from a pool."""
        patients = self.patients(people.patient("P1", antibodies="A24=5200;A68;DPB1*04:01", A_1="01:01", A_2="02:01"))
        donors = self.people(
            "donors.csv",
            [
                people.donor("D1", A_1="24:02", A_2="68:01"),
                people.donor("D2", A_1="03:01", A_2="11:01", DPB1_1="02:01", DPB1_2="03:01"),
            ],
        )
        pool = self.folder / "donors.hlapool"
        self.assertCode(program.run("pool", "build", donors, "-o", pool), 0)
        for source in (donors, pool):
            with self.subTest(source=source.name):
                done = program.run("rank", "--patients", patients, "--donors", source, "--format", "json")
                first, second = self.assertCode(done, 0).json()["patients"][0]["donors"]
                self.assertEqual((first["donor_id"], second["donor_id"]), ("D2", "D1"))
                self.assertEqual(first["points"] - second["points"], 10)
                own = [flag for flag in second["flags"] if flag.startswith("dsa")]
                self.assertEqual(own, ["dsa:A24", "dsa:A68", "dsa_possible:DPB1*04:01"])
                self.assertFalse([flag for flag in first["flags"] if flag.startswith("dsa")])
                self.assertIn(
                    {"code": "donor_specific_antibodies", "count": 1, "points": -10}, second["terms"]
                )
                self.assertEqual(sum(term["points"] for term in second["terms"]), second["points"])

    def test_antibodies_that_name_no_antigen_are_warnings_with_their_place(self) -> None:
        """Coded, with line and column; never the id."""
        cells = {"antibodies": "A2;A99;DQ7=strong;Bw4"}
        rows = [people.patient("SECRET-1"), people.patient("SECRET-2", **cells)]
        patients, warnings = self.patients(*rows), self.folder / "warnings.csv"
        donors = self.people("donors.csv", [people.donor("D1")])
        done = program.run("rank", "--patients", patients, "--donors", donors, "--warnings", warnings)
        self.assertCode(done, 0)
        found = program.table_file(warnings)
        self.assertEqual(
            [(row["line"], row["field"], row["value"], row["code"]) for row in found],
            [
                ("3", "antibodies", "A99", "unknown_antibody"),
                ("3", "antibodies", "DQ7=strong", "bad_antibody_strength"),
                ("3", "antibodies", "Bw4", "antibody_public_epitope"),
            ],
        )
        self.assertEqual({row["column"] for row in found}, {str(people.column_of(rows, "antibodies"))})
        self.assertNotIn("SECRET", done.err + warnings.read_text())

    def test_impossible_numbers_of_cells_are_wrong_usage(self) -> None:
        """No collection holds them."""
        for options in (("--mnc", "0"), ("--cd3", "-5"), ("--cd34", "1e20"), ("--mnc", "1e9", "--cd3", "2e9")):
            with self.subTest(options):
                done = self.explain(self.PATIENT, {}, *[f"{a}" for a in options])
                self.assertEqual(done.code, 64, done.err)
