"""Reads pages of HTML: structure, tables and text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "input", "link", "wbr"}
# Elements of SVG that hold nothing and close themselves.
SHAPES = {"rect", "path", "line", "circle"}
REQUIRED_SCOPE = {"col", "row"}


@dataclass
class Table:
    """One table: its class, caption, header cells and rows of cells."""

    style: str
    section: str
    caption: str = ""
    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def records(self) -> list[dict[str, str]]:
        """The rows by the names of the header."""
        return [dict(zip(self.heads, row)) for row in self.rows]


class Page(HTMLParser):
    """A page taken apart; what is not well formed stands in `faults`."""

    def __init__(self, text: str) -> None:
        """Take a page apart."""
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.tables: list[Table] = []
        self.headings: list[str] = []
        self.text = ""
        self.sections: list[str] = []
        self.images: list[dict[str, str]] = []
        self.heading = ""
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]
        if len(set(self.ids)) != len(self.ids):
            self.faults.append("an id repeats")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note an element and what begins with it."""
        found = dict(attributes)
        if len(found) != len(attributes):
            self.faults.append(f"<{tag}> repeats an attribute")
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"] or "")
        if tag not in VOID:
            self.open.append(tag)
        if tag == "section":
            self.sections.append(found.get("id") or "")
        if tag == "table":
            self.tables.append(Table(found.get("class") or "", self.sections[-1] if self.sections else ""))
        if tag == "tr" and "thead" not in self.open:
            self.tables[-1].rows.append([])
        if tag in ("td", "th") and "thead" not in self.open:
            self.tables[-1].rows[-1].append("")
        if tag == "th" and "thead" in self.open:
            self.tables[-1].heads.append("")
        if tag == "th" and found.get("scope") not in REQUIRED_SCOPE:
            self.faults.append("<th> has no scope")
        if tag == "svg":
            self.images.append({"role": found.get("role") or "", "hidden": found.get("aria-hidden") or "", "title": ""})
        if tag in ("h1", "h2", "h3"):
            self.headings.append("")

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """A shape that closes itself; only SVG knows it."""
        if tag not in SHAPES or "svg" not in self.open:
            self.faults.append(f"<{tag}/> is no element of its own")
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Add text to what is open."""
        if "style" in self.open:
            return
        if "svg" in self.open:
            if "title" in self.open:
                self.images[-1]["title"] += data
            return
        self.text += data
        if self.tables and "caption" in self.open:
            self.tables[-1].caption += data
        elif "thead" in self.open and "th" in self.open:
            self.tables[-1].heads[-1] += data
        elif "table" in self.open and ("td" in self.open or "th" in self.open):
            self.tables[-1].rows[-1][-1] += data
        if any(tag in self.open for tag in ("h1", "h2", "h3")):
            self.headings[-1] += data

    def of(self, style: str) -> list[Table]:
        """The tables of a class."""
        return [table for table in self.tables if table.style == style]
