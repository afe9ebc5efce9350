"""A dashboard as one page that needs nothing from elsewhere: no script, no font, no picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from helpdesk_tui import dates, report_titles
from helpdesk_tui.commands import report_svg
from helpdesk_tui.commands.report_page import Drawn, Heading, key, nothing, table, tiles, whole
from helpdesk_tui.i18n import Word, _
from helpdesk_tui.report_titles import column, percent, step_name
from helpdesk_tui.reports import (
    Breakdown,
    Cause,
    Heat,
    Kept,
    Lasting,
    Miss,
    Point,
    Quantiles,
    Scope,
)


def page(title: str, about: str, found: dict[str, Any], scope: Scope, now: int) -> str:
    """The whole page; `found` are the figures of each part of one dashboard."""
    pen = _Pen(scope, now)
    titles = {**report_titles.TICKETS, **report_titles.SLA}
    parts = [(_(titles[name]), pen.part(name, figures)) for name, figures in found.items()]
    as_of = _("as of {instant}").format(instant=dates.full(now, scope.zone))
    return whole(title, (about, as_of), tiles(_sums(found)), parts)


def _sums(found: dict[str, Any]) -> Iterable[tuple[str, object]]:
    """What stands in large figures under the title."""
    if "trend" in found:
        points: Sequence[Point] = found["trend"]
        known = [point.backlog for point in points if point.backlog is not None]
        return (
            (column("created"), sum(point.created for point in points)),
            (column("resolved"), sum(point.resolved for point in points)),
            (column("reopened"), sum(point.reopened for point in points)),
            (column("backlog"), known[-1] if known else "—"),
        )
    rows: Sequence[Kept] = found["policies"]
    met, missed = sum(row.met for row in rows), sum(row.missed for row in rows)
    return (
        (column("met"), met),
        (column("missed"), missed),
        (column("share"), percent(met / (met + missed) if met + missed else None)),
    )


class _Pen:
    def __init__(self, scope: Scope, now: int) -> None:
        self._scope = scope
        self._now = now
        self._drawn: dict[str, Callable[[str, Any], Drawn]] = {
            "trend": self._trend,
            "lasting": self._lasting,
            "heat": self._heat,
            "policies": self._policies,
            "months": self._months,
            "teams": self._parts,
            "agents": self._parts,
            "worst": self._worst,
            "causes": self._causes,
        }

    def part(self, name: str, figures: Any) -> Drawn:
        return self._drawn.get(name, self._breakdown)(name, figures)

    # Tickets

    def _trend(self, name: str, points: Sequence[Point]) -> Drawn:
        if not any(p.created or p.resolved or p.reopened or p.backlog for p in points):
            return nothing(report_titles.NONE_CREATED)
        labels = [step_name(point.start, self._scope, self._now) for point in points]
        came, went = [p.created for p in points], [p.resolved for p in points]
        stayed = [point.backlog for point in points if point.backlog is not None]
        chart = report_svg.trend(_(report_titles.TICKETS[name]), labels, came, went, stayed)
        legend = key(("a", column("created")), ("b", column("resolved")), ("l", column("backlog")))
        most, highest = max([1, *came, *went]), max([1, *stayed])
        rows = [
            (
                label,
                *(point.created, _bar("a", point.created, most)),
                *(point.resolved, _bar("b", point.resolved, most)),
                point.reopened,
                *(point.backlog, _bar("l", point.backlog or 0, highest)),
            )
            for label, point in zip(labels, points, strict=True)
        ]
        heads = _heads("start", "created", "", "resolved", "", "reopened", "backlog", "")
        return Drawn(legend + chart + table(heads, rows, kind="thrice", folds=_("Figures")))

    def _breakdown(self, name: str, figures: Breakdown) -> Drawn:
        total = sum(each.count for each in figures.bars) + figures.others
        if not total:
            is_of_now = name == "age"
            return nothing(report_titles.NONE_OPEN if is_of_now else report_titles.NONE_CREATED)
        most = max(each.count for each in figures.bars)
        rows: list[Sequence[object]] = [
            (_named(each.label), each.count, _share(each.count, total), _bar("a", each.count, most))
            for each in figures.bars
        ]
        if figures.others:
            rows.append((_("others"), figures.others, _share(figures.others, total), Drawn("")))
        return table(_heads(name, "tickets", "share", ""), rows)

    def _lasting(self, name: str, figures: Sequence[Lasting]) -> Drawn:
        rows = [
            (
                _(report_titles.LASTING[each.measure]),
                each.tickets,
                *_within(each.real),
                *_within(each.working),
            )
            for each in figures
        ]
        real, working = ("median_seconds", "p90_seconds"), ("median_working_seconds",)
        return table(_heads("of", "tickets", *real, *working, "p90_working_seconds"), rows)

    def _heat(self, name: str, figures: Heat) -> Drawn:
        if not any(map(any, figures.counts)):
            return nothing(report_titles.NONE_CREATED)
        title = _(report_titles.TICKETS[name])
        return Drawn(report_svg.heat(title, dates.weekdays(), figures.counts))

    # SLA

    def _policies(self, name: str, rows: Sequence[Kept]) -> Drawn:
        return self._kept("policy", rows, [(_named(row.policy_name), row) for row in rows])

    def _months(self, name: str, rows: Sequence[Kept]) -> Drawn:
        zone = self._scope.zone
        return self._kept("month", rows, [(dates.month(row.start, zone), row) for row in rows])

    def _parts(self, name: str, rows: Sequence[Kept]) -> Drawn:
        """Under the name of each policy, its teams or agents."""
        lines: list[tuple[object, Kept | None]] = []
        policy = None
        for row in rows:
            if row.policy != policy:
                policy = row.policy
                lines.append((Heading(_named(row.policy_name)), None))
            lines.append((_named(row.part), row))
        return self._kept(name.removesuffix("s"), rows, lines)

    def _kept(
        self, by: str, rows: Sequence[Kept], lines: Sequence[tuple[object, Kept | None]]
    ) -> Drawn:
        if not any(row.met or row.missed for row in rows):
            return nothing(report_titles.NONE_DECIDED)
        drawn: list[Sequence[object]] = []
        for label, row in lines:
            if row is None:
                drawn.append((label,))
                continue
            sides = report_svg.bar(
                ("a", row.met), ("m", row.missed), whole=max(1, row.met + row.missed)
            )
            drawn.append((label, row.met, row.missed, percent(row.share), Drawn(sides)))
        legend = key(("a", column("met")), ("m", column("missed")))
        return Drawn(legend + table(_heads(by, "met", "missed", "share", ""), drawn))

    def _worst(self, name: str, rows: Sequence[Miss]) -> Drawn:
        if not rows:
            return nothing(report_titles.NONE_MISSED)
        heads = _heads(
            "overrun_seconds", "number", "subject", "policy", "agent", "due_at", "met_at"
        )
        return table(
            heads,
            [
                (
                    dates.duration(row.overrun),
                    row.number,
                    row.subject,
                    row.policy_name,
                    row.agent or None,
                    self._instant(row.due_at),
                    None if row.met_at is None else self._instant(row.met_at),
                )
                for row in rows
            ],
        )

    def _instant(self, at: int) -> str:
        return dates.instant(at, self._scope.zone, self._now)

    def _causes(self, name: str, rows: Sequence[Cause]) -> Drawn:
        if not any(row.misses for row in rows):
            return nothing(report_titles.NONE_MISSED)
        total = sum(row.seconds for row in rows)
        return table(
            _heads("state", "missed_mostly", "working_seconds", "share", ""),
            [
                (
                    _(report_titles.STATES[row.state]),
                    row.misses,
                    dates.duration(row.seconds),
                    _share(row.seconds, total),
                    _bar("a", row.seconds, total),
                )
                for row in rows
            ],
        )


_WRITTEN = frozenset({"type", "customer", "policy", "team", "agent", "subject", "of", "state"})
_UNBROKEN = frozenset({"start", "month", "status", "priority", "age", "number", "due_at", "met_at"})
"""Columns of words, and of those that stay on one line; the others hold figures."""


def _heads(*names: str) -> list[tuple[str, str]]:
    """Titles of columns with what kind each is; those without a name hold bars."""
    return [(column(name) if name else "", _kind(name)) for name in names]


def _kind(name: str) -> str:
    if not name:
        return "g"
    return "w" if name in _UNBROKEN else "t" if name in _WRITTEN else "n"


def _bar(kind: str, value: float, whole_one: float) -> Drawn:
    return Drawn(report_svg.bar((kind, value), whole=whole_one))


def _within(quantiles: Quantiles | None) -> tuple[str | None, str | None]:
    if quantiles is None:
        return None, None
    return dates.duration(quantiles.median), dates.duration(quantiles.ninth_decile)


def _named(label: str) -> str:
    return _(label) if isinstance(label, Word) else label


def _share(part: float, total: float) -> str:
    return percent(part / total if total else None)
