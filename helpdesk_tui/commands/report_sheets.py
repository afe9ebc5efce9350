"""The parts of a report as rows of plain values, for tables, CSV and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from helpdesk_tui.dates import iso
from helpdesk_tui.i18n import Word
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
from helpdesk_tui.vocabulary import Priority, Status

Row = dict[str, Any]

OTHERS = "(others)"
"""The name under which those are added up that have no row of their own."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One part: rows of equal columns, the first `keys` of which say what the row is about."""

    part: str
    keys: int
    rows: list[Row]


def sheet(part: str, figures: Any, scope: Scope) -> Sheet:
    """Instants are ISO 8601 in UTC, months and weekdays those of the report's zone."""
    keys, draw = _PARTS[part]
    return Sheet(part, keys, list(draw(figures, scope)))


def _trend(points: Sequence[Point], scope: Scope) -> Iterator[Row]:
    for point in points:
        yield {
            "start": iso(point.start),
            "created": point.created,
            "resolved": point.resolved,
            "reopened": point.reopened,
            "backlog": point.backlog,
        }


def _by_status(figures: Breakdown, scope: Scope) -> Iterator[Row]:
    return _words("status", [status.word for status in Status], figures)


def _by_priority(figures: Breakdown, scope: Scope) -> Iterator[Row]:
    return _words("priority", [priority.word for priority in Priority], figures)


def _by_age(figures: Breakdown, scope: Scope) -> Iterator[Row]:
    return _words("age", [str(bar.label) for bar in figures.bars], figures)


def _words(key: str, words: Sequence[str], figures: Breakdown) -> Iterator[Row]:
    for word, bar in zip(words, figures.bars, strict=True):
        yield {key: word, "tickets": bar.count}


def _by_type(figures: Breakdown, scope: Scope) -> Iterator[Row]:
    return _named("type", figures)


def _by_customer(figures: Breakdown, scope: Scope) -> Iterator[Row]:
    return _named("customer", figures)


def _named(key: str, figures: Breakdown) -> Iterator[Row]:
    yield from ({key: _name(bar.label), "tickets": bar.count} for bar in figures.bars)
    if figures.others:
        yield {key: OTHERS, "tickets": figures.others}


def _name(label: str) -> str | None:
    """A name; our own word for having none is no name."""
    return None if isinstance(label, Word) else label or None


def _lasting(figures: Sequence[Lasting], scope: Scope) -> Iterator[Row]:
    for each in figures:
        yield {
            "of": each.measure.name.lower(),
            "tickets": each.tickets,
            "median_seconds": each.real.median if each.real else None,
            "p90_seconds": each.real.ninth_decile if each.real else None,
            "median_working_seconds": each.working.median if each.working else None,
            "p90_working_seconds": each.working.ninth_decile if each.working else None,
        }


def _heat(figures: Heat, scope: Scope) -> Iterator[Row]:
    for weekday, hours in zip(WEEKDAYS, figures.counts, strict=True):
        for hour, count in enumerate(hours):
            yield {"weekday": weekday, "hour": hour, "created": count}


def _policies(rows: Sequence[Kept], scope: Scope) -> Iterator[Row]:
    for row in rows:
        yield {"policy": row.policy_name, **_decided(row)}


def _teams(rows: Sequence[Kept], scope: Scope) -> Iterator[Row]:
    for row in rows:
        yield {"policy": row.policy_name, "team": _name(row.part), **_decided(row)}


def _agents(rows: Sequence[Kept], scope: Scope) -> Iterator[Row]:
    for row in rows:
        yield {"policy": row.policy_name, "agent": _name(row.part), **_decided(row)}


def _months(rows: Sequence[Kept], scope: Scope) -> Iterator[Row]:
    for row in rows:
        begun = datetime.fromtimestamp(row.start, ZoneInfo(scope.zone))
        yield {"month": f"{begun:%Y-%m}", **_decided(row)}


def _decided(row: Kept) -> Row:
    share = None if row.share is None else round(row.share, 4)
    return {"met": row.met, "missed": row.missed, "share": share}


def _worst(rows: Sequence[Miss], scope: Scope) -> Iterator[Row]:
    for row in rows:
        yield {
            "number": row.number,
            "policy": row.policy_name,
            "overrun_seconds": row.overrun,
            "due_at": iso(row.due_at),
            "met_at": None if row.met_at is None else iso(row.met_at),
            "agent": row.agent or None,
            "subject": row.subject,
        }


def _causes(rows: Sequence[Cause], scope: Scope) -> Iterator[Row]:
    for row in rows:
        yield {"state": row.state, "missed_mostly": row.misses, "working_seconds": row.seconds}


_PARTS: dict[str, tuple[int, Callable[[Any, Scope], Iterator[Row]]]] = {
    "trend": (1, _trend),
    "status": (1, _by_status),
    "type": (1, _by_type),
    "priority": (1, _by_priority),
    "customer": (1, _by_customer),
    "age": (1, _by_age),
    "lasting": (1, _lasting),
    "heat": (2, _heat),
    "policies": (1, _policies),
    "months": (1, _months),
    "teams": (2, _teams),
    "agents": (2, _agents),
    "worst": (2, _worst),
    "causes": (1, _causes),
}
"""For each part, how many of its columns are keys, and how its rows are drawn."""
