"""The switches and values of the application, as set or by default."""

from __future__ import annotations

import json
from dataclasses import fields

from helpdesk_tui.models import database
from helpdesk_tui.rows import Switches


def switches() -> Switches:
    """Every setting; what nobody set has its default."""
    known = {field.name for field in fields(Switches)}
    # every act reads them: built by the library, the statement would cost more than its answer
    rows = database.execute_sql("SELECT key, value FROM setting").fetchall()
    stored = {key: json.loads(value) for key, value in rows}
    return Switches(**{key: value for key, value in stored.items() if key in known})
