"""reference fetch: from a folder and from a server on the loopback interface."""

import functools
import hashlib
import http.server
import os
import signal
import socket
import threading
import time
from contextlib import contextmanager

from . import program, releases


class QuietFiles(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *arguments) -> None:
        """Say nothing."""


class Stalling(QuietFiles):
    """Answers with the beginning of a file, and then no more until the server is told to end."""

    release = threading.Event()

    def do_GET(self) -> None:
        """Send a little of what was promised."""
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.wfile.write(b"x" * 1000)
        self.wfile.flush()
        self.release.wait(timeout=30)


class Cutting(QuietFiles):
    """Promises more bytes than it sends."""

    def do_GET(self) -> None:
        """Send a little of what was promised and hang up."""
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.wfile.write(b"x" * 1000)


@contextmanager
def server(handler):
    """A server on the loopback interface for the length of a test."""
    http.server.ThreadingHTTPServer.daemon_threads = True
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_address[1]}"
    finally:
        running.shutdown()
        running.server_close()
        thread.join(timeout=10)


class FetchTests(program.CommandLineTest):
    """Files are taken from the mirror that is named, checked, and made into an index."""

    def setUp(self) -> None:
        """Make the mirror."""
        super().setUp()
        self.mirror = releases.copy("3.31.0", self.folder / "mirror")
        self.index = self.folder / "fetched.hlaref"

    def fetch(self, mirror, release: str = "3.31.0") -> program.Outcome:
        """Fetch a release from a mirror."""
        return program.run(
            "reference",
            "fetch",
            release,
            "--mirror",
            mirror,
            "-o",
            self.index,
            "--folder",
            self.folder / "kept",
            folder=self.folder,
        )

    def assertFailed(self, done: program.Outcome, codes: tuple[int, ...], *words: str) -> None:
        """The fetch failed with a message, without an index and without an unfinished file."""
        self.assertIn(done.code, codes, done.err)
        message = done.err.strip().splitlines()[-1]
        self.assertRegex(message, r"^hlamatch: ")
        for word in words:
            self.assertIn(word, message)
        self.assertFalse(self.index.exists())
        self.assertEqual([path.name for path in self.folder.rglob("*.part*")], [])

    def serve(self):
        """A server of the mirror."""
        return server(functools.partial(QuietFiles, directory=str(self.mirror)))

    def test_a_folder_serves_as_mirror(self) -> None:
        """The files are copied, their checksums hold, and the index is that of the files."""
        done = self.assertCode(self.fetch(self.mirror), 0)
        self.assertIn("3.31.0", done.err)
        direct = self.folder / "direct.hlaref"
        self.assertCode(program.run("reference", "build", self.mirror, "-o", direct), 0)
        self.assertEqual(self.index.read_bytes(), direct.read_bytes())
        for name in releases.TEXT_FILES:
            self.assertEqual((self.folder / "kept" / name).read_bytes(), (self.mirror / name).read_bytes())

    def test_a_server_serves_as_mirror_with_the_archive(self) -> None:
        """Over HTTP the archive is fetched too, and optional files that are not offered are left out."""
        (self.mirror / "xml").mkdir()
        archive = program.shared("imgt-3.31.0") / "xml" / "hla.xml.zip"
        (self.mirror / "xml" / "hla.xml.zip").write_bytes(archive.read_bytes())
        with self.serve() as address:
            done = self.assertCode(self.fetch(address), 0)
        self.assertRegex(done.err, r"tce/dpb_tce\.csv: .*left out")
        self.assertIn("17 602 live", program.run("reference", "info", self.index).out)
        self.assertEqual([path.name for path in self.folder.rglob("*.part*")], [])

    def test_a_wrong_checksum_is_69(self) -> None:
        """A file that does not agree with md5checksum.txt is named, from a folder and over HTTP."""
        groups = self.mirror / "wmda" / "hla_nom_g.txt"
        groups.write_bytes(groups.read_bytes().replace(b"A*", b"B*", 1))
        self.assertFailed(self.fetch(self.mirror), (69,), "hla_nom_g.txt", "checksum", "expected")
        with self.serve() as address:
            self.assertFailed(self.fetch(address), (69,), "hla_nom_g.txt", "checksum")

    def test_a_checksum_file_without_a_checksum_of_the_release_is_69(self) -> None:
        """Nothing is taken unchecked."""
        (self.mirror / "wmda" / "md5checksum.txt").write_text("nothing\n")
        self.assertFailed(self.fetch(self.mirror), (69,), "md5checksum.txt")
        text = (program.shared("imgt-3.31.0") / "wmda" / "md5checksum.txt").read_text()
        kept = "\n".join(line for line in text.splitlines() if "hla_nom_p" not in line)
        (self.mirror / "wmda" / "md5checksum.txt").write_text(kept + "\n")
        self.assertFailed(self.fetch(self.mirror), (69,), "hla_nom_p.txt")

    def test_a_missing_required_file_is_69(self) -> None:
        """A 404, or a file that the folder lacks, is named."""
        (self.mirror / "wmda" / "hla_nom_p.txt").unlink()
        self.assertFailed(self.fetch(self.mirror), (69,), "hla_nom_p.txt", "missing")
        with self.serve() as address:
            self.assertFailed(self.fetch(address), (69,), "hla_nom_p.txt", "missing")

    def test_another_release_than_asked_for_is_refused(self) -> None:
        """The mirror's release must be the one asked for."""
        self.assertFailed(self.fetch(self.mirror, "3.32.0"), (65, 69), "3.31.0", "3.32.0")

    def test_a_page_in_the_place_of_a_file_is_refused(self) -> None:
        """A portal that answers everything with a page is not taken for a release."""
        page = b"<!DOCTYPE html><html></html>"
        (self.mirror / "Allelelist.txt").write_bytes(page)
        self.assertFailed(self.fetch(self.mirror), (65, 69), "Allelelist.txt")
        checksums = self.mirror / "wmda" / "md5checksum.txt"
        groups = self.mirror / "wmda" / "hla_nom_g.txt"
        old = hashlib.md5(groups.read_bytes()).hexdigest()
        groups.write_bytes(page)
        checksums.write_text(checksums.read_text().replace(old, hashlib.md5(page).hexdigest()))
        self.assertFailed(self.fetch(self.mirror), (65, 69))

    def test_a_refused_connection_is_69(self) -> None:
        """Nobody listens at the address."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.assertFailed(self.fetch(f"http://127.0.0.1:{port}"), (69,), "download failed")

    def test_a_folder_that_is_not_there_fails(self) -> None:
        """A mirror folder that does not exist is no release."""
        self.assertFailed(self.fetch(self.folder / "absent"), (66, 69))

    def test_a_transfer_that_breaks_off_is_69(self) -> None:
        """Fewer bytes than promised are no file."""
        with server(Cutting) as address:
            self.assertFailed(self.fetch(address), (69,), "download failed")

    def test_an_interrupted_download_leaves_nothing_unfinished(self) -> None:
        """SIGINT during a download: exit 130, and no part of the file stays."""
        Stalling.release.clear()
        with server(Stalling) as address:
            process = program.start(
                "reference",
                "fetch",
                "3.31.0",
                "--mirror",
                address,
                "-o",
                self.index,
                "--folder",
                self.folder / "kept",
                start_new_session=True,
            )
            try:
                limit = time.monotonic() + 20
                while not list(self.folder.rglob("*.part*")) and time.monotonic() < limit:
                    time.sleep(0.05)
                os.killpg(process.pid, signal.SIGINT)
                self.assertEqual(process.wait(timeout=20), 130)
                self.assertEqual([path.name for path in self.folder.rglob("*.part*")], [])
                self.assertFalse(self.index.exists())
            finally:
                Stalling.release.set()
                program.end(process)
