"""The dashboard of tickets as lines of text, part by part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from helpdesk_tui import dates, report_titles
from helpdesk_tui.i18n import _
from helpdesk_tui.report_titles import step_name
from helpdesk_tui.reports import (
    Breakdown,
    Heat,
    Lasting,
    Measure,
    Point,
    Quantiles,
    Scope,
    Selection,
)
from helpdesk_tui.text import fit
from helpdesk_tui.widgets.chart_bars import bar, joined, shade, trend
from helpdesk_tui.widgets.chart_lines import (
    ChartLine,
    Opening,
    figure,
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

_LEAST_NUMBER = 5
_LABEL = 24
"""Cells of a label at most."""


class TicketCharts:
    """Draws for a scope and an instant; a width is given with each part."""

    def __init__(self, scope: Scope, now: int) -> None:
        self._scope = scope
        self._now = now
        self._drawn: dict[str, Callable[[Any, int], list[ChartLine]]] = {
            "trend": self._trend,
            "lasting": self._lasting,
            "heat": self._heat,
        }

    def part(self, name: str, figures: Any, width: int) -> list[ChartLine]:
        """The lines of one part under its title."""
        title = _(report_titles.TICKETS[name])
        draw = self._drawn.get(name)
        lines = draw(figures, width) if draw else self._breakdown(title, figures, width)
        return [section(title, width), *lines]

    # Created, resolved, backlog

    def _trend(self, points: Sequence[Point], width: int) -> list[ChartLine]:
        labels = [self._when(point) for point in points]
        label = widest(labels, 5, _LABEL) + 1
        largest = max(max(p.created, p.resolved, p.backlog or 0) for p in points)
        figures = max(_LEAST_NUMBER, len(str(largest)) + 1)
        bars = room_for_bars((width - label - 4 * figures - 8) // 3)
        column = figures + 1 + bars + 1
        lines = [*self._summary(points, width), ChartLine(())]
        lines.append(
            heading(
                ("", label),
                (_("created"), column),
                (_("resolved"), column),
                (_("reopened"), figures + 5),
                (_("backlog"), column),
            )
        )
        most = max([1, *(max(point.created, point.resolved) for point in points)])
        highest = max([1, *(point.backlog or 0 for point in points)])
        for when, point in zip(labels, points, strict=True):
            lines.append(
                ChartLine(
                    (
                        (fit(when, label), ""),
                        *figure(point.created, figures),
                        (bar(point.created, most, bars) + " ", "accent"),
                        *figure(point.resolved, figures),
                        (bar(point.resolved, most, bars) + " ", "label"),
                        *figure(point.reopened, figures),
                        (" " * 4, ""),
                        *figure(point.backlog, figures),
                        (bar(point.backlog or 0, highest, bars), "label"),
                    ),
                    self._behind(point),
                )
            )
        return lines

    def _summary(self, points: Sequence[Point], width: int) -> list[ChartLine]:
        """Each series as one line of the whole period."""
        behind = self._scope.span
        lines = []
        for measure, values in (
            (Measure.CREATED, [point.created for point in points]),
            (Measure.RESOLVED, [point.resolved for point in points]),
        ):
            said = _(report_titles.MEASURES[measure])
            opening = self._opening(said, sum(values), measure, behind)
            drawn = trend(joined(values, width - 22), width)
            spans = ((fit(said, 12), ""), (number(sum(values), 8) + "  ", "title"))
            ink = "accent" if measure == Measure.CREATED else "label"
            lines.append(ChartLine((*spans, (drawn, ink)), opening))
        known = [point.backlog for point in points if point.backlog is not None]
        step = -(-len(points) // max(1, width - 22))
        drawn = trend([point.backlog for point in points][step - 1 :: step], width)
        last = known[-1] if known else None
        spans = ((fit(_("backlog"), 12), ""), (number(last, 8) + "  ", "title"))
        lines.append(ChartLine((*spans, (drawn, "label"))))
        return lines

    def _when(self, point: Point) -> str:
        return step_name(point.start, self._scope, self._now)

    def _behind(self, point: Point) -> tuple[Opening, ...]:
        when, step = self._when(point), ((point.start, point.end),)
        openings = [
            opening
            for measure, count in (
                (Measure.CREATED, point.created),
                (Measure.RESOLVED, point.resolved),
                (Measure.REOPENED, point.reopened),
            )
            for opening in self._opening(
                f"{_(report_titles.MEASURES[measure])} {when}", count, measure, step
            )
        ]
        if point.backlog:
            behind = Selection("backlog", step, self._scope.filters)
            openings.append(Opening(f"{_('backlog')} {when}", point.backlog, behind))
        return tuple(openings)

    def _opening(
        self, title: str, count: int, measure: Measure, ranges: tuple[tuple[int, int], ...]
    ) -> tuple[Opening, ...]:
        behind = Selection(measure, ranges, self._scope.filters)
        return (Opening(title, count, behind),) if count else ()

    # By what tickets are

    def _breakdown(self, title: str, figures: Breakdown, width: int) -> list[ChartLine]:
        if not figures.bars:
            return nothing(report_titles.NONE_CREATED, width)
        total = sum(each.count for each in figures.bars) + figures.others
        most = max(each.count for each in figures.bars)
        labels = [name_of(each.label) for each in figures.bars]
        room = widest(labels, 12, _LABEL) + 1
        size = max(_LEAST_NUMBER, len(str(total)) + 1)
        bars = room_for_bars(width - room - size - 9)
        opening = _("{name}: {value}")
        lines = [
            ChartLine(
                (
                    (fit(label, room), ""),
                    (number(each.count, size), "title" if each.count else "muted"),
                    (percent(each.count / total if total else None, 7) + "  ", "muted"),
                    (bar(each.count, most, bars), "accent"),
                ),
                (Opening(opening.format(name=title, value=label), each.count, each.behind),)
                if each.behind
                else (),
            )
            for label, each in zip(labels, figures.bars, strict=True)
        ]
        if figures.others:
            share = (percent(figures.others / total, 7), "muted")
            spans = ((fit(_("others"), room), "muted"), (number(figures.others, size), ""))
            lines.append(ChartLine((*spans, share)))
        return lines

    # How long

    def _lasting(self, figures: Sequence[Lasting], width: int) -> list[ChartLine]:
        room = 28 if width >= 76 else 20
        lines = [
            heading(("", room), (_("tickets"), -8), (_("half within"), -15), (_("9 of 10"), -12))
        ]
        for each in figures:
            label = _(report_titles.LASTING[each.measure])
            opens = (Opening(label, each.tickets, each.behind),) if each.tickets else ()
            counted = number(each.tickets, 8)
            lines.append(
                ChartLine(((fit(label, room), ""), (counted, ""), *_within(each.real)), opens)
            )
            worked = (fit("  " + _("in working time"), room + 8), "muted")
            lines.append(ChartLine((worked, *_within(each.working)), opens))
        return lines

    # When

    def _heat(self, figures: Heat, width: int) -> list[ChartLine]:
        highest = max(max(hours) for hours in figures.counts)
        if not highest:
            return nothing(report_titles.NONE_CREATED, width)
        names = dates.weekdays()
        label = max(map(len, names)) + 1
        total = max(5, len(str(sum(map(sum, figures.counts)))) + 1)
        hours = _hours_a_cell(figures, width - label - total)
        counts = [_joined_hours(day, hours) for day in figures.counts]
        highest = max(map(max, counts))
        cell = max(3, len(str(highest)) + 2)
        titles = ((f"{hour:02}", -cell) for hour in range(0, 24, hours))
        lines = [heading(("", label), *titles, (_("day"), -total))]
        for name, day, behind in zip(names, counts, figures.behind, strict=True):
            spans = [(fit(name, label), "")]
            for count in day:
                ink = "accent" if count * 2 >= highest else ""
                spans.append((_cell(count, highest, cell), ink if count else "muted"))
            spans.append((number(sum(day), total), "title"))
            opens = (Opening(f"{_('created')} {name}", sum(day), behind),) if sum(day) else ()
            lines.append(ChartLine(tuple(spans), opens))
        return lines


def _within(quantiles: Quantiles | None) -> tuple[tuple[str, str], ...]:
    if quantiles is None:
        return ((right("—", 15), "muted"), (right("—", 12), "muted"))
    half, most = dates.duration(quantiles.median), dates.duration(quantiles.ninth_decile)
    return ((right(half, 15), "accent"), (right(most, 12), ""))


def _hours_a_cell(figures: Heat, room: int) -> int:
    """As few hours together as there is room for."""
    for hours in (1, 2, 3, 4, 6):
        highest = max(max(_joined_hours(day, hours)) for day in figures.counts)
        if 24 // hours * max(3, len(str(highest)) + 2) <= room:
            return hours
    return 12


def _joined_hours(day: Sequence[int], hours: int) -> list[int]:
    return [sum(day[start : start + hours]) for start in range(0, 24, hours)]


def _cell(count: int, highest: int, width: int) -> str:
    """A shade and its number."""
    return f"{right(shade(count, highest) + (str(count) if count else '·'), width)}"
