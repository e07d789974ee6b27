"""Drives Chromium through its driver, over the W3C WebDriver protocol."""

import base64
import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

TIMEOUT = 60
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def missing() -> str | None:
    """What is not installed, if anything."""
    if shutil.which("chromedriver") is None:
        return "the driver of Chromium is not installed (tools/install-packages chromium-driver)"
    if shutil.which("chromium") is None:
        return "Chromium is not installed (tools/install-packages chromium)"
    return None


class Browser:
    """One window, closed when the block is left."""

    def __init__(self, folder: Path, width: int, height: int = 1000) -> None:
        """Start the driver on a free port and open a window."""
        log = folder / "driver.log"
        with log.open("wb") as output:
            self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=output, stderr=output)
        self.base = f"http://127.0.0.1:{self.port(log)}"
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
        options = {"args": arguments}
        if width < 500:
            metrics = {"width": width, "height": height, "pixelRatio": 1.0, "touch": False}
            options["mobileEmulation"] = {"deviceMetrics": metrics}
        else:
            arguments.append(f"--window-size={width},{height}")
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}}
        self.session = ""
        self.session = "/session/" + self.send("POST", "/session", wanted)["sessionId"]

    @staticmethod
    def port(log: Path) -> int:
        """The port that the driver says it took."""
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            for line in log.read_text(errors="replace").splitlines():
                if "started successfully on port" in line:
                    return int(line.rsplit("port", 1)[1].strip(" ."))
            time.sleep(0.05)
        raise AssertionError("the driver does not start")

    def __enter__(self) -> "Browser":
        """Nothing more."""
        return self

    def __exit__(self, *_) -> None:
        """Close the window and end the driver."""
        try:
            self.send("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(TIMEOUT)

    def send(self, method: str, path: str, body: dict | None = None):
        """One command."""
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + self.session + path, content, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from error

    def open(self, address: str) -> None:
        """Go to an address."""
        self.send("POST", "/url", {"url": address})

    def run(self, script: str, *arguments):
        """The value of a script in the page."""
        return self.send("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def element(self, selector: str) -> str:
        """The path of an element."""
        found = self.send("POST", "/element", {"using": "css selector", "value": selector})
        return f"/element/{found[ELEMENT]}"

    def click(self, selector: str) -> None:
        """Click on an element as a user does."""
        self.send("POST", self.element(selector) + "/click", {})

    def type(self, selector: str, text: str) -> None:
        """Type into an element."""
        self.send("POST", self.element(selector) + "/value", {"text": text})

    def press(self, key: str) -> None:
        """Press a key where the focus is."""
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.send("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def wait(self, script: str, *arguments):
        """Wait until a script gives something, and give that."""
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            value = self.run(script, *arguments)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"never true: {script}; the page says: {self.run('return document.body.innerText')[:600]}")

    def messages(self) -> list[str]:
        """What the browser complained about: faults of scripts and breaches of the policy."""
        return [entry["message"] for entry in self.send("POST", "/se/log", {"type": "browser"})]

    def picture(self, path: Path) -> None:
        """Save what the window shows."""
        path.write_bytes(base64.b64decode(self.send("GET", "/screenshot")))
