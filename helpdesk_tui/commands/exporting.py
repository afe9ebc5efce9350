"""Tickets written for other programs, as they are read."""

from __future__ import annotations

import csv
import sys
from argparse import Namespace
from typing import Any

from helpdesk_tui.commands import batches
from helpdesk_tui.commands.output import say_json_array
from helpdesk_tui.commands.session import Request, opened
from helpdesk_tui.queries.export import COLUMNS
from helpdesk_tui.text import many_lines

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would run."""


def tickets(options: Namespace, request: Request) -> int:
    """Write every ticket of a queue; the CSV has the JSON's keys but `sla`."""
    with opened(request) as session:
        found = batches.of_queue(session, options.queue)
        if options.format == "json":
            say_json_array(found)
            return 0
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        for ticket in found:
            writer.writerow([cell(ticket[column]) for column in COLUMNS])
    return 0


def cell(value: Any) -> object:
    """The value as a spreadsheet may show it: text without control characters, never a formula."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return value
    shown = many_lines(value)
    runs = value.startswith(_FORMULA) or shown.lstrip().startswith(_FORMULA)
    return f"'{shown}" if runs else shown
