"""A page read as a browser reads it: elements, attributes, and the tables with their bars."""

from __future__ import annotations

from html.parser import HTMLParser

Attributes = dict[str, str | None]


class Page(HTMLParser):
    """What stands in it; `parts` are the tables by the title over them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.said: list[str] = []
        self.open: list[str] = []
        self.language = ""
        self.parts: dict[str, list[list[str]]] = {}
        self.bars: dict[str, list[list[tuple[str, float]]]] = {}
        """By the title over them, the class and length of each piece of every bar."""
        self.cells: list[tuple[str, str]] = []
        """Class and text of what is written in the charts."""
        self._title = ""
        self._kind = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: Attributes = dict(attrs)
        self.elements.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self._kind = found.get("class") or ""
        if tag == "html":
            self.language = found.get("lang") or ""
        elif tag == "h2":
            self._title = ""
        elif tag == "table":
            self.parts[self._title], self.bars[self._title] = [], []
        elif tag == "tr":
            self.parts[self._title].append([])
        elif tag in ("td", "th"):
            self.parts[self._title][-1].append("")
        elif tag == "svg" and self._kind == "bar":
            self.bars[self._title].append([])
        elif tag == "rect" and "svg" in self.open and "table" in self.open:
            length = float(found.get("width") or "nan")
            self.bars[self._title][-1].append((self._kind, length))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)
        if "h2" in self.open:
            self._title += data
        elif "table" in self.open and self.open[-1] in ("td", "th"):
            self.parts[self._title][-1][-1] += data
        elif self.open and self.open[-1] == "text":
            self.cells.append((self._kind, data))

    def rows(self, title: str) -> list[list[str]]:
        """The rows of a table without its head, bars left out."""
        return [[cell for cell in row if cell] for row in self.parts[title][1:]]
