"""Sequences: how tickets are numbered, and why some ways are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Sequence, Ticket
from helpdesk_tui.permissions import permit
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import numbering
from helpdesk_tui.services.kinds import checks
from helpdesk_tui.services.kinds.kind import Draft, Kind

RESETS = ("never", "yearly", "monthly")
MOST_DIGITS = 12
LARGEST_NUMBER = 10**MOST_DIGITS

_PATTERN_LIMIT = 32
_LOOK_BACK = 200
"""Later numbers looked at for one that the sequence would repeat; one is enough to refuse."""

_RUNS_TOGETHER = re.compile(r"(%M|%D)(?=[0-9]|%(YYYY|YY|WY|FM|M|D))")


def _patterns(draft: Draft) -> Iterator[Invalid]:
    for field in ("prefix", "suffix"):
        yield from checks.line(field, limit=_PATTERN_LIMIT)(draft)
        draft.values[field] = draft.values[field] or ""
        # the number itself follows the prefix
        after = "0" if field == "prefix" else ""
        if found := _RUNS_TOGETHER.search(draft.values[field] + after):
            message = N_(
                "{pattern} right before a digit is read in two ways (1 and 11, or 11 and 1):"
                " put a sign between them, or use %FM for the month."
            )
            yield Invalid(field, message, pattern=found[1])


def _reset(draft: Draft) -> Iterator[Invalid]:
    """Numbers that begin anew must differ by the date that is in them."""
    reset = draft.values["reset"]
    written = draft.values["prefix"] + draft.values["suffix"]
    dated = "%YY" in written
    if reset not in RESETS:
        yield Invalid("reset", N_("Choose when numbers begin anew: never, yearly or monthly."))
    elif reset == "yearly" and not dated:
        message = N_("Numbers that begin anew each year need the year: %YYYY or %YY.")
        yield Invalid("reset", message)
    elif reset == "monthly" and not (dated and "%FM" in written):
        message = N_("Numbers that begin anew each month need year and month: %YYYY or %YY, %FM.")
        yield Invalid("reset", message)


def _next(draft: Draft) -> Iterator[Invalid]:
    """A number given once is never given again."""
    errors = [*_number(draft), *_digits(draft)]
    yield from errors
    if not errors and draft.differs("prefix", "suffix", "padding", "reset", "next_number"):
        yield from _repeated(draft)


_number = checks.number(
    "next_number", 1, LARGEST_NUMBER, N_("The next number goes from {least} to {most}.")
)
_digits = checks.number("padding", 0, MOST_DIGITS, N_("Digits go from {least} to {most}."))


def _repeated(draft: Draft) -> Iterator[Invalid]:
    day = datetime.fromtimestamp(draft.now, UTC)
    planned = _planned(draft.row, draft.values)
    known = Ticket.select(Ticket.number, Ticket.serial).where(
        Ticket.serial >= planned.next_number,
        Ticket.number.startswith(numbering.filled(planned.prefix, day)),
        Ticket.number.endswith(numbering.filled(planned.suffix, day)),
    )
    for ticket in known.order_by(Ticket.serial.desc()).limit(_LOOK_BACK):
        if numbering.written(planned, ticket.serial, day) == ticket.number:
            message = N_("{number} exists already: the next number must be above {last}.")
            yield Invalid("next_number", message, number=ticket.number, last=ticket.serial)
            return


def _planned(row: Sequence | None, values: Mapping[str, Any]) -> Sequence:
    """The sequence as it would be saved, not saved."""
    kept = row.period if row is not None else ""
    return Sequence(**{name: values[name] for name in KIND.fields}, period=kept)


def _period(draft: Draft) -> dict[str, Any]:
    """A next number that was typed holds for the present year or month."""
    if draft.row is not None and not draft.differs("next_number"):
        return {}
    day = datetime.fromtimestamp(draft.now, UTC)
    return {"period": numbering.period_of(draft.values["reset"], day)}


def upcoming(actor: Actor, row: int, fields: Mapping[str, Any], now: int, count: int) -> list[str]:
    """The next numbers that the sequence would give with these fields changed; raises Invalid."""
    permit(actor, "ticket.read")
    found = Sequence.get_by_id(row)
    before = {name: getattr(found, name) for name in KIND.fields}
    draft = Draft(actor, now, found, before, {**before, **fields}, frozenset(fields))
    for check in KIND.checks:
        for error in check(draft):
            raise error
    planned = _planned(found, draft.values | _period(draft))
    period = numbering.period_of(planned.reset, datetime.fromtimestamp(now, UTC))
    anew = period != planned.period and len(period) == len(planned.period)
    first = 1 if anew and not draft.differs("next_number") else planned.next_number
    day = datetime.fromtimestamp(now, UTC)
    return [numbering.written(planned, first + step, day) for step in range(count)]


KIND = Kind(
    "sequence",
    Sequence,
    "configuration.edit",
    {"prefix": "", "suffix": "", "padding": 4, "reset": "never", "next_number": 1},
    (_patterns, _reset, _next),
    acts=frozenset({"edit"}),
    derived=_period,
)
