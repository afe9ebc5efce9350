"""CSV files as other programs write them: any common delimiter, broken bytes, unequal lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import N_

DELIMITERS = (",", ";", "\t")

FIELD_LIMIT = 2**24
"""Characters that one field may have before its line is refused as unreadable."""

_HEADER_LINES = 50
"""Physical lines among which the header is looked for; a heading may hold line breaks itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the file, or what stands in the way of reading it."""

    number: int
    """The physical line where the record begins, counted from 1."""
    cells: list[str]
    problem: HelpdeskError | None = None


class CsvLines:
    """Reads a stream once, line by line; raises Invalid when it holds no readable header."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
        self._ended = False
        head = list(islice(self._text, _HEADER_LINES))
        self._reader = csv.reader(
            self._physical(chain(head, self._text)), delimiter=_delimiter(head)
        )
        self.header = self._read_header()

    @property
    def position(self) -> int:
        """Bytes taken from the stream so far; 0 when it cannot tell."""
        return self._stream.tell() if self._stream.seekable() else 0

    def __iter__(self) -> Iterator[Line]:
        """The records after the header; those without any content do not count."""
        while (line := self._next()) is not None:
            if line.problem is not None or any(map(str.strip, line.cells)):
                yield line

    def _physical(self, lines: Iterator[str]) -> Iterator[str]:
        yield from lines
        self._ended = True

    def _next(self) -> Line | None:
        number = self._reader.line_num + 1
        csv.field_size_limit(FIELD_LIMIT)  # it is one for the whole process
        try:
            cells = next(self._reader)
        except StopIteration:
            return None
        except csv.Error as error:
            message = N_("Line {line} cannot be read ({reason}).")
            return Line(number, [], Invalid("line", message, line=number, reason=str(error)))
        if self._ended:  # the reader asked for more to complete this very record
            message = N_(
                "Line {line}: a quotation mark that opens here is never closed, so everything"
                " after it was left out."
            )
            return Line(number, cells, Invalid("line", message, line=number))
        return Line(number, cells)

    def _read_header(self) -> list[str]:
        first = next(iter(self), None)
        if first is None:
            raise Invalid("file", N_("The file is empty: its first line must name the columns."))
        if first.problem is not None:
            raise first.problem
        return [cell.strip() for cell in first.cells]


def _delimiter(head: list[str]) -> str:
    """The delimiter that parts the header into most columns, the comma when in doubt."""
    return max(DELIMITERS, key=lambda delimiter: _columns(head, delimiter))


def _columns(head: list[str], delimiter: str) -> int:
    try:
        return next((len(row) for row in csv.reader(head, delimiter=delimiter) if row), 0)
    except csv.Error:
        return 0
