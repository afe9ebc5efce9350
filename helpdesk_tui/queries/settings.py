"""The switches and values of the application, as set or by default."""

from __future__ import annotations

import json
from dataclasses import fields

from helpdesk_tui.models import Setting, tuples
from helpdesk_tui.rows import Switches


def switches() -> Switches:
    """Every setting; what nobody set has its default."""
    known = {field.name for field in fields(Switches)}
    stored = {
        key: json.loads(value) for key, value in tuples(Setting.select(Setting.key, Setting.value))
    }
    return Switches(**{key: value for key, value in stored.items() if key in known})
