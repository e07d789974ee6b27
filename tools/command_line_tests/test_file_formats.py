"""The formats in which registries send people, beside CSV: one reader each, the same rows in the end."""

import gzip
import io
import json
import zipfile

from . import people, program, releases

TEN = "A B C DRB1 DQB1".split()


def haplotypes(row: dict[str, str]) -> dict[str, tuple[str, str]]:
    """The two typings of each locus, without the locus in front."""
    return {locus: tuple(row[f"{locus}_{position}"].partition("*")[2] for position in (1, 2)) for locus in TEN}


def wmda(rows: list[dict[str, str]], element: str = "DONOR") -> str:
    """Rows as an inventory."""
    donors = []
    for row in rows:
        loci = "".join(
            f"<{locus}><DNA><FIELD1>{one}</FIELD1><FIELD2>{two}</FIELD2></DNA></{locus}>"
            for locus, (one, two) in haplotypes(row).items()
        )
        donors.append(f"<{element}><ID>{row['donor_id']}</ID><HLA>{loci}</HLA><STATUS>AV</STATUS></{element}>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<INVENTORIES CREATION_TIME="2024-11-20T10:15:00Z">\n'
        '<INVENTORY LISTING_ORGANIZATION="9991" POOL="9991" CONTENT_TYPE="D" UPDATE_MODE="FULL">\n'
        + "\n".join(donors)
        + "\n</INVENTORY>\n</INVENTORIES>\n"
    )


def atlas(rows: list[dict[str, str]]) -> str:
    """Rows as a donor import of Atlas."""
    donors = []
    for row in rows:
        hla = {
            locus.lower(): {"dna": {"field1": f"*{one}", "field2": two}} for locus, (one, two) in haplotypes(row).items()
        }
        donors.append({"recordId": row["donor_id"], "changeType": "N", "donorType": "D", "hla": hla})
    return json.dumps({"updateMode": "full", "donors": donors}, indent=1)


def json_lines(rows: list[dict[str, str]]) -> str:
    """Rows as JSON lines, keyed like the columns."""
    return "".join(json.dumps(row) + "\n" for row in rows)


def gl_string(row: dict[str, str]) -> str:
    """The typing of a row as a GL String."""
    return "^".join(f"HLA-{locus}*{one}+HLA-{locus}*{two}" for locus, (one, two) in haplotypes(row).items())


def hml(rows: list[dict[str, str]]) -> str:
    """Rows as HML."""
    samples = "".join(
        f'<sample id="{row["donor_id"]}" center-code="1"><typing gene-family="HLA" date="2024-11-20"><allele-assignment'
        f' date="2024-11-20" allele-db="IMGT/HLA" allele-version="3.58.0"><glstring>{gl_string(row)}</glstring>'
        "</allele-assignment></typing></sample>"
        for row in rows
    )
    return f'<hml xmlns="http://schemas.nmdp.org/spec/hml/1.0.1" version="1.0.1">{samples}</hml>'


def fhir(rows: list[dict[str, str]]) -> str:
    """Rows as Observations, one a line."""
    return "".join(
        json.dumps(
            {
                "resourceType": "Observation",
                "status": "final",
                "code": {"coding": [{"system": "http://loinc.org", "code": "84413-4"}]},
                "subject": {"reference": f"Patient/{row['donor_id']}"},
                "valueCodeableConcept": {
                    "coding": [{"system": "http://glstring.org", "version": "1.0", "code": f"hla#3.58.0#{part}"}]
                },
            }
        )
        + "\n"
        for row in rows
        for part in gl_string(row).split("^")
    )


def zipped(text: str, name: str) -> bytes:
    """A zip archive of one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return out.getvalue()


class SameRowsTests(people.PeopleTest):
    """The same donors give the same ranking, whatever the format of their file."""

    def setUp(self) -> None:
        """Donors at several distances from the patient."""
        super().setUp()
        self.rows = [
            people.donor("D1"),
            people.donor("D2", people.PATIENT_A),
            people.donor("D3", people.PATIENT_A, people.PATIENT_B),
            people.donor("D4", A_1="A*02:01/02:05"),
            people.donor("D5", people.FAR, people.FAR),
        ]
        self.expected = self.assertCode(self.rank(self.rows), 0).raw

    def assertSame(self, name: str, content: str | bytes, *options) -> None:
        """A file of these donors gives the ranking of the CSV."""
        done = self.assertCode(self.rank(self.file(name, content), *options), 0)
        self.assertEqual(done.raw, self.expected, name)

    def test_every_format_is_found_out(self) -> None:
        """No option is needed."""
        for name, make in (("w.xml", wmda), ("a.json", atlas), ("l.jsonl", json_lines), ("h.xml", hml), ("f.ndjson", fhir)):
            with self.subTest(format=name):
                self.assertSame(name, make(self.rows))

    def test_patients_come_in_the_same_formats(self) -> None:
        """The ranking is that of a patient in CSV."""
        patient = {"donor_id": "P1"} | people.typed(people.PATIENT_A, people.PATIENT_B)
        for name, make in (("p.xml", wmda), ("p.json", atlas), ("p.jsonl", json_lines), ("h.xml", hml), ("f.ndjson", fhir)):
            with self.subTest(format=name):
                done = self.assertCode(self.rank(self.rows, patients=self.file(name, make([patient]))), 0)
                self.assertEqual(done.raw, self.expected, name)

    def test_gzip_and_zip_are_unpacked(self) -> None:
        """Of every format, from a file and from standard input."""
        for name, text in (("w.xml", wmda(self.rows)), ("d.csv", people.text(self.rows)), ("l.jsonl", json_lines(self.rows))):
            with self.subTest(format=name):
                self.assertSame(name + ".gz", gzip.compress(text.encode()))
                self.assertSame(name + ".zip", zipped(text, name))
                packed = self.rank("-", stdin=zipped(text, name))
                self.assertEqual(packed.raw, self.expected)

    def test_a_format_asked_for_is_used(self) -> None:
        """--input-format overrides what is detected, and a wrong one is refused."""
        self.assertSame("w.txt", wmda(self.rows), "--input-format", "wmda-xml")
        path = self.file("w.xml", wmda(self.rows))
        self.assertCode(self.rank(path, "--input-format", "jsonl"), 65)

    def test_the_hash_of_the_file_is_that_of_its_stored_bytes(self) -> None:
        """Also of a compressed file, to its last byte."""
        import hashlib

        content = gzip.compress(wmda(self.rows).encode())
        done = self.rank(self.file("w.xml.gz", content), "--format", "json")
        hashes = {entry["file"]: entry["sha256"] for entry in done.json()["run"]["inputs"]}
        self.assertEqual(hashes["w.xml.gz"], hashlib.sha256(content).hexdigest())


class BadFileTests(people.PeopleTest):
    """Broken and hostile files."""

    def setUp(self) -> None:
        """Some donors."""
        super().setUp()
        self.rows = [people.donor(f"D{number}") for number in range(1, 6)]

    def test_a_wrong_record_of_a_well_formed_inventory_is_rejected_by_its_place(self) -> None:
        """The others are ranked."""
        text = wmda(self.rows).replace("<FIELD1>33:03</FIELD1>", "<FIELD1>junk</FIELD1>", 1)
        rejects = self.folder / "rejects.csv"
        done = self.assertCode(self.rank(self.file("w.xml", text), "--rejects", rejects), 0)
        self.assertEqual([row["donor_id"] for row in done.rows()], ["D2", "D3", "D4", "D5"])
        (row,) = program.table_file(rejects)
        column = text.splitlines()[3].index("junk") + 1
        self.assertEqual((row["line"], row["column"], row["field"], row["value"]), ("4", str(column), "A_1", "junk"))

    def test_a_breach_stops_and_recovers_on_request(self) -> None:
        """Without --recover: line and column; with it the bytes passed over are counted and the rest is read."""
        text = wmda(self.rows).replace("<ID>D3</ID>", "<ID>D3</DI>")
        path = self.file("w.xml", text)
        done = self.assertCode(self.rank(path), 65)
        self.assertMessage(done, "w.xml", 6)
        self.assertEqual(done.out, "")
        rejects = self.folder / "rejects.csv"
        done = self.assertCode(self.rank(path, "--recover", "--rejects", rejects), 0)
        self.assertEqual([row["donor_id"] for row in done.rows()], ["D1", "D2", "D4", "D5"])
        (row,) = program.table_file(rejects)
        self.assertEqual(row["code"], "passed_over")
        broken = text.splitlines()[5]
        self.assertIn(f"{len(broken) + 1} bytes", row["message"])

    def test_entities_and_outside_addresses_are_refused(self) -> None:
        """A document type can carry a bomb or read other files."""
        secret = self.file("secret.txt", "SECRET")
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]>'
        for declaration in (bomb, outside):
            text = wmda(self.rows).replace("<INVENTORIES", declaration + "<INVENTORIES", 1).replace("D1", "&a;", 1)
            done = self.assertCode(self.rank(self.file("w.xml", text)), 65)
            self.assertMessage(done, "w.xml", 2, None, "document type declaration")
            self.assertNotIn("SECRET", done.err + done.out)

    def test_damaged_and_strange_archives_are_refused(self) -> None:
        """Cut, changed, empty and with two files."""
        packed = gzip.compress(wmda(self.rows).encode() * 1)
        two = io.BytesIO()
        with zipfile.ZipFile(two, "w") as archive:
            archive.writestr("a.csv", people.text(self.rows))
            archive.writestr("b.csv", people.text(self.rows))
        none = io.BytesIO()
        zipfile.ZipFile(none, "w").close()
        changed = bytearray(packed)
        changed[len(packed) // 2] ^= 0xFF
        for name, content in (
            ("cut.gz", packed[: len(packed) // 2]),
            ("changed.gz", bytes(changed)),
            ("two.zip", two.getvalue()),
            ("none.zip", none.getvalue()),
        ):
            with self.subTest(file=name):
                done = self.assertCode(self.rank(self.file(name, content)), 65)
                self.assertMessage(done, name, 1, 1)
                self.assertEqual(done.out, "")

    def test_an_hml_string_that_is_only_an_address_rejects_its_sample(self) -> None:
        """It cannot be resolved offline."""
        text = hml(self.rows).replace(f"<glstring>{gl_string(self.rows[0])}</glstring>", '<glstring uri="urn:x"/>', 1)
        rejects = self.folder / "rejects.csv"
        done = self.assertCode(self.rank(self.file("h.xml", text), "--rejects", rejects), 0)
        self.assertEqual(len(done.rows()), 4)
        self.assertEqual([row["code"] for row in program.table_file(rejects)], ["unexpected_value"])

    def test_one_bad_line_of_json_lines_costs_one_row(self) -> None:
        """Its text is not shown: it may hold an id."""
        text = json_lines(self.rows).replace('{"donor_id": "D2"', '{"donor_id": SECRET', 1)
        done = self.assertCode(self.rank(self.file("l.jsonl", text)), 0)
        self.assertEqual(len(done.rows()), 4)
        self.assertMessage(done, "l.jsonl", 2)
        self.assertNotIn("SECRET", done.err)

    def test_a_broken_document_stops_with_line_and_column(self) -> None:
        """Nothing is written."""
        text = atlas(self.rows).replace('"donorType": "D"', '"donorType": "D",,', 1)
        done = self.assertCode(self.rank(self.file("a.json", text)), 65)
        line = next(number for number, row in enumerate(text.splitlines(), 1) if ",," in row)
        self.assertMessage(done, "a.json", line)
        self.assertEqual(done.out, "")

    def test_keys_without_a_meaning_are_told_once(self) -> None:
        """Like columns without a meaning."""
        rows = [row | {"remark": "x"} for row in self.rows]
        warnings = self.folder / "warnings.csv"
        self.assertCode(self.rank(self.file("l.jsonl", json_lines(rows)), "--warnings", warnings), 0)
        self.assertEqual(
            [(row["line"], row["field"]) for row in program.table_file(warnings) if row["code"] == "unrecognised_column"],
            [("1", "remark")],
        )


class SampleTests(program.CommandLineTest):
    """Every sample file reads, with the refusals that its README names."""

    def check(self, name: str, *options) -> dict:
        """The quality report on a sample."""
        done = program.run(
            "pool",
            "check",
            program.shared("samples") / name,
            "--reference",
            releases.index("3.58.0"),
            "--mac",
            program.shared("samples") / "mac_alpha.v3.sample.txt",
            "--format",
            "json",
            *options,
        )
        return self.assertCode(done, 0).json()

    def test_donor_samples(self) -> None:
        """Rows read and rejected; D0007 is the one that the README names."""
        for name, rows, rejected, kind in (
            ("donors_comma_utf8.csv", 7, 1, "csv"),
            ("donors_semicolon_bom_crlf.csv", 3, 0, "csv"),
            ("donors_semicolon_cp1252.csv", 3, 0, "csv"),
            ("donors_semicolon_latin1.csv", 3, 0, "csv"),
            ("donors_sep_line_utf16.csv", 3, 0, "csv"),
            ("wmda_inventory_donors.xml", 2, 0, "wmda-xml"),
            ("hml_1_0_1_typing.xml", 1, 0, "hml"),
            ("atlas_donor_import.json", 2, 0, "atlas-json"),
            ("fhir_hla_genotype_observation.json", 1, 0, "fhir"),
        ):
            with self.subTest(sample=name):
                report = self.check(name)
                self.assertEqual((report["rows"], report["rejected"]), (rows, rejected), report["rejected_by"])
                self.assertEqual(report["files"][0]["format"], kind)

    def test_gl_strings_and_patients(self) -> None:
        """P0003 is no GL String; every line of glstrings.txt is one, also those of KIR alone."""
        rows = (program.shared("samples") / "patients_glstring.csv").read_text()
        path = self.file("donors.csv", rows.replace("patient_id", "donor_id", 1))
        done = program.run("pool", "check", path, "--reference", releases.index("3.58.0"), "--format", "json")
        (finding,) = done.json()["rejected_by"]
        self.assertEqual((finding["code"], finding["rows"], finding["first"]), ("gl_string_malformed", 1, "donors.csv:4:2"))
        lines = (program.shared("samples") / "glstrings.txt").read_text().splitlines()
        strings = [line for line in lines if line and not line.startswith("#")]
        text = "donor_id,A_1,gl_string\n" + "".join(f"D{n},UUUU,{s}\n" for n, s in enumerate(strings))
        report = program.run(
            "pool", "check", self.file("gl.csv", text), "--reference", releases.index("3.58.0"), "--mac",
            program.shared("samples") / "mac_alpha.v3.sample.txt", "--format", "json",
        ).json()
        self.assertEqual(report["rows"], len(strings))
        # Strings of KIR genes, and of DRB3 told absent, type no locus: nothing else is refused.
        self.assertEqual({f["code"] for f in report["rejected_by"]} - {"no_typing"}, set())

    def test_kir_table(self) -> None:
        """Words, letters, numbers and strings of one table."""
        donors = "donor_id,A_1\n" + "".join(f"D000{n},01:06\n" for n in range(1, 6))
        patients = self.file("p.csv", "patient_id,A_1,A_2\nP1,02:01,24:02\n")
        done = program.run(
            "rank", "--patients", patients, "--donors", self.file("d.csv", donors), "--kir",
            program.shared("samples") / "kir_typings.csv", "--format", "json", "--date", program.DATE,
        )
        kir = {row["donor_id"]: row["kir"] for row in self.assertCode(done, 0).json()["patients"][0]["donors"]}
        self.assertEqual(kir["D0001"]["present"], "2DL1 2DL3 2DL4 2DS4 2DP1 3DL1 3DL2 3DL3 3DP1".split())
        self.assertEqual(kir["D0001"], kir["D0003"])
        self.assertEqual(kir["D0001"], kir["D0005"])
        self.assertEqual(kir["D0004"], {"present": ["2DL1", "2DL3", "3DL1", "3DS1"], "absent": []})
