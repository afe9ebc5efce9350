"""Policies, a calendar and instants for the tests of promises; the days are those of Paris."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from helpdesk_tui.models import Calendar, Commitment, Event, Setting, SlaPolicy, Ticket
from helpdesk_tui.queries.commitments import of_ticket
from helpdesk_tui.rows import CommitmentRow
from helpdesk_tui.vocabulary import Priority, Status

MINUTE, HOUR = 60, 3600

HALVES = [["09:00", "12:00"], ["13:00", "17:00"]]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HALVES)


def paris(text: str) -> int:
    """Seconds since the epoch of `2026-04-27 09:00` or, of that year, `04-27 09:00`."""
    year = "" if text[4] == "-" else "2026-"
    moment = datetime.fromisoformat(year + text).replace(tzinfo=ZoneInfo("Europe/Paris"))
    return int(moment.timestamp())


def calendar(name: str = "Office", **fields: Any) -> int:
    """Unless told otherwise Paris, Monday to Friday 9 to 12 and 13 to 17, but not on 1 May 2026."""
    values = {"zone": "Europe/Paris", "week": WEEK, "closed": ["2026-05-01"], **fields}
    documents = {key: json.dumps(v) if not isinstance(v, str) else v for key, v in values.items()}
    return int(Calendar.create(name=name, name_folded=name.lower(), **documents).id)


def office() -> int:
    """The desk's calendar is the office's from now on."""
    made = calendar()
    setting("default_calendar", made)
    return made


def setting(key: str, value: object) -> None:
    """Switch something of the application."""
    Setting.insert(key=key, value=json.dumps(value)).on_conflict(
        conflict_target=[Setting.key], update={Setting.value: json.dumps(value)}
    ).execute()


def policy(
    name: str,
    target: Status = Status.RESOLVED,
    *,
    hours: float = 0,
    least: Priority | None = None,
    **fields: Any,
) -> SlaPolicy:
    """A policy for tickets of at least the priority `least`; the other fields are the table's."""
    made: SlaPolicy = SlaPolicy.create(
        name=name,
        name_folded=name.lower(),
        target_status=target,
        seconds=int(hours * HOUR),
        min_priority=least,
        **fields,
    )
    return made


def promises(ticket: int) -> dict[str, CommitmentRow]:
    """The promises on a ticket that stand, by the name of their policy."""
    return {row.policy: row for row in of_ticket(ticket)}


def withdrawn(ticket: int) -> list[str]:
    """The names of the policies whose promises on the ticket were withdrawn, in that order."""
    query = Commitment.select().where(
        Commitment.ticket == ticket, Commitment.withdrawn_at.is_null(False)
    )
    return [row.policy.name for row in query.order_by(Commitment.withdrawn_at, Commitment.id)]


def next_due(ticket: int) -> int:
    """By which the queues order the ticket."""
    return int(Ticket.get_by_id(ticket).next_due_at)


def told(ticket: int) -> dict[str, list[Any]]:
    """What the last act that changed the ticket tells of promises in its Event."""
    acts = Event.select().where(Event.ticket == ticket, ~Event.act.startswith("timer"))
    changes = json.loads(acts.order_by(Event.id.desc()).get().changes)
    return {key: pair for key, pair in changes.items() if key.startswith("sla_")}
