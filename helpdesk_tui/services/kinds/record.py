"""The Event of an act on configuration."""

from __future__ import annotations

import json
from collections.abc import Mapping

from helpdesk_tui.models import Event
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
