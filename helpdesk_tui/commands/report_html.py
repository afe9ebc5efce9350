"""A dashboard as one page that needs nothing from elsewhere: no script, no font, no picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from helpdesk_tui import dates, report_titles
from helpdesk_tui.commands import report_svg
from helpdesk_tui.commands.report_svg import safe
from helpdesk_tui.i18n import Word, _, language
from helpdesk_tui.report_titles import percent, step_name
from helpdesk_tui.reports import (
    Breakdown,
    Cause,
    Heat,
    Kept,
    Lasting,
    Miss,
    Point,
    Scope,
)

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2226; --quiet: #5b6b7a; --ground: #fbfbfa;
  --bar: #1f6aa5; --other: #9aa7b2; --late: #b3261e; --rule: #d5d9dd; }
@media (prefers-color-scheme: dark) { :root { --ink: #d6dbe0; --quiet: #8fa3b5; --ground: #15181c;
  --bar: #7cc0ea; --other: #5b6b7a; --late: #ef6f6c; --rule: #323a43; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
  max-width: 54rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2.4rem 0 .6rem;
  border-bottom: 1px solid var(--rule); } .quiet { color: var(--quiet); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--quiet); } td, th { padding: .15rem .6rem
  .15rem 0; }
i { font-style: normal; margin-right: 1.2rem; } i::before { content: "■ "; color: var(--bar); }
i.b::before { color: var(--other); } i.l::before { content: "━ "; color: var(--late); }
svg { display: block; max-width: 100%; height: auto; font: 13px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .n { text-anchor: end; } svg .c { text-anchor: middle; }
svg rect { fill: var(--bar); } svg .b { fill: var(--other); }
svg polyline { fill: none; stroke: var(--late); stroke-width: 2; }
details { margin-top: .8rem; } summary { cursor: pointer; color: var(--quiet); }
"""


def page(title: str, about: str, found: dict[str, Any], scope: Scope, now: int) -> str:
    """The whole page; `found` are the figures of each part of one dashboard."""
    titles = {**report_titles.TICKETS, **report_titles.SLA}
    pen = _Pen(scope, now)
    parts = [
        f"<h2>{safe(_(titles[name]))}</h2>\n{pen.part(name, figures)}"
        for name, figures in found.items()
    ]
    read = dates.full(now, scope.zone)
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{language()}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{safe(title)} · {safe(about)}</title><style>{_STYLE}</style></head><body>",
            f'<h1>{safe(title)}</h1><p class="quiet">{safe(about)} · {safe(read)}</p>',
            *parts,
            "</body></html>",
        )
    )


class _Pen:
    def __init__(self, scope: Scope, now: int) -> None:
        self._scope = scope
        self._now = now
        self._drawn: dict[str, Callable[[Any], str]] = {
            "trend": self._trend,
            "lasting": self._lasting,
            "heat": self._heat,
            "policies": self._kept,
            "months": self._kept,
            "teams": self._kept,
            "agents": self._kept,
            "worst": self._worst,
            "causes": self._causes,
        }

    def part(self, name: str, figures: Any) -> str:
        return self._drawn.get(name, self._breakdown)(figures)

    def _trend(self, points: Sequence[Point]) -> str:
        labels = [step_name(point.start, self._scope, self._now) for point in points]
        known = [point.backlog for point in points if point.backlog is not None]
        chart = report_svg.trend(
            labels,
            [point.created for point in points],
            [point.resolved for point in points],
            known,
        )
        legend = "".join(
            f'<i class="{kind}">{safe(word)} <b>{safe(count)}</b></i>'
            for kind, word, count in (
                ("a", _("created"), sum(point.created for point in points)),
                ("b", _("resolved"), sum(point.resolved for point in points)),
                ("l", _("backlog"), known[-1] if known else "—"),
            )
        )
        heads = ("", _("created"), _("resolved"), _("reopened"), _("backlog"))
        rows = (
            (label, point.created, point.resolved, point.reopened, point.backlog)
            for label, point in zip(labels, points, strict=True)
        )
        summary = f"<summary>{safe(_('Figures'))}</summary>"
        figures = f"<details>{summary}{_table(heads, rows)}</details>"
        return f"<p>{legend}</p>{chart}{figures}"

    def _breakdown(self, figures: Breakdown) -> str:
        if not figures.bars:
            return _nothing(report_titles.NONE_CREATED)
        total = sum(each.count for each in figures.bars) + figures.others
        rows = [
            (_named(each.label), each.count, (str(each.count), _share(each.count, total)))
            for each in figures.bars
        ]
        if figures.others:
            said = str(figures.others), _share(figures.others, total)
            rows.append((_("others"), 0, said))
        return report_svg.bars(rows, max(each.count for each in figures.bars))

    def _lasting(self, figures: Sequence[Lasting]) -> str:
        heads = ("", _("tickets"), _("half within"), _("9 of 10"))
        rows = []
        for each in figures:
            lines = (
                (_(report_titles.LASTING[each.measure]), each.tickets, each.real),
                (_("in working time"), "", each.working),
            )
            for label, count, within in lines:
                half = dates.duration(within.median) if within else "—"
                most = dates.duration(within.ninth_decile) if within else "—"
                rows.append((label, count, half, most))
        return _table(heads, rows)

    def _heat(self, figures: Heat) -> str:
        if not any(map(any, figures.counts)):
            return _nothing(report_titles.NONE_CREATED)
        return report_svg.heat(dates.weekdays(), figures.counts)

    def _kept(self, rows: Sequence[Kept]) -> str:
        if not rows:
            return _nothing(report_titles.NONE_DECIDED)
        drawn = []
        for row in rows:
            names = [_named(name) for name in (row.policy_name, row.part) if name]
            label = " · ".join(names) or dates.month(row.start, self._scope.zone)
            drawn.append(
                (label, row.share or 0, (f"✓ {row.met}", f"✗ {row.missed}", percent(row.share)))
            )
        return report_svg.bars(drawn, 1)

    def _worst(self, rows: Sequence[Miss]) -> str:
        if not rows:
            return _nothing(report_titles.NONE_MISSED)
        heads = (_("too late by"), _("ticket"), "", _("policy"), _("agent"))
        return _table(
            heads,
            (
                (
                    dates.duration(row.overrun),
                    row.number,
                    row.subject,
                    row.policy_name,
                    row.agent or "—",
                )
                for row in rows
            ),
        )

    def _causes(self, rows: Sequence[Cause]) -> str:
        total = sum(row.seconds for row in rows)
        if not any(row.misses for row in rows):
            return _nothing(report_titles.NONE_MISSED)
        return report_svg.bars(
            [
                (
                    _(report_titles.STATES[row.state]),
                    row.seconds,
                    (dates.duration(row.seconds), _share(row.seconds, total)),
                )
                for row in rows
            ],
            total,
        )


def _named(label: str) -> str:
    return _(label) if isinstance(label, Word) else label


def _share(part: int, whole: int) -> str:
    return percent(part / whole if whole else None)


def _nothing(message: str) -> str:
    return f'<p class="quiet">{safe(_(message))}</p>'


def _table(heads: Sequence[str], rows: Iterator[Sequence[Any]] | Sequence[Sequence[Any]]) -> str:
    lines = [f"<tr>{''.join(f'<th>{safe(head)}</th>' for head in heads)}</tr>"]
    for row in rows:
        lines.append(f"<tr>{''.join(_cell(value) for value in row)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _cell(value: Any) -> str:
    return f"<td>{safe('—' if value is None else value)}</td>"
