"""Files as registries send them: GL Strings, shared DRB columns, KIR tables, deeper loci, quality reports."""

import json

from . import people, program, releases

GL_PATIENT = (
    "HLA-A*02:01+HLA-A*24:02^HLA-B*44:02+HLA-B*07:02^HLA-C*05:01+HLA-C*07:02"
    "^HLA-DRB1*04:01+HLA-DRB1*15:01^HLA-DQB1*03:01+HLA-DQB1*06:02"
)


class GLStringTests(people.PeopleTest):
    """The column gl_string."""

    def test_a_patient_as_gl_string_is_ranked_like_one_in_columns(self) -> None:
        """The same typings give the same ranking, whichever way they are written."""
        written = self.file("gl.csv", f"patient_id,gl_string\nP1,{GL_PATIENT}\n")
        coded = self.file("code.csv", f"patient_id,gl_string\nP1,hla#3.40.0#{GL_PATIENT}\n")
        donors = [people.donor("D1"), people.donor("D2", people.PATIENT_A), people.donor("D3", A_1="02:01/02:05")]
        columns = self.assertCode(self.rank(donors), 0)
        self.assertEqual(self.rank(donors, patients=written).raw, columns.raw)
        self.assertEqual(self.rank(donors, patients=coded).raw, columns.raw)

    def test_a_genotype_list_keeps_its_pairs(self) -> None:
        """`02:01+24:02|01:01+03:01` shares both or none with the patient, never one."""
        donors = self.file(
            "donors.csv", "donor_id,gl_string\nD1,A*02:01+A*24:02|A*01:01+A*03:01\nD2,A*02:01/A*01:01+A*24:02/A*03:01\n"
        )
        rows = {row["donor_id"]: row for row in self.rank(donors, command="compare").rows()}
        self.assertEqual((rows["D1"]["A"], rows["D2"]["A"]), ("0..2", "0..2"))
        patients = self.file("patients.csv", "patient_id,A_1,A_2\nP1,02:01,03:01\n")
        rows = {row["donor_id"]: row for row in self.rank(donors, command="compare", patients=patients).rows()}
        self.assertEqual((rows["D1"]["A"], rows["D2"]["A"]), ("1", "0..2"))

    def test_faults_name_the_cell(self) -> None:
        """Each fault of a GL String has its own code, and the message its place."""
        for text, code in (
            ("A*02:01+", "gl_string_empty_part"),
            ("A*02:01+A*24:02+A*03:01", "gl_string_three_copies"),
            ("A*02:01~B*07:02+A*24:02/B*08:01", "gl_string_mixed_loci"),
            ("A*02:01;A*24:02", "gl_string_malformed"),
            ("hla#3.58.0", "gl_string_code_malformed"),
        ):
            with self.subTest(text=text):
                donors = f"donor_id,gl_string\nD1,{text}\nD2,A*02:01+A*24:02\n"
                rejects = self.folder / "rejects.csv"
                done = self.assertCode(self.rank(donors, "--rejects", rejects), 0)
                self.assertMessage(done, "donors.csv", 2, 2)
                self.assertEqual([row["code"] for row in program.table_file(rejects)], [code])

    def test_columns_and_string_that_contradict_reject_the_row(self) -> None:
        """Their sets of pairs are intersected; nothing left is a fault."""
        rows = "donor_id,A_1,A_2,gl_string\nD1,03:01,11:01,A*02:01+A*24:02\nD2,02:01,,A*02:01+A*24:02\n"
        rejects = self.folder / "rejects.csv"
        done = self.assertCode(self.rank(rows, "--rejects", rejects, command="compare"), 0)
        self.assertEqual([row["code"] for row in program.table_file(rejects)], ["contradicting_sources"])
        self.assertEqual([row["A"] for row in done.rows()], ["2"])


class DeeperLociTests(people.PeopleTest):
    """The option --loci."""

    def setUp(self) -> None:
        """A pair that shares one DPB1 allele."""
        super().setUp()
        self.pair = self.people("p.csv", [people.patient(DPB1_1="04:01", DPB1_2="02:01")])
        self.donors = [people.donor("D1", DPB1_1="04:01", DPB1_2="04:02"), people.donor("D2")]

    def test_loci_stand_behind_all_other_columns_and_change_nothing_else(self) -> None:
        """The columns of before stay byte for byte; the locus and the sum of twelve come behind them."""
        plain = self.rank(self.donors, patients=self.pair).rows()
        deep = self.rank(self.donors, "--loci", "DPB1", patients=self.pair)
        self.assertEqual(program.header(deep.out)[-3:], ["DPB1", "match_of_12_min", "match_of_12_max"])
        for before, after in zip(plain, deep.rows()):
            self.assertEqual(before, {name: after[name] for name in before})
        rows = {row["donor_id"]: row for row in deep.rows()}
        self.assertEqual([rows["D1"][name] for name in ("DPB1", "match_of_12_min", "match_of_12_max")], ["1", "1", "1"])
        self.assertEqual([rows["D2"][name] for name in ("DPB1", "match_of_12_min", "match_of_12_max")], ["0..2", "0", "2"])

    def test_json_compare_and_explain_count_them_too(self) -> None:
        """Every output that counts shows the loci asked for."""
        donor = self.rank(self.donors, "--loci", "DPB1,DRB3", "--format", "json", patients=self.pair).json()
        found = donor["patients"][0]["donors"][0]
        self.assertEqual(found["deeper"]["positions"], 14)
        self.assertEqual(found["loci"]["DPB1"]["counts"]["match"], {"min": 1, "max": 1})
        compared = self.rank(self.donors, "--loci", "DPB1", command="compare", patients=self.pair)
        self.assertEqual(program.header(compared.out)[-3:], ["DPB1", "match_of_12_min", "match_of_12_max"])
        explained = self.rank(
            self.donors, "--loci", "DPB1", "--patient", "P1", "--donor", "D1", command="explain", patients=self.pair
        )
        self.assertIn("1 of 12 matched", explained.out)

    def test_a_locus_of_the_ten_or_none_is_wrong_usage(self) -> None:
        """Only the loci beside the ten can be asked for."""
        for text in ("A", "DRB1,DPB1", "DPX"):
            self.assertCode(self.rank(self.donors, "--loci", text, patients=self.pair), 64)


class KIRTests(people.PeopleTest):
    """The option --kir."""

    def test_a_table_adds_genes_by_donor_id(self) -> None:
        """Genes are shown; ids without a donor and contradictions are told."""
        table = self.file("kir.csv", "id,2DL1,2DL2,kir_gl\nD1,POS,NEG,\nDX,POS,NEG,\nD2,,,KIR3DL1*001+KIR3DS1*013\n")
        donors = [people.donor("D1", KIR2DL1="NEG"), people.donor("D2")]
        warnings = self.folder / "warnings.csv"
        done = self.assertCode(
            self.rank(donors, "--kir", table, "--format", "json", "--warnings", warnings), 0
        )
        kir = {donor["donor_id"]: donor["kir"] for donor in done.json()["patients"][0]["donors"]}
        self.assertEqual(kir["D1"], {"present": [], "absent": ["2DL2"]})
        self.assertEqual(kir["D2"], {"present": ["3DL1", "3DS1"], "absent": []})
        codes = [row["code"] for row in program.table_file(warnings)]
        self.assertEqual(sorted(codes), ["kir_contradiction", "kir_without_donor"])
        self.assertIn("kir", [entry["role"] for entry in done.json()["run"]["inputs"]])

    def test_a_file_without_kir_columns_is_refused(self) -> None:
        """A wrong file is told before donors are read."""
        table = self.file("kir.csv", "id,name\nD1,x\n")
        done = self.assertCode(self.rank([people.donor("D1")], "--kir", table), 65)
        self.assertMessage(done, "kir.csv", 1, 1, "KIR")


class PoolCheckTests(people.PeopleTest):
    """hlamatch pool check."""

    ROWS = (
        "donor_id,A_1,A_2,B_1,B_2,status,remark\n"
        "D1,A*02:01,A*24:02,B*07:02,,AV,\n"
        "D2,A*02:XX,A*24:09N,B*07:02,B*44:02,TU,\n"
        "D3,A*02:01,junk,B*07:02,B*44:02,,\n"
        "D4,a*02:01,NEW,B7,,,\n"
        "D4,A*02:01,A*24:02,B*07:02,B*44:02,,\n"
    )

    def check(self, *options, name="donors.csv", content=None, code=0) -> program.Outcome:
        """Check a file."""
        path = self.file(name, content or self.ROWS)
        return self.assertCode(program.run("pool", "check", path, *options), code)

    def test_json_counts_rows_reasons_and_typings(self) -> None:
        """Every row is read, accepted or rejected by a named reason; typings are counted by locus."""
        report = self.check("--format", "json").json()
        self.assertEqual((report["rows"], report["accepted"], report["rejected"], report["unavailable"]), (5, 3, 2, 1))
        self.assertEqual(
            {finding["code"]: finding["rows"] for finding in report["rejected_by"]}, {"malformed_typing": 1, "duplicate_id": 1}
        )
        found = {finding["code"]: finding["rows"] for finding in report["warnings"]}
        self.assertEqual((found["repaired"], found["unrecognised_column"]), (1, 1))
        a, b = report["loci"][0], report["loci"][1]
        self.assertEqual((a["locus"], a["typed"], a["untyped"], a["null_alleles"], a["new_alleles"]), ("A", 3, 0, 1, 1))
        self.assertEqual((b["presumed_homozygous"], b["positions_serology"]), (1, 1))
        self.assertEqual(a["positions_xx"], 1)

    def test_csv_and_table_say_the_same(self) -> None:
        """Rows of section, subject, item and count."""
        rows = self.check("--format", "csv").rows()
        self.assertEqual(list(rows[0]), ["section", "subject", "item", "count"])
        counts = {(row["section"], row["subject"], row["item"]): int(row["count"]) for row in rows}
        self.assertEqual(counts["pool", "", "rows"], 5)
        self.assertEqual(counts["rejected", "duplicate_id", "rows"], 1)
        self.assertEqual(counts["locus", "A", "typed"], 3)
        table = self.check("--format", "table").out
        self.assertIn("5 rows, 3 accepted, 2 rejected, 1 unavailable", table)

    def test_html_is_one_page_without_anything_from_elsewhere(self) -> None:
        """Names of files are escaped; no script, no address."""
        page = self.check("--format", "html", name="a<b>&.csv").out
        self.assertIn("a&lt;b&gt;&amp;.csv", page)
        for forbidden in ("<script", "http:", "https:", "src="):
            self.assertNotIn(forbidden, page)
        self.assertIn(program.PURPOSE, page)

    def test_no_id_and_no_place_of_the_machine_stands_in_a_report(self) -> None:
        """A report can be sent back to the registry."""
        for kind in ("csv", "tsv", "json", "table", "html"):
            out = self.check("--format", kind).out
            self.assertNotIn("D4", out)
            self.assertNotIn(str(self.folder), out)

    def test_names_beyond_the_release_are_counted(self) -> None:
        """The release that is too old is named."""
        index = releases.index("3.31.0")
        content = "donor_id,A_1,A_2\nD1,02:1100,24:02\nD2,02:01,24:02\nD3,02:999,24:02\n"
        done = self.check("--reference", index, "--format", "json", content=content)
        self.assertEqual(done.json()["too_new_for_release"], 2)
        self.assertIn("release 3.31.0 is too old for 2 donors", done.err)

    def test_a_file_without_a_good_row_ends_with_65_after_the_report(self) -> None:
        """The report is the answer, the code says that nothing can be used."""
        done = self.check("--format", "json", content="donor_id,A_1\nD1,junk\n", code=65)
        self.assertEqual(json.loads(done.out)["accepted"], 0)

    def test_rejects_go_to_their_file(self) -> None:
        """The options of reading are those of rank."""
        rejects = self.folder / "rejects.csv"
        self.check("--rejects", rejects, "--format", "json")
        self.assertEqual([row["line"] for row in program.table_file(rejects)], ["4", "6"])
