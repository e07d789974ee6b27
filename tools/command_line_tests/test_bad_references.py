"""Reference files that are not what they should be."""

import gzip
import io
import zipfile

from . import people, program, releases


def zipped(**members: bytes) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return file.getvalue()


class BadReferenceTests(people.PeopleTest):
    """Each is named, told from a good one by its bytes, and ends with 65."""

    def refused(self, name: str, content: bytes, *words: str) -> None:
        """build, info, rank and typing refuse the file, and no index is left."""
        path, index = self.file(name, content), self.folder / "new.hlaref"
        runs = [["reference", "info", path], ["typing", "A*01:01", "--reference", path]]
        if not name.endswith(".hlaref"):
            runs.append(["reference", "build", path, "-o", index])
        for arguments in runs:
            done = self.assertCode(program.run(*arguments), 65)
            self.assertRegex(done.err, r"(?m)^hlamatch: .*" + name.replace(".", r"\."))
            for word in words:
                self.assertIn(word.lower(), done.err.lower())
            self.assertEqual(done.raw, b"")
            self.assertFalse(index.exists())

    def test_files_in_the_place_of_the_archive_are_named_for_what_they_are(self) -> None:
        """An empty file, a Git LFS pointer, an HTML page, a zip error, JSON and random bytes."""
        pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"ab" * 32 + b"\nsize 5291762\n"
        page = b"<!DOCTYPE html>\n<html><head><title>404</title></head></html>\n"
        for name, content, word in (
            ("empty", b"", "empty"),
            ("pointer", pointer, "Git LFS"),
            ("page", page, "HTML"),
            ("zip error", b"zip error: Nothing to do!\n", "zip error"),
            ("JSON", b'{"message": "Not Found"}', "expected"),
            ("noise", bytes(range(256)) * 64, "expected"),
            ("other zip", zipped(readme_txt=b"x"), "expected"),
            ("two members", zipped(a_xml=b"<alleles/>", b_xml=b"<alleles/>"), "expected"),
        ):
            with self.subTest(name):
                self.refused("hla.xml.zip", content, word)

    def test_a_wrapped_pointer_or_page_is_recognised_too(self) -> None:
        """Zipping or gzipping the wrong thing does not make it right."""
        self.refused("hla.xml.zip", zipped(hla_xml=b"version https://git-lfs.github.com/spec/v1\n"), "Git LFS")
        self.refused("hla.xml.gz", gzip.compress(b"<html></html>"), "HTML")
        self.refused("hla.xml.gz", gzip.compress(b"x" * 100000)[:60])

    def test_a_truncated_archive_is_refused(self) -> None:
        """Cut anywhere, or changed inside, the archive is damaged and the message says so."""
        whole = (program.shared("imgt-3.31.0") / "xml" / "hla.xml.zip").read_bytes()
        for length in (22, 2000, len(whole) // 2, len(whole) - 1):
            with self.subTest(length=length):
                self.refused("hla.xml.zip", whole[:length])
        changed = bytearray(whole)
        changed[len(whole) // 2] ^= 16
        self.refused("hla.xml.zip", bytes(changed))

    def test_xml_that_breaks_half_way_is_refused_with_its_line(self) -> None:
        """The message names the line on which the XML ends or breaks."""
        text = releases.stand_in(self.folder / "whole.xml").read_bytes()
        half = text[: len(text) // 2]
        half = half[: half.rindex(b"\n") + 1]
        lines = half.count(b"\n")
        for name, content, numbers in (
            ("cut", half, (lines, lines + 1)),
            ("cut in a tag", half + b"  <allele id=", (lines, lines + 1)),
            ("wrong end", half + b"</wrong>\n" + text[len(half) :], (lines + 1,)),
            ("ampersand", half + b"&nothing;\n" + text[len(half) :], (lines + 1,)),
        ):
            with self.subTest(name):
                path = self.file("hla.xml", content)
                done = self.assertCode(program.run("reference", "build", path, "-o", self.folder / "x.hlaref"), 65)
                self.assertRegex(done.err, r"hla\.xml.*\b(" + "|".join(map(str, numbers)) + r")\b")
                self.assertNoLeftovers({"hla.xml", "whole.xml"})

    def test_other_xml_is_refused(self) -> None:
        """A document type, another outermost element, a document without alleles."""
        self.refused(
            "hla.xml",
            b'<!DOCTYPE alleles [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<alleles>&x;</alleles>',
            "DOCTYPE",
        )
        self.refused("hla.xml", b'<?xml version="1.0"?>\n<svg></svg>', "svg")
        self.refused("hla.xml", b'<?xml version="1.0"?>\n<release version="3.58.0"><alleles></alleles></release>')

    def test_an_index_of_another_version_is_refused(self) -> None:
        """The message names both versions and how to make the index again."""
        whole = bytearray(releases.index("3.31.0").read_bytes())
        version = whole[8]
        whole[8] += 1
        self.refused(
            "x.hlaref", bytes(whole), f"version {version + 1}", f"version {version} was expected", "reference build"
        )

    def test_an_index_with_a_flipped_bit_is_refused(self) -> None:
        """Wherever the bit lies: in the header, the directory, a table or the last byte."""
        whole = releases.index("3.31.0").read_bytes()
        for at in (0, 7, 12, 17, 40, 66, 80, 700, len(whole) // 3, len(whole) // 2, len(whole) - 1):
            with self.subTest(at=at):
                changed = bytearray(whole)
                changed[at] ^= 4
                path = self.file("x.hlaref", bytes(changed))
                done = self.assertCode(program.run("typing", "A*01:01", "--reference", path), 65)
                self.assertRegex(done.err, r"hlamatch: .*x\.hlaref.*; .+|hlamatch: .*x\.hlaref.* again")

    def test_an_index_cut_short_or_longer_is_refused(self) -> None:
        """Every length but the right one is wrong."""
        whole = releases.index("3.31.0").read_bytes()
        for length in (0, 5, 63, 64, 500, len(whole) - 8, len(whole) - 1):
            with self.subTest(length=length):
                self.refused("x.hlaref", whole[:length])
        self.refused("x.hlaref", whole + b"\0")
        self.refused("x.hlaref", b"<html></html>" * 50)

    def test_an_old_index_without_its_name_is_known_by_its_bytes(self) -> None:
        """An index works under any file name."""
        path = self.file("reference", releases.index("3.31.0").read_bytes())
        self.assertCode(program.run("typing", "A*01:01", "--reference", path), 0)

    def test_text_files_in_disorder_are_refused_or_noted(self) -> None:
        """A page in the place of a text file is refused; a line out of shape is noted and left out."""
        folder = releases.copy("3.31.0", self.folder / "text")
        groups = folder / "wmda" / "hla_nom_g.txt"
        text = groups.read_text()
        groups.write_text(text + "A*;nonsense\n")
        index = self.folder / "x.hlaref"
        self.assertCode(program.run("reference", "build", folder, "-o", index), 0)
        self.assertRegex(
            program.run("reference", "info", index, "--notes").out, rf"hla_nom_g\.txt:{text.count(chr(10)) + 1}: "
        )
        groups.write_text("<!DOCTYPE html><html></html>")
        done = self.assertCode(program.run("reference", "build", folder, "-o", index), 65)
        self.assertIn("hla_nom_g.txt", done.err)
