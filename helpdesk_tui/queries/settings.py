"""The switches and values of the application, as set or by default."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import lru_cache

from helpdesk_tui.models import Team, Ticket, database
from helpdesk_tui.rows import Switches


def switches() -> Switches:
    """Every setting; what nobody set has its default."""
    # every act reads them: built by the library, the statement would cost more than its answer
    rows = database.execute_sql("SELECT key, value FROM setting").fetchall()
    return _read(tuple((key, value) for key, value in rows))


@lru_cache(maxsize=8)
def _read(rows: tuple[tuple[str, str], ...]) -> Switches:
    known = {field.name for field in fields(Switches)}
    stored = {key: json.loads(value) for key, value in rows}
    return Switches(**{key: value for key, value in stored.items() if key in known})


def is_untouched() -> bool:
    """Whether the desk is new: neither team nor ticket, and the first steps were never shown."""
    return not (Team.select().exists() or Ticket.select().exists() or switches().guided)
