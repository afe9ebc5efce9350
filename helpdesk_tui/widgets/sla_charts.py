"""The dashboard of SLA as lines of text, part by part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from helpdesk_tui import dates, report_titles
from helpdesk_tui.i18n import _
from helpdesk_tui.promises import STATE_GLYPHS
from helpdesk_tui.reports import Cause, Kept, Miss, Scope
from helpdesk_tui.text import fit
from helpdesk_tui.widgets.chart_bars import bar
from helpdesk_tui.widgets.chart_lines import (
    ChartLine,
    Opening,
    Spans,
    heading,
    name_of,
    nothing,
    number,
    percent,
    right,
    room_for_bars,
    section,
    widest,
)

_LABEL = 26
_COUNT, _MISSED, _SHARE = 8, 10, 7
"""Cells of the promises met, of those missed, and of the share of the former."""


class SlaCharts:
    """Draws for a scope and an instant; a width is given with each part."""

    def __init__(self, scope: Scope, now: int) -> None:
        self._scope = scope
        self._now = now
        self._drawn: dict[str, Callable[[Any, int], list[ChartLine]]] = {
            "policies": self._policies,
            "teams": self._parts,
            "agents": self._parts,
            "months": self._months,
            "worst": self._worst,
            "causes": self._causes,
        }

    def part(self, name: str, figures: Any, width: int) -> list[ChartLine]:
        """The lines of one part under its title."""
        return [section(_(report_titles.SLA[name]), width), *self._drawn[name](figures, width)]

    # Met and missed

    def _policies(self, rows: Sequence[Kept], width: int) -> list[ChartLine]:
        if not rows:
            return nothing(report_titles.NONE_DECIDED, width)
        labels = [name_of(row.policy_name) for row in rows]
        return self._kept(rows, labels, width)

    def _parts(self, rows: Sequence[Kept], width: int) -> list[ChartLine]:
        """Under the name of each policy, its teams or agents."""
        if not rows:
            return nothing(report_titles.NONE_DECIDED, width)
        lines: list[ChartLine] = []
        named = [f"  {name_of(row.part)}" for row in rows]
        policy = None
        for row, line in zip(rows, self._kept(rows, named, width)[1:], strict=True):
            if row.policy != policy:
                policy = row.policy
                lines.append(ChartLine(((fit(name_of(row.policy_name), width), "title"),)))
            lines.append(line)
        return [self._kept(rows, named, width)[0], *lines]

    def _months(self, rows: Sequence[Kept], width: int) -> list[ChartLine]:
        labels = [dates.month(row.start, self._scope.zone) for row in rows]
        return self._kept(rows, labels, width)

    def _kept(self, rows: Sequence[Kept], labels: Sequence[str], width: int) -> list[ChartLine]:
        room = widest(labels, 12, _LABEL) + 1
        bars = room_for_bars(width - room - _COUNT - _MISSED - _SHARE - 3)
        lines = [
            heading(
                ("", room),
                (f"{STATE_GLYPHS['met']} {_('met')}", -_COUNT),
                (f"{STATE_GLYPHS['met_late']} {_('missed')}", -_MISSED),
                (_("share"), -_SHARE),
            )
        ]
        for row, label in zip(rows, labels, strict=True):
            spans: Spans = [
                (fit(label, room), ""),
                (number(row.met, _COUNT), "" if row.met else "muted"),
                (number(row.missed, _MISSED), "late" if row.missed else "muted"),
                (percent(row.share, _SHARE) + "  ", "title"),
                (bar(row.share or 0, 1, bars), "accent"),
            ]
            lines.append(ChartLine(tuple(spans), _openings(row, label.strip())))
        return lines

    # Misses

    def _worst(self, rows: Sequence[Miss], width: int) -> list[ChartLine]:
        if not rows:
            return nothing(report_titles.NONE_MISSED, width)
        policy = 18 if width >= 76 else 0
        agent = 14 if width >= 90 else 0
        subject = max(8, width - 10 - 10 - policy - agent)
        lines = [
            heading(
                (_("too late by"), 12),
                (_("ticket"), 8 + subject),
                (_("policy") if policy else "", policy),
                (_("agent") if agent else "", agent),
            )
        ]
        for row in rows:
            running = STATE_GLYPHS["breached" if row.met_at is None else "met_late"]
            spans: Spans = [
                (f"{running} {right(dates.duration(row.overrun), 8)}  "[:12], "late"),
                (fit(name_of(row.number), 9) + " ", "accent"),
                (fit(name_of(row.subject), subject - 3) + " ", ""),
                (fit(name_of(row.policy_name), policy - 1) + " " if policy else "", "muted"),
                (fit(name_of(row.agent) or "—", agent) if agent else "", "muted"),
            ]
            lines.append(ChartLine(tuple(spans), (Opening(name_of(row.number), 1, row.ticket),)))
        return lines

    def _causes(self, rows: Sequence[Cause], width: int) -> list[ChartLine]:
        total = sum(row.seconds for row in rows)
        if not sum(row.misses for row in rows):
            return nothing(report_titles.NONE_MISSED, width)
        bars = room_for_bars(width - 13 - 11 - 12 - 7 - 3)
        lines = [
            heading(
                ("", 13),
                (_("mostly"), -11),
                (_("time"), -12),
                (_("share"), -7),
            )
        ]
        for row in rows:
            label = _(report_titles.STATES[row.state])
            spans: Spans = [
                (fit(label, 13), ""),
                (number(row.misses, 11), "" if row.misses else "muted"),
                (right(dates.duration(row.seconds), 12), ""),
                (percent(row.seconds / total if total else None, 7) + "  ", "title"),
                (bar(row.seconds, total, bars), "accent"),
            ]
            opens = (Opening(label, row.misses, row.behind),) if row.misses else ()
            lines.append(ChartLine(tuple(spans), opens))
        return lines


def _openings(row: Kept, label: str) -> tuple[Opening, ...]:
    """The missed ones first: they are what one looks for."""
    found = []
    for count, word, behind in (
        (row.missed, _("missed"), row.missed_behind),
        (row.met, _("met"), row.met_behind),
    ):
        if count:
            found.append(Opening(f"{word} · {label}", count, behind))
    return tuple(found)
