"""The page of the service in a real browser."""

import os
from pathlib import Path

from . import browser, program, service, test_service

PATIENTS = program.EXAMPLE / "patients.csv"

ROWS = "return document.querySelectorAll('#ranking tbody tr').length"
OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNNAMED = """
return [...document.querySelectorAll('button, input, select, textarea')].filter((element) =>
  !(element.labels?.length || element.textContent.trim() || element.getAttribute('aria-label'))).map((element) => element.id)
"""


class ServicePageTests(test_service.ServiceTest):
    """A coordinator ranks donors without a terminal."""

    def setUp(self) -> None:
        """Need a browser."""
        super().setUp()
        if reason := browser.missing():
            self.skipTest(reason)

    def picture(self, window: browser.Browser, name: str) -> None:
        """Keep a picture, where a folder for them is named."""
        if folder := os.environ.get("HLAMATCH_PICTURES"):
            window.picture(Path(folder) / f"{name}.png")

    def ranked(self, running: service.Service, window: browser.Browser) -> None:
        """Open the page and rank the example."""
        window.open(f"http://127.0.0.1:{running.port}/")
        window.wait("return document.querySelectorAll('#pool option').length")
        window.click("#example")
        window.click("#search-form button.main")
        window.wait(ROWS)

    def test_donors_are_ranked_looked_at_and_compared(self) -> None:
        """Also on the screen of a telephone; nothing is wider than the screen, and the browser has no complaint."""
        with self.started("--history", self.history) as running:
            for width in (1024, 390):
                with self.subTest(width=width), browser.Browser(self.scratch(f"b{width}"), width) as window:
                    self.ranked(running, window)
                    self.picture(window, f"ranking-{width}")
                    self.assertEqual(window.run(ROWS), 50)
                    self.assertLessEqual(window.run(OVERFLOW), 0)
                    self.assertEqual(window.run(UNNAMED), [])
                    self.look(window, width)
                    self.filter(window)
                    self.compare(window, width)
                    self.past(window, width)
                    self.assertEqual(window.messages(), [])

    def scratch(self, name: str) -> Path:
        """A folder of this name."""
        folder = self.folder / name
        folder.mkdir()
        return folder

    def look(self, window: browser.Browser, width: int) -> None:
        """Open a donor's drawer by keyboard, and close it so."""
        window.run("document.querySelector('#ranking tbody button').focus()")
        window.press("\ue007")
        pictures = "return document.querySelector('#drawer-body div')?.shadowRoot?.querySelectorAll('svg.locus').length"
        self.assertGreaterEqual(window.wait(pictures), 5)
        self.assertTrue(window.run("return document.getElementById('drawer').open"))
        shown = "return document.querySelector('#drawer-body div').shadowRoot.textContent"
        self.assertIn("Ligand incompatibility", window.run(shown).replace("ligand", "Ligand"))
        self.picture(window, f"donor-{width}")
        window.press("\ue00c")
        self.assertFalse(window.run("return document.getElementById('drawer').open"))
        focused = "return document.activeElement === document.querySelector('#ranking tbody button')"
        self.assertTrue(window.run(focused))

    def filter(self, window: browser.Browser) -> None:
        """Show related donors alone, then all again."""
        window.click("#only-related")
        related = window.run(ROWS)
        self.assertGreater(related, 0)
        self.assertLess(related, 50)
        window.click("#only-related")
        self.assertEqual(window.run(ROWS), 50)

    def compare(self, window: browser.Browser, width: int) -> None:
        """Choose two donors and put them side by side."""
        self.assertTrue(window.run("return document.getElementById('compare').disabled"))
        for row in (1, 2):
            window.click(f"#ranking tbody tr:nth-child({row}) input")
        window.click("#compare")
        self.assertEqual(window.run("return document.querySelectorAll('#drawer-body thead th').length"), 3)
        self.picture(window, f"comparison-{width}")
        window.click("#close-drawer")

    def past(self, window: browser.Browser, width: int) -> None:
        """Show past searches."""
        window.click("#show-past")
        self.assertGreater(window.wait("return document.querySelectorAll('#past-table tbody tr').length"), 0)
        self.picture(window, f"past-{width}")

    def test_what_is_wrong_is_shown_with_its_place(self) -> None:
        """Faults of rows stand in the page; a script in a cell stays text."""
        with self.started() as running, browser.Browser(self.scratch("b"), 1024) as window:
            self.ranked(running, window)
            attack = "patient_id,A_1\n<img src=x onerror=document.title='gone'>,A*02:9999\n"
            window.run("document.getElementById('patients').value = arguments[0]", attack)
            window.click("#search-form button.main")
            shown = window.wait("const box = document.getElementById('problem'); return box.hidden ? '' : box.innerText")
            self.assertIn("line 2, A_1", shown)
            self.assertEqual(window.run("return document.title"), "hlamatch")

    def test_a_file_is_sent_as_it_is(self) -> None:
        """In its own encoding, for the ranking and for a donor's drawer."""
        text = PATIENTS.read_text().replace("P1,", "M\u00fcller + Co,", 1)
        path = self.file("patients.csv", text.encode("windows-1252"))
        with self.started() as running, browser.Browser(self.scratch("b"), 1024) as window:
            window.open(f"http://127.0.0.1:{running.port}/")
            window.wait("return document.querySelectorAll('#pool option').length")
            window.type("#file", str(path))
            window.click("#search-form button.main")
            window.wait(ROWS)
            self.assertEqual(window.run("return document.getElementById('patient').value"), "M\u00fcller + Co")
            window.click("#ranking tbody button")
            shown = "return document.querySelector('#drawer-body div')?.shadowRoot?.querySelectorAll('svg.locus').length"
            self.assertGreaterEqual(window.wait(shown), 5)

    def test_a_token_is_asked_for_where_the_service_asks_for_one(self) -> None:
        """It opens the page, and is nowhere in the browser's storage."""
        made = service.run("token", "ward", "--scope", "read", "--scope", "search")
        token = made.err.strip().rsplit(" ", 1)[1]
        options = ("--tokens", self.file("tokens", made.out))
        with self.started(*options) as running, browser.Browser(self.scratch("b"), 1024) as window:
            window.open(f"http://127.0.0.1:{running.port}/")
            window.wait("return !document.getElementById('token-form').hidden")
            self.assertTrue(window.run("return document.getElementById('problem').hidden"))
            self.picture(window, "token")
            window.type("#token", "wrong")
            window.click("#token-form button")
            window.wait("return !document.getElementById('problem').hidden")
            window.run("document.getElementById('token').value = ''")
            window.type("#token", token)
            window.click("#token-form button")
            window.wait("return document.querySelectorAll('#pool option').length")
            stored = window.run("return JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
            self.assertNotIn(token, stored)
