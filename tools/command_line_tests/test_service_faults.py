"""The service under bad input and on a bad disk: refused, nothing leaked, alive."""

import json
import os
import random
import subprocess

from . import program, service, test_service

CORPUS = program.PROJECT / "tools" / "fuzz" / "corpus"
SAMPLES = program.SHARED / "samples"
KINDS = ("text/csv", "text/tab-separated-values", "application/xml", "application/x-ndjson", "application/fhir+json")
# An id that stands in no message and no log.
SECRET = "ID-THAT-NOBODY-MAY-SEE"


def seeds() -> list[tuple[str, bytes]]:
    """Every seed of the fuzzers, and the samples where they are there, by name."""
    files = [path for path in sorted(CORPUS.glob("*/*")) if path.stat().st_size < 200_000]
    if SAMPLES.is_dir():
        files += [path for path in sorted(SAMPLES.iterdir()) if path.stat().st_size < 200_000]
    return [(f"{path.parent.name}/{path.name}", path.read_bytes()) for path in files]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The same with some bytes changed, cut out, or said twice."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(changed) + 1)
        other = min(len(changed), place + chance.randint(0, 40))
        kind = chance.randrange(4)
        if kind == 0 and place < len(changed):
            changed[place] = chance.choice((0, 10, 13, 34, 44, 60, 123, 255, chance.randrange(256)))
        elif kind == 1:
            del changed[place:other]
        elif kind == 2:
            changed[place:place] = changed[place:other] * chance.randint(1, 20)
        else:
            changed[place:place] = SECRET.encode()
    return bytes(changed)


class CorpusTests(test_service.ServiceTest):
    """Every seed of the fuzzers of the formats goes through the service, as it is and damaged."""

    def test_nothing_of_it_is_more_than_refused(self) -> None:
        """Refusals are the sender's fault, say so as problem details, and leave the service as it was."""
        rounds = int(os.environ.get("HLAMATCH_CORPUS_ROUNDS", "1"))
        chance = random.Random(20261126)
        found = seeds()
        self.assertGreater(len(found), 100)
        counts: dict[int, int] = {}
        with self.started() as running:
            expected = running.ask("/v1/rank", self.request)[2]
            connection = running.connection()
            for name, seed in found:
                for content in [seed] + [damaged(seed, chance) for _ in range(rounds)]:
                    self.ask(running, connection, name, content, chance, counts)
            self.assertEqual(running.ask("/v1/rank", self.request)[2], expected)
            self.assertEqual(running.ask("/healthz")[0], 200)
            metrics = running.ask("/metrics")[2].decode()
            log = running.text()
        # Some are files of patients, and are answered.
        self.assertGreater(counts[200], 5)
        self.assertLessEqual(set(counts), {200, 400, 413, 415, 422})
        self.assertIn("hlamatch_searches_running 0\n", metrics)
        self.assertNotIn(SECRET, log)

    def ask(self, running, connection, name: str, content: bytes, chance: random.Random, counts: dict) -> None:
        """Send one body as a file of some kind, as patients within JSON, and as typings."""
        wrapped = {"patients": content.decode("latin-1"), "date": program.DATE, "top": 3}
        typings = {"typings": [content.decode("latin-1")]}
        for path, body, kind in (
            ("/v1/rank?top=3", content, chance.choice(KINDS)),
            (chance.choice(("/v1/rank", "/v1/compare")), wrapped, "application/json"),
            ("/v1/rank", content, "application/json"),
            ("/v1/typings", typings, "application/json"),
        ):
            status, headers, answer = running.ask(path, body, kind=kind, connection=connection)
            counts[status] = counts.get(status, 0) + 1
            with self.subTest(seed=name, path=path, kind=kind, status=status):
                self.assertLess(status, 500)
                if status != 200:
                    self.assertEqual(headers["Content-Type"], "application/problem+json")
                    self.assertEqual(json.loads(answer)["status"], status)


class FullDiskTests(test_service.ServiceTest):
    """A history on a file system that is full."""

    def setUp(self) -> None:
        """Mount a small one."""
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", self.disk]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except OSError:
            self.skipTest("mount is missing")
        if done.returncode != 0:
            self.skipTest("a file system of its own cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", self.disk], check=True)
        self.history = self.disk / "history.sqlite"

    def test_it_says_507_and_loses_nothing(self) -> None:
        """No answer without its record; once there is room again, searches are answered."""
        acknowledged: set[int] = set()
        with self.started("--history", self.history) as running:
            filler = self.disk / "filler"
            status = 200
            for number in range(2000):
                status, headers, answer = running.ask("/v1/rank", self.request)
                if status != 200:
                    break
                acknowledged.add(int(headers["Search-Id"]))
                if number == 3:
                    self.fill(filler)
            self.assertEqual(status, 507)
            self.assertEqual(json.loads(answer)["code"], "disk_full")
            self.assertIn(b"full", answer)
            self.assertEqual(running.ask("/healthz")[0], 200)
            filler.unlink()
            status, headers, _ = running.ask("/v1/rank", self.request)
            self.assertEqual(status, 200)
            acknowledged.add(int(headers["Search-Id"]))
        self.assertGreater(len(acknowledged), 4)
        self.assertEqual(self.assertCode(service.run("history", "check", self.history), 0).out, "no damage\n")
        kept = {line["id"] for line in self.assertCode(service.run("history", "export", self.history), 0).lines()}
        self.assertEqual(acknowledged - kept, set())

    def fill(self, filler) -> None:
        """Leave no room on the disk."""
        with filler.open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    pass

    def test_a_pool_that_finds_no_room_leaves_the_old_one(self) -> None:
        """It says so, ends with 74, and leaves nothing behind."""
        target = self.disk / "pool.hlapool"
        target.write_bytes(b"old")
        self.fill(self.disk / "filler")
        done = self.assertCode(program.run("pool", "build", test_service.DONORS, "-o", target, "--date", program.DATE), 74)
        self.assertIn("No space left on device", done.err)
        self.assertEqual(target.read_bytes(), b"old")
        self.assertEqual({path.name for path in self.disk.iterdir()}, {"pool.hlapool", "filler"})
