"""Donor pools: built once, ranked like the files they were built from, refused where they do not fit or are damaged."""

import json
import os
import random
import time
from pathlib import Path

from . import people, program

EXAMPLE = program.EXAMPLE / "donors.csv"
PATIENTS = program.EXAMPLE / "patients.csv"


class PoolTest(people.PeopleTest):
    """A test with a pool of the example donors."""

    def build(self, *arguments, name: str = "donors.hlapool", code: int = 0, **more) -> Path:
        """A pool, by default of the example donors."""
        path = self.folder / name
        donors = arguments or (EXAMPLE,)
        done = program.run("pool", "build", *donors, "-o", path, "--date", program.DATE, **more)
        self.assertCode(done, code)
        return path

    def over(self, command: str, donors, *options, **more) -> program.Outcome:
        """A run of the example patients over donors."""
        return program.run(
            command, "--patients", PATIENTS, "--donors", donors, "--date", program.DATE, *options, **more
        )


class PoolAnswerTests(PoolTest):
    """A pool answers as its files do."""

    def test_rank_gives_what_the_file_gives(self) -> None:
        """To the last byte, in every format without a record of inputs, and for every donor kept."""
        pool = self.build()
        for options in (("--format", "csv"), ("--format", "table"), ("--top", "0", "--format", "csv"), ("--top", "3")):
            with self.subTest(options=options):
                excluded = [self.folder / name for name in ("a.csv", "b.csv")]
                one = self.assertCode(self.over("rank", EXAMPLE, *options, "--excluded", excluded[0]), 0)
                other = self.assertCode(self.over("rank", pool, *options, "--excluded", excluded[1]), 0)
                self.assertEqual(one.raw, other.raw)
                self.assertEqual(excluded[0].read_bytes(), excluded[1].read_bytes())

    def test_json_gives_the_same_patients_and_counts(self) -> None:
        """The record names the pool and the files it was made from."""
        pool = self.build()
        one = self.over("rank", EXAMPLE, "--format", "json").json()
        other = self.over("rank", pool, "--format", "json").json()
        self.assertEqual(one["patients"], other["patients"])
        self.assertEqual(one["run"]["counts"], other["run"]["counts"])
        roles = [item["role"] for item in other["run"]["inputs"]]
        self.assertEqual(roles, ["patients", "pool", "donors"])
        self.assertEqual(other["run"]["inputs"][2], one["run"]["inputs"][1])

    def test_kernels_and_threads_give_the_same_bytes(self) -> None:
        """Whichever kernel of this processor is asked for."""
        pool = self.build()
        expected = self.assertCode(self.over("rank", pool, "--format", "csv"), 0).raw
        known = 0
        for kernel in ("reference", "portable", "avx2", "avx512"):
            done = self.over("rank", pool, "--format", "csv", "--threads", "3", extra={"HLAMATCH_KERNEL": kernel})
            if done.code == 0:
                known += 1
                self.assertEqual(done.raw, expected, kernel)
            else:
                self.assertCode(done, 64)
        self.assertGreaterEqual(known, 2)
        self.assertCode(self.over("rank", pool, extra={"HLAMATCH_KERNEL": "abacus"}), 64)

    def test_compare_goes_in_the_order_of_ids(self) -> None:
        """And says of each pair what it says of the file."""
        pool = self.build()
        for options in (("--format", "csv"), ("--format", "tsv"), ("--loci", "DPB1", "--format", "csv")):
            lines = self.assertCode(self.over("compare", EXAMPLE, *options), 0).out.splitlines()
            others = self.assertCode(self.over("compare", pool, *options), 0).out.splitlines()
            self.assertEqual(sorted(lines), sorted(others))
            own = [line.split(",")[1] for line in others if line.startswith("P1,")]
            self.assertEqual(own, sorted(own))

    def test_explain_says_the_same(self) -> None:
        """Donors of a pool are found by their ids."""
        pool = self.build()
        for donor in ("D0005", "D0029", "D0190"):
            options = ("--patient", "P1", "--donor", donor)
            one = self.over("explain", EXAMPLE, *options)
            other = self.over("explain", pool, *options)
            self.assertEqual((one.code, one.raw), (other.code, other.raw))
        self.assertCode(self.over("explain", pool, "--patient", "P1", "--donor", "nobody"), 65)

    def test_ids_with_signs_are_quoted_in_compare(self) -> None:
        """The fast writer of lines knows delimiters, quotes and formulas."""
        donors = [people.donor(identifier) for identifier in ("=1", "-2", "+3", "@4", 'a"b', "a,b", "ä", "a.b-c", "D 1")]
        rows = self.assertCode(self.rank(donors, command="compare"), 0).rows()
        cells = ["'=1", "'-2", "'+3", "'@4", 'a"b', "a,b", "ä", "a.b-c", "D 1"]
        self.assertEqual([row["donor_id"] for row in rows], cells)


class PoolBuildTests(PoolTest):
    """What building refuses and reports."""

    def test_same_files_give_the_same_bytes(self) -> None:
        """And other rows another pool."""
        one, other = self.build(name="a.hlapool"), self.build(name="b.hlapool")
        self.assertEqual(one.read_bytes(), other.read_bytes())

    def test_rejected_rows_go_to_the_file_and_strict_writes_no_pool(self) -> None:
        """As for rank."""
        rejects = self.folder / "rejects.csv"
        path = self.folder / "strict.hlapool"
        done = program.run("pool", "build", EXAMPLE, "-o", path, "--rejects", rejects, "--strict")
        self.assertCode(done, 65)
        self.assertFalse(path.exists())
        codes = [row["code"] for row in program.table_file(rejects)]
        self.assertIn("duplicate_id", codes)
        self.assertIn("first_blank", codes)
        self.assertNoLeftovers({"rejects.csv"})

    def test_repeated_ids_are_told_by_their_places_over_all_files(self) -> None:
        """The first row of an id is kept."""
        first = self.people("a.csv", [people.donor("D1"), people.donor("D2")])
        second = self.people("b.csv", [people.donor("D3"), people.donor("D1")])
        done = program.run("pool", "build", first, second, "-o", self.folder / "p.hlapool")
        self.assertCode(done, 0)
        self.assertMessage(done, "b.csv", 3, 1, "earlier row")
        self.assertIn("4 donors read, 1 rejected; 3 donors in", done.err)

    def test_targets_that_are_no_file_are_refused(self) -> None:
        """A pool is written at offsets."""
        self.assertCode(program.run("pool", "build", EXAMPLE, "-o", "/dev/null"), 73)
        self.assertCode(program.run("pool", "build", EXAMPLE, "-o", self.folder / "no" / "p.hlapool"), 73)
        self.assertCode(program.run("pool", "build", self.folder / "missing.csv", "-o", self.folder / "p"), 66)
        self.assertNoLeftovers(set())

    def test_info_and_verify(self) -> None:
        """They say what a pool is made from, and that it is whole."""
        pool = self.build()
        info = self.assertCode(program.run("pool", "info", pool), 0).out
        for words in ("192 donors", "3.58.0", "rows read: 200, rejected: 8", "donors.csv, SHA-256", "homozygous"):
            self.assertIn(words, info)
        self.assertIn("whole", self.assertCode(program.run("pool", "verify", pool), 0).out)
        self.assertCode(program.run("pool", "info", EXAMPLE), 65)
        self.assertCode(program.run("pool", "verify", self.folder / "missing"), 66)

    def test_a_pool_of_a_full_release_is_verified_with_it(self) -> None:
        """KIR ligands come from the release, so another one cannot tell whether the planes are right."""
        release = program.shared("imgt-3.58.0")
        pool = self.build(EXAMPLE, "--reference", release)
        self.assertIn("whole", self.assertCode(program.run("pool", "verify", pool, "--reference", release), 0).out)
        done = self.assertCode(program.run("pool", "verify", pool), 65)
        for words in ("was built from release 3.58.0", "embedded excerpt", "--reference"):
            self.assertIn(words, done.err)
        self.assertNotIn("damaged", done.err)
        self.assertCode(program.run("pool", "info", pool), 0)


class PoolKilledTests(PoolTest):
    """Building ended at any moment, as by kill -9."""

    def test_the_pool_is_whole_or_the_old_one(self) -> None:
        """And what is left beside it hinders no later build."""
        rows = EXAMPLE.read_text().splitlines()
        many = [rows[0]] + [f"{number}-{row}" for number in range(60) for row in rows[1:] if row[0] not in ",\""]
        donors = self.folder / "many.csv"
        donors.write_text("\n".join(many) + "\n")
        path = self.folder / "donors.hlapool"
        begin = time.monotonic()
        self.build(donors)
        length = time.monotonic() - begin
        new = path.read_bytes()
        self.build()
        old = path.read_bytes()
        self.assertNotEqual(old, new)
        chance = random.Random(3)
        found: list[bytes] = []
        for _ in range(int(os.environ.get("HLAMATCH_KILL_ROUNDS", "6"))):
            path.write_bytes(old)
            building = program.start("pool", "build", donors, "-o", path, "--date", program.DATE)
            time.sleep(chance.uniform(0, 1.2 * length))
            program.end(building)
            found.append(path.read_bytes())
            self.assertIn(found[-1], (old, new))
            self.assertCode(program.run("pool", "verify", path), 0)
        # Some were ended in time.
        self.assertIn(old, found)
        self.build(donors)
        self.assertEqual(path.read_bytes(), new)


class PoolRefusalTests(PoolTest):
    """What a run refuses to read."""

    def test_other_policies_are_refused_with_the_command(self) -> None:
        """Blank second values are understood when a pool is built."""
        pool = self.build()
        done = self.assertCode(self.over("rank", pool, "--blank-second", "unknown"), 65)
        self.assertIn("hlamatch pool build", done.err)
        other = self.build(EXAMPLE, "--blank-second", "unknown", name="other.hlapool")
        self.assertCode(self.over("rank", other, "--blank-second", "unknown"), 0)

    def test_another_release_is_refused_with_the_command(self) -> None:
        """Codes of one release mean nothing in another."""
        pool = self.build()
        done = self.over("rank", pool, "--reference", program.shared("imgt-3.31.0"))
        self.assertCode(done, 65)
        for words in ("3.58.0", "3.31.0", "hlamatch pool build"):
            self.assertIn(words, done.err)

    def test_a_pool_stands_alone(self) -> None:
        """Beside other donors, or with a KIR table, it is wrong usage."""
        pool = self.build()
        done = program.run("rank", "--patients", PATIENTS, "--donors", pool, EXAMPLE)
        self.assertCode(done, 64)
        kir = self.file("kir.csv", "donor_id,2DL1\nD0001,POS\n")
        self.assertCode(self.over("rank", pool, "--kir", kir), 64)

    def test_damage_is_refused_or_answers_the_same(self) -> None:
        """A byte flipped anywhere; a file cut or extended."""
        pool = self.build()
        whole = pool.read_bytes()
        expected = self.over("rank", pool, "--format", "csv", "--top", "0").raw
        chance = random.Random(11)
        codes = set()
        places = [0, 9, 17, 40, 70, 4100, 50_000] + [chance.randrange(len(whole)) for _ in range(60)]
        for place in places:
            damaged = bytearray(whole)
            damaged[place] ^= 1 << chance.randrange(8)
            path = self.file("damaged.hlapool", bytes(damaged))
            done = self.over("rank", path, "--format", "csv", "--top", "0", "--quiet")
            codes.add(done.code)
            if done.code == 0:
                self.assertEqual(done.raw, expected, f"byte {place}")
            else:
                self.assertCode(done, 65)
                self.assertEqual(done.raw.count(b"\n"), 1 if done.raw else 0, "no row of a result")
        self.assertEqual(codes, {0, 65})
        for content in (whole[:-1], whole[: len(whole) // 2], whole[:10], whole + b"\0"):
            path = self.file("cut.hlapool", content)
            self.assertCode(self.over("rank", path), 65)

    def test_an_old_pool_is_kept_where_building_fails(self) -> None:
        """A pool appears whole or not at all."""
        pool = self.build()
        before = pool.read_bytes()
        bad = self.file("bad.csv", "donor_id,A_1,A_2\nD1,what,ever\n")
        self.assertCode(program.run("pool", "build", bad, "-o", pool), 65)
        self.assertEqual(pool.read_bytes(), before)
        self.assertNoLeftovers({"donors.hlapool", "bad.csv"})

    def test_no_output_holds_a_path_or_a_time(self) -> None:
        """The same inputs give the same bytes wherever they stand."""
        pool = self.build()
        result = self.folder / "r.csv"
        self.assertCode(self.over("rank", pool, "--output", result), 0)
        record = json.loads((self.folder / "r.csv.run.json").read_text())
        self.assertNotIn(str(self.folder), json.dumps(record))
