"""Tickets read from a CSV file, with a report of every line that was not."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from helpdesk_tui.commands.files import opened_file
from helpdesk_tui.commands.output import complain, say, say_json
from helpdesk_tui.commands.session import Request, Session, opened
from helpdesk_tui.i18n import _, explain, ngettext, sentence
from helpdesk_tui.services.csv_lines import CsvLines
from helpdesk_tui.services.csv_mapping import FIELDS, ColumnMap, plan
from helpdesk_tui.services.import_report import ImportReport
from helpdesk_tui.services.intake import Import
from helpdesk_tui.text import one_line


def tickets(options: Namespace, request: Request) -> int:
    """Import the file's tickets, or with --dry-run only say what would be imported."""
    with opened(request) as session, opened_file(options.file) as stream:
        size = _size(stream)
        lines = CsvLines(stream)
        mapping = plan(lines.header, options.mapping)
        under_way = session.store.call(
            Import,
            session.actor,
            lines,
            mapping,
            session.now,
            session.zone,
            source=options.source,
            dry_run=options.dry_run,
        )
        with _progress(size) as draw:
            while session.store.call(under_way.step):
                draw(under_way.report.lines, lines.position)
    if options.json:
        say_json(_as_record(options, session, mapping, under_way.report))
    else:
        _tell(options, session, mapping, under_way.report)
    return 1 if under_way.report.refused else 0


def _size(stream: BinaryIO) -> int:
    """Bytes from here to the end; 0 for a pipe."""
    if not stream.seekable():
        return 0
    here = stream.tell()
    end = stream.seek(0, os.SEEK_END)
    stream.seek(here)
    return end - here


class _Bar:
    """One line on standard error that says how far the import has come."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._drawn = 0

    def __call__(self, lines: int, position: int) -> None:
        text = ngettext("{count} line", "{count} lines", lines).format(count=lines)
        if self._size:
            text += f" ({min(100 * position // self._size, 100)} %)"
        self._write(text)

    def clear(self) -> None:
        """Leave nothing of it behind."""
        self._write("")
        self._write("")

    def _write(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._drawn))
        sys.stderr.flush()
        self._drawn = len(text)


@contextmanager
def _progress(size: int) -> Iterator[Any]:
    """What draws the progress; nothing is drawn where standard error is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda lines, position: None
        return
    bar = _Bar(size)
    try:
        yield bar
    finally:
        bar.clear()


def _columns(mapping: ColumnMap) -> dict[str, str]:
    """The heading that gives each field."""
    return {field: mapping.header[index] for field, index in mapping.columns.items()}


def _tell(options: Namespace, session: Session, mapping: ColumnMap, report: ImportReport) -> None:
    for field, heading in _columns(mapping).items():
        say(f"{_(FIELDS[field])} ← {heading}")
    if mapping.left_out:
        say(_("Left out: {columns}").format(columns=", ".join(map(one_line, mapping.left_out))))
    for _line, reason in report.skipped:
        complain(explain(reason))
    if report.refused > len(report.skipped):
        complain("…")
    for line, field, length in report.cut:
        message = _("Line {line}: the {what} had {length} characters and was cut.")
        say(message.format(line=line, what=_(FIELDS[field]), length=length))
    for note in report.notes:
        say(sentence(*note, session.written))
    for told in _times(report):
        say(told)
    counts = _("{created} created, {already} there already, {refused} refused.")
    say(counts.format(created=report.created, already=report.already, refused=report.refused))
    if options.dry_run:
        say(_("This was a trial: nothing was written."))


def _times(report: ImportReport) -> Iterator[str]:
    """What was made of times that the file does not say, or that cannot be."""
    drawn, undated, contradictory = report.drawn, report.undated, report.contradictory
    if drawn:
        yield ngettext(
            "{count} ticket says no start: it begins with its first response or its end.",
            "{count} tickets say no start: they begin with their first response or their end.",
            drawn,
        ).format(count=drawn)
    if undated:
        yield ngettext(
            "{count} ticket says no time at all: it begins now.",
            "{count} tickets say no time at all: they begin now.",
            undated,
        ).format(count=undated)
    if contradictory:
        yield ngettext(
            "{count} ticket ends before it starts, or was answered after its end: what cannot be"
            " is left out.",
            "{count} tickets end before they start, or were answered after their end: what cannot"
            " be is left out.",
            contradictory,
        ).format(count=contradictory)


def _as_record(
    options: Namespace, session: Session, mapping: ColumnMap, report: ImportReport
) -> dict[str, Any]:
    return {
        "dry_run": options.dry_run,
        "mapping": _columns(mapping),
        "left_out": mapping.left_out,
        "created": report.created,
        "already": report.already,
        "refused": report.refused,
        "skipped": [{"line": line, "error": explain(reason)} for line, reason in report.skipped],
        "cut": [
            {"line": line, "field": field, "length": length} for line, field, length in report.cut
        ],
        "times": list(_times(report)),
        "notes": [sentence(*note, session.written) for note in report.notes],
    }
