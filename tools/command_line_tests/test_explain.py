"""explain: one pair, or why a donor stands in no list."""

from . import people, program


def explain(patient: str, donor: str, *options: str) -> program.Outcome:
    """Explain a pair of the example."""
    return people.example_run("explain", "--patient", patient, "--donor", donor, *options)


class ExplainTests(people.PeopleTest):
    """Every number with its reason."""

    def test_an_eligible_donor_has_rank_rules_and_points(self) -> None:
        """The explanation says the rank, the verdict of each rule and what the points are made of."""
        done = self.assertCode(explain("P1", "D0002"), 0)
        for words in (
            program.PURPOSE,
            "3.58.0",
            "eligible",
            "rank 2 of ",
            "match_count",
            "homozygous_loci",
            "one_way_match",
            "hvg_mismatch",
            "gvh_mismatch",
            "Li 2025",
            "Lei 2025",
            "Liu 2022",
            "nk_not_assessed",
        ):
            self.assertIn(words, done.out)
        for locus in program.TEN:
            self.assertRegex(done.out, rf"(?m)^{locus} ")

    def test_the_numbers_are_those_of_the_ranking(self) -> None:
        """explain as JSON has the donor exactly as rank lists it."""
        ranked = people.example_run("rank", "--top", "0", "--format", "json").json()["patients"]
        for patient, donor in (("P1", "D0002"), ("P1", "D0024"), ("P2", "D0007"), ("P3", "D0014")):
            with self.subTest(patient=patient, donor=donor):
                answer = self.assertCode(explain(patient, donor, "--format", "json"), 0).json()
                listed = next(
                    entry
                    for one in ranked
                    if one["patient_id"] == patient
                    for entry in one["donors"]
                    if entry["donor_id"] == donor
                )
                found = {name: value for name, value in answer["donor"].items() if name in listed}
                self.assertEqual(found, listed)
                self.assertEqual(answer["run"]["note"], program.PURPOSE)
                self.assertEqual(answer["run"]["reference"]["release"], "3.58.0")

    def test_the_nk_models_stand_side_by_side(self) -> None:
        """Each model with verdict, direction, basis and evidence, in words and as JSON; KIR confirms what HLA presumes."""
        models = (
            "ligand_incompatibility", "receptor_ligand", "missing_ligand", "b_content", "kir2ds1", "kir3dl1_subtype",
            "receptor_counts", "functional_score",
        )
        done = self.assertCode(explain("P1", "D0002"), 0)
        for model in models:
            self.assertRegex(done.out, rf"(?m)^  {model} +gvh ")
            self.assertRegex(done.out, rf"(?m)^  {model}: for: .*against.*Schetelig 2020")
        self.assertRegex(done.out, r"(?m)^  ligand_incompatibility +hvg ")
        # The patient has C1 (C*07:02) and no C2, the donor C2 (C*06:02) alone.
        patient = people.patient("P1", C_1="07:02", C_2="07:01", B_1="07:02", B_2="08:01", A_1="01:01", A_2="02:01")
        donor = people.donor("D1", C_1="06:02", C_2="02:02", B_1="44:02", B_2="07:02", A_1="03:01", A_2="02:01",
                             kir="2DL1,2DL3,2DS1,3DL1,2DS4")
        files = ("--patients", self.patients(patient), "--donors", self.people("donors.csv", [donor]))
        done = self.assertCode(
            program.run("explain", *files, "--patient", "P1", "--donor", "D1", "--format", "json"), 0)
        nk = done.json()["nk"]
        self.assertEqual(nk["ligands"]["patient"], {"C1": "certain", "C2": "absent", "Bw4": "absent"})
        self.assertEqual(nk["ligands"]["donor"], {"C1": "absent", "C2": "certain", "Bw4": "certain"})
        found = {(model["model"], model["direction"]): (model["verdict"], model["basis"]) for model in nk["models"]}
        self.assertEqual(found["ligand_incompatibility", "gvh"], ("incompatible", "confirmed"))
        self.assertEqual(found["ligand_incompatibility", "hvg"], ("incompatible", "presumed"))
        self.assertEqual(found["receptor_ligand", "gvh"], ("mismatched", "confirmed"))
        self.assertEqual(found["missing_ligand", "gvh"], ("missing", "presumed"))
        self.assertEqual(found["b_content", "gvh"], ("neutral", "confirmed"))
        self.assertEqual(found["kir2ds1", "gvh"], ("no_target", "confirmed"))
        self.assertEqual(found["kir3dl1_subtype", "gvh"], ("unknown", "nothing"))

    def test_csv_has_the_row_of_the_ranking(self) -> None:
        """explain as csv has the columns of rank, or of --excluded."""
        done = self.assertCode(explain("P1", "D0002", "--format", "csv"), 0)
        self.assertEqual(program.header(done.out), program.RANK_COLUMNS)
        self.assertIn(done.rows()[0], people.example_run("rank", "--top", "0").rows())
        done = self.assertCode(explain("P1", "D0001", "--format", "csv"), 0)
        self.assertEqual(program.header(done.out), program.EXCLUDED_COLUMNS)

    def test_an_excluded_donor_has_its_reasons(self) -> None:
        """Every excluding rule is named, and no points are given."""
        done = self.assertCode(explain("P2", "D0009"), 0)
        for words in ("excluded", "match_count", "homozygous_loci", "one_way_match"):
            self.assertIn(words, done.out)
        self.assertNotIn("rank 1", done.out)
        answer = explain("P2", "D0009", "--format", "json").json()["donor"]
        self.assertEqual(
            (answer["status"], answer["reasons"], answer["rank"], answer["points"]),
            ("excluded", ["match_count", "homozygous_loci", "one_way_match"], None, None),
        )

    def test_an_indeterminate_donor_has_its_open_questions(self) -> None:
        """The loci that leave the question open are named."""
        done = self.assertCode(explain("P1", "D0024"), 0)
        for words in ("indeterminate", "match_count_possible:C", "match_count_possible:DQB1", "untyped"):
            self.assertIn(words, done.out)

    def test_a_donor_settled_by_six_loci_prints_the_greatest_match(self) -> None:
        """Where the six-locus rule decides, the report says so and prints the greatest match count."""
        done = self.assertCode(explain("P1", "D0022"), 0)
        for words in ("six_locus_rule", "4 of 6", "8 of 10", "eligible"):
            self.assertIn(words, done.out)

    def test_a_donor_in_no_list_is_told_why(self) -> None:
        """Rejected with the faults, unavailable, or not in the protocol."""
        for donor, words in (
            ("D0193", ("rejected", "A*02:9999", ":194:")),
            ("D0199", ("rejected", "NNNN", ":200:")),
            ("D0054", ("unavailable",)),
            ("D0056", ("protocol",)),
            ("D0057", ("protocol",)),
        ):
            for kind in ("table", "json"):
                with self.subTest(donor=donor, format=kind):
                    done = self.assertCode(explain("P1", donor, "--format", kind), 0)
                    for word in words:
                        self.assertIn(word, done.out)
                    self.assertNotIn("rank 1", done.out)

    def test_a_rejected_donor_too_is_answered_with_purpose_and_release(self) -> None:
        """Every output says what it is worth and which release it was made with."""
        for kind in ("table", "json"):
            with self.subTest(format=kind):
                done = self.assertCode(explain("P1", "D0193", "--format", kind), 0)
                self.assertIn(program.PURPOSE, done.out)
                self.assertRegex(done.out, r"IPD-IMGT/HLA 3\.58\.0|\"release\":\"3\.58\.0\"")

    def test_no_absolute_path_stands_in_an_explanation(self) -> None:
        """The faults of a rejected row name the file, not where it lies."""
        for kind in ("table", "json"):
            with self.subTest(format=kind):
                self.assertNotIn(str(program.EXAMPLE), explain("P1", "D0193", "--format", kind).out)

    def test_an_accepted_row_is_explained_although_its_id_repeats_later(self) -> None:
        """The first row of an id stands."""
        self.assertIn("donor D0020: excluded", self.assertCode(explain("P3", "D0020"), 0).out)

    def test_an_unknown_id_is_65(self) -> None:
        """An id not found ends with 65, patient or donor."""
        for patient, donor in (("P9", "D0002"), ("P1", "D9999"), ("", "D0002"), ("p1", "D0002")):
            with self.subTest(patient=patient, donor=donor):
                done = self.assertCode(explain(patient, donor), 65)
                self.assertEqual(done.raw, b"")
                self.assertRegex(done.err, r"(?m)^hlamatch: .+; .+ was expected$")

    def test_ids_like_options_are_found(self) -> None:
        """An id that begins with a dash can be asked for."""
        done = self.rank([people.donor("-5")], "--patient", "P1", "--donor=-5", command="explain")
        self.assertIn("eligible", self.assertCode(done, 0).out)
