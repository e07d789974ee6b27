"""The program of the service: its answers, its ends, its history."""

import json
import os
import random
import shutil
import subprocess
import threading
import time
import unittest
from pathlib import Path

from . import program, service

PATIENTS = program.EXAMPLE / "patients.csv"
DONORS = program.EXAMPLE / "donors.csv"


class ServiceTest(program.CommandLineTest):
    """A test with the example pool in a folder of its own."""

    def setUp(self) -> None:
        """Make the pool."""
        super().setUp()
        if program.SERVER is None:
            self.skipTest("hlamatch-server was not built beside hlamatch")
        self.pools = self.folder / "pools"
        self.pools.mkdir()
        self.pool = self.pools / "example.hlapool"
        self.assertCode(program.run("pool", "build", DONORS, "-o", self.pool, "--date", program.DATE), 0)
        self.history = self.folder / "history.sqlite"
        self.request = {"patients": PATIENTS.read_text(), "date": program.DATE, "top": 20}

    def started(self, *options, **more) -> service.Service:
        """A service over the pools."""
        return service.Service(self.folder, "--folder", self.pools, *options, **more)


class ServiceAnswerTests(ServiceTest):
    """Answers are those of the command line."""

    def test_patients_have_the_bytes_of_the_command_line(self) -> None:
        """Whatever protocol they are ranked by."""
        with self.started() as running:
            for name in ("mst", "imak"):
                options = ("--patients", PATIENTS, "--donors", self.pool, "--date", program.DATE, "--top", "20")
                expected = program.run("rank", *options, "--protocol", name, "--format", "json").raw
                status, _, found = running.ask("/v1/rank", {**self.request, "protocol": name})
                self.assertEqual(status, 200)
                self.assertEqual(found.split(b'\n],"run":')[0], expected.split(b'\n],"run":')[0])

    def test_settings_come_from_arguments_environment_and_file(self) -> None:
        """In this order."""
        config = self.file("server.yaml", f"folder: {self.pools}\nlimits:\n  patients: 1\n")
        with service.Service(self.folder, "--config", config) as running:
            self.assertEqual(running.ask("/v1/rank", self.request)[0], 413)
        extra = {"HLAMATCH_LIMITS_PATIENTS": "3"}
        with service.Service(self.folder, "--config", config, extra=extra) as running:
            self.assertEqual(running.ask("/v1/rank", self.request)[0], 200)

    def test_tokens_are_asked_for_where_there_are_some(self) -> None:
        """A token made by the program opens what its scopes allow."""
        made = self.assertCode(service.run("token", "ward", "--scope", "read"), 0)
        token = made.err.strip().rsplit(" ", 1)[1]
        tokens = self.file("tokens", made.out)
        with self.started("--tokens", tokens) as running:
            self.assertEqual(running.ask("/v1/pools")[0], 401)
            self.assertEqual(running.ask("/v1/pools", token=token)[0], 200)
            self.assertEqual(running.ask("/v1/rank", self.request, token=token)[0], 403)

    def test_certificates_make_the_connection_private(self) -> None:
        """The same answers come through TLS."""
        if shutil.which("openssl") is None:
            self.skipTest("openssl is missing")
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1"]
        subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
        with self.started("--tls-certificate", certificate, "--tls-key", key) as running:
            self.assertEqual(running.scheme, "https")
            self.assertEqual(running.ask("/v1/rank", self.request)[0], 200)

    def test_what_cannot_be_started_says_why(self) -> None:
        """Wrong settings end with 64, files that are missing with their own codes."""
        for options, code in (
            (("--host", "0.0.0.0"), 64),
            (("--port", "70000"), 64),
            (("--tokens", self.folder / "none"), 64),
            (("--tls-certificate", self.folder / "none"), 64),
            (("--tls-certificate", self.folder / "none", "--tls-key", self.folder / "none"), 64),
            (("--config", self.folder / "none"), 64),
            (("--history", DONORS), 65),
            (("--reference", self.folder / "none"), 66),
        ):
            with self.subTest(options=options):
                done = self.assertCode(service.run("serve", "--port", "0", *options), code)
                self.assertIn("hlamatch-server: ", done.err.splitlines()[-1])
        self.assertEqual(DONORS.read_bytes()[:8], b"donor_id")


class ServiceEndTests(ServiceTest):
    """However the program ends, nothing is lost that was acknowledged."""

    def test_told_to_end_it_finishes_what_it_began(self) -> None:
        """Requests under way are answered, and the exit code is 0."""
        with self.started("--history", self.history) as running:
            statuses: list[int] = []
            connection = running.connection()
            connection.connect()
            body = json.dumps(self.request).encode()
            connection.putrequest("POST", "/v1/rank")
            connection.putheader("Content-Type", "application/json")
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders()
            connection.send(body[:100])
            time.sleep(0.2)
            running.process.terminate()
            time.sleep(0.2)
            connection.send(body[100:])
            statuses.append(connection.getresponse().status)
            connection.close()
            self.assertEqual(statuses, [200])
            self.assertEqual(running.process.wait(program.TIMEOUT), 0)

    def test_killed_while_it_writes_it_loses_no_acknowledged_record(self) -> None:
        """The history is whole, and holds every search whose answer was seen."""
        rounds = int(os.environ.get("HLAMATCH_KILL_ROUNDS", "4"))
        chance = random.Random(1)
        seen: set[int] = set()
        request = {**self.request, "top": 1}
        for _ in range(rounds):
            with self.started("--history", self.history) as running:
                workers = [threading.Thread(target=self.asking, args=(running, request, seen)) for _ in range(3)]
                for worker in workers:
                    worker.start()
                time.sleep(chance.uniform(0.05, 0.6))
                running.kill()
                for worker in workers:
                    worker.join()
        self.assertGreater(len(seen), 0)
        self.assertEqual(self.assertCode(service.run("history", "check", self.history), 0).out, "no damage\n")
        kept = {line["id"] for line in self.assertCode(service.run("history", "export", self.history), 0).lines()}
        self.assertEqual(seen - kept, set())

    def asking(self, running: service.Service, request: dict, seen: set[int]) -> None:
        """Ask until the service is gone; note the numbers of answers that came whole."""
        while True:
            try:
                status, headers, _ = running.ask("/v1/rank", request)
            except OSError:
                return
            except Exception:
                # Half an answer of a service that is gone.
                return
            if status == 200:
                seen.add(int(headers["Search-Id"]))

    def test_killed_while_pools_change_it_starts_again(self) -> None:
        """A pool is there whole or not at all."""
        for _ in range(int(os.environ.get("HLAMATCH_KILL_ROUNDS", "2"))):
            with self.started(extra={"HLAMATCH_RESCAN_SECONDS": "1"}) as running:
                builder = program.start("pool", "build", DONORS, "-o", self.pool, "--date", program.DATE)
                self.assertEqual(running.ask("/v1/rank", self.request)[0], 200)
                running.kill()
                builder.kill()
                builder.wait(program.TIMEOUT)
        with self.started() as running:
            self.assertEqual(running.ask("/v1/rank", self.request)[0], 200)


class ServiceSwapTests(ServiceTest):
    """Pools take each other's places under load."""

    def test_no_request_is_lost(self) -> None:
        """Every answer is whole, whichever pool it was made with."""
        statuses: list[int] = []
        with self.started(extra={"HLAMATCH_RESCAN_SECONDS": "1"}) as running:
            end = time.monotonic() + 4
            workers = [threading.Thread(target=self.asking, args=(running, statuses, end)) for _ in range(2)]
            for worker in workers:
                worker.start()
            while time.monotonic() < end:
                self.assertCode(program.run("pool", "build", DONORS, "-o", self.pool, "--date", program.DATE), 0)
            for worker in workers:
                worker.join()
            metrics = running.ask("/metrics")[2].decode()
        self.assertGreater(len(statuses), 3)
        self.assertEqual(set(statuses), {200})
        swaps = [line for line in metrics.splitlines() if line.startswith("hlamatch_pool_swaps_total")]
        self.assertGreater(int(swaps[0].split()[1]), 1)

    def asking(self, running: service.Service, statuses: list[int], end: float) -> None:
        """Ask again and again."""
        while time.monotonic() < end:
            statuses.append(running.ask("/v1/rank", self.request)[0])


class ServiceHistoryTests(ServiceTest):
    """Past searches can be run again."""

    def setUp(self) -> None:
        """Ask once."""
        super().setUp()
        with self.started("--history", self.history) as running:
            self.assertEqual(running.ask("/v1/rank", self.request)[0], 200)

    def replay(self, *options) -> program.Outcome:
        """The search, run again."""
        return service.run("replay", "1", "--folder", self.pools, "--history", self.history, *options)

    def test_the_same_pool_gives_the_same_answer(self) -> None:
        """Also after the program was started anew."""
        done = self.assertCode(self.replay("--strict"), 0)
        self.assertTrue(done.out.endswith("The answer is the same.\n"), done.out)
        self.assertIn("decision support, not a treatment decision", done.out)

    def test_another_pool_is_told_with_the_ranks_that_changed(self) -> None:
        """And ends with 65 where it must not differ."""
        other = self.file("other.csv", "\n".join(DONORS.read_text().splitlines()[:40]) + "\n")
        self.assertCode(program.run("pool", "build", other, "-o", self.pool, "--date", program.DATE), 0)
        done = self.assertCode(self.replay(), 0)
        self.assertIn("pool: then example", done.out)
        self.assertIn("The answer differs.", done.out)
        self.assertCode(self.replay("--strict"), 65)

    def test_old_searches_are_forgotten(self) -> None:
        """From before a day."""
        self.assertEqual(service.run("history", "forget", self.history, "--before", "2000-01-01").out, "0 forgotten\n")
        self.assertEqual(service.run("history", "forget", self.history, "--before", "9000-01-01").out, "1 forgotten\n")
        self.assertCode(self.replay(), 65)
        self.assertCode(service.run("history", "export", self.folder / "none"), 66)

    def test_the_file_belongs_to_its_owner(self) -> None:
        """Nobody else reads it."""
        self.assertEqual(Path(self.history).stat().st_mode & 0o777, 0o600)


if __name__ == "__main__":
    unittest.main()
