"""Starts the program of the service and asks it."""

import http.client
import json
import re
import ssl
import subprocess
import time
from pathlib import Path

from . import program

ADDRESS = re.compile(r"listening on (https?)://([^/]+):(\d+)/")


class Service:
    """A running service; ended when the block is left."""

    def __init__(self, folder: Path, *options, extra: dict[str, str] | None = None) -> None:
        """Start it on a free port and wait until it listens."""
        self.log = folder / "service.log"
        with self.log.open("ab") as log:
            self.log_start = log.tell()
            command = [program.SERVER, "serve", "--port", "0", *map(str, options)]
            self.process = subprocess.Popen(command, stderr=log, stdout=log, env=program.environment(extra))
        self.scheme, self.port = self.address()

    def address(self) -> tuple[str, int]:
        """What the program says that it listens on."""
        end = time.monotonic() + program.TIMEOUT
        while time.monotonic() < end:
            found = ADDRESS.search(self.text())
            if found:
                return found[1], int(found[3])
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        self.kill()
        raise AssertionError(f"the service does not listen: {self.text()}")

    def text(self) -> str:
        """What it wrote since it was started."""
        return self.log.read_bytes()[self.log_start :].decode("utf-8", "replace")

    def __enter__(self) -> "Service":
        """Nothing more."""
        return self

    def __exit__(self, *_) -> None:
        """End it, if it still runs."""
        if self.process.poll() is None:
            self.end()

    def kill(self) -> None:
        """End it at once, as by kill -9."""
        self.process.kill()
        self.process.wait(program.TIMEOUT)

    def end(self) -> int:
        """Tell it to end, and give its exit code."""
        self.process.terminate()
        return self.process.wait(program.TIMEOUT)

    def connection(self) -> http.client.HTTPConnection:
        """A connection of its own."""
        if self.scheme == "http":
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=program.TIMEOUT)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=program.TIMEOUT, context=context)

    def ask(self, path: str, body=None, token: str | None = None, kind: str = "application/json", connection=None):
        """Status, headers and body of an answer: GET without a body, POST with one (JSON, or bytes as they are)."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        used = connection or self.connection()
        if body is None:
            used.request("GET", path, headers=headers)
        else:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            used.request("POST", path, content, {**headers, "Content-Type": kind})
        answer = used.getresponse()
        content = answer.read()
        if connection is None:
            used.close()
        return answer.status, answer.headers, content


def run(*arguments) -> program.Outcome:
    """A command of the service's program that ends by itself."""
    done = subprocess.run(
        [program.SERVER, *map(str, arguments)],
        capture_output=True,
        timeout=program.TIMEOUT,
        env=program.environment(),
        check=False,
    )
    return program.Outcome(done.returncode, done.stdout, done.stderr.decode("utf-8"))
