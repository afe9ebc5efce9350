"""The Event of an act on configuration."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from helpdesk_tui.errors import Outdated
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Agent, Event, tuples
from helpdesk_tui.rows import Actor


def record(
    actor: Actor,
    kind: str,
    row: int,
    act: str,
    now: int,
    changes: Mapping[str, tuple[object, object]],
) -> int:
    """Write who did what to the row, each field's old and new value, and return the Event's id."""
    return int(
        Event.insert(
            kind=kind,
            row=row,
            at=now,
            agent=actor.id,
            act=act,
            changes=json.dumps(changes),
            via=actor.via,
        ).execute()
    )


def refuse_overwriting(kind: str, row: int, seen: int, fields: Iterable[str]) -> None:
    """Edits of different fields merge; the same field changed by another agent is named."""
    later = (
        Event.select(Event.changes, Agent.name)
        .join(Agent)
        .where(Event.kind == kind, Event.row == row, Event.id > seen)
        .order_by(Event.id.desc())
    )
    for changes, name in tuples(later):
        if set(json.loads(changes)) & set(fields):
            raise Outdated(
                N_("{who} has changed the same meanwhile: leave with Escape and look at it anew."),
                who=name,
            )
