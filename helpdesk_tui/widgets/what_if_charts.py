"""What a changed policy would have made of the past, as lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App

from helpdesk_tui.i18n import N_, _, ngettext
from helpdesk_tui.reports import Selection, WhatIf
from helpdesk_tui.text import fit, wrap
from helpdesk_tui.widgets.chart_bars import bar
from helpdesk_tui.widgets.chart_lines import (
    ChartLine,
    Opening,
    heading,
    name_of,
    note,
    number,
    percent,
    room_for_bars,
    section,
    widest,
)
from helpdesk_tui.widgets.named_keys import with_keys

SIDES = {
    "met": N_("met"),
    "missed": N_("missed"),
    "open": N_("not decided yet"),
    "none": N_("no promise"),
}
_COUNT = 9


def invitation(app: App[Any], width: int) -> list[ChartLine]:
    """What there is to do before anything was asked."""
    told = _(
        "Choose a policy with <report.what_if>, change its terms, and see what it would have made"
        " of the tickets of the period, from what was recorded of each. Nothing is written."
    )
    return [note(line) for line in wrap(with_keys(told, app), max(20, width))]


def answer(terms: Sequence[str], found: WhatIf, width: int) -> list[ChartLine]:
    """Compliance before and after, and which tickets change sides; `terms` say what was asked."""
    lines = [ChartLine(((fit(line, width), "title"),)) for line in terms]
    count = ngettext("It concerns {count} ticket.", "It concerns {count} tickets.", found.tickets)
    lines += [note(count.format(count=found.tickets)), ChartLine(())]
    lines += _compliance(found, width)
    lines += [ChartLine(()), section(_("Tickets that change sides"), width)]
    if not found.moved:
        lines.append(note(_("None: every ticket comes out as before.")))
    sides = [turn(before, after) for before, after, _tickets in found.moved]
    room = widest(sides, 12, 40)
    for side, (_before, _after, tickets) in zip(sides, found.moved, strict=True):
        opening = Opening(side, len(tickets), Selection("these", ids=tickets))
        spans = ((fit(side, room), ""), (number(len(tickets), _COUNT), "title"))
        lines.append(ChartLine(spans, (opening,)))
    if found.shown:
        lines.append(ChartLine(()))
    side_room = 34 if width >= 80 else 0
    for each in found.shown:
        subject = fit(name_of(each.subject), max(8, width - 11 - side_room))
        lines.append(
            ChartLine(
                (
                    (fit(name_of(each.number), 10) + " ", "accent"),
                    (subject, ""),
                    (fit(turn(each.before, each.after), side_room), "muted"),
                ),
                (Opening(name_of(each.number), 1, each.ticket),),
            )
        )
    return lines


def _compliance(found: WhatIf, width: int) -> list[ChartLine]:
    room = 16
    bars = room_for_bars(width - room - 7 - 2 * _COUNT - 3)
    lines = [heading(("", room), (_("met"), -_COUNT), (_("missed"), -_COUNT), (_("share"), -7))]
    told = (
        (_("as recorded"), found.recorded),
        (_("as policies are"), found.before),
        (_("as it would be"), found.after),
    )
    for label, (met, missed) in told:
        share = met / (met + missed) if met + missed else None
        spans = (
            (fit(label, room), ""),
            (number(met, _COUNT), ""),
            (number(missed, _COUNT), "late" if missed else "muted"),
            (percent(share, 7) + "  ", "title"),
            (bar(share or 0, 1, bars), "accent"),
        )
        lines.append(ChartLine(spans))
    if found.recorded != found.before:
        differs = _(
            "Replayed, the policies of today make other promises to these tickets than were"
            " recorded, as where one was added or changed since."
        )
        lines += [note(line) for line in wrap(differs, max(20, width))]
    return lines


def turn(before: str, after: str) -> str:
    """From one side to the other, in words."""
    return f"{_(SIDES[before])} → {_(SIDES[after])}"
