"""What is loaded while people read the first list: their first key would have to wait for it."""

from __future__ import annotations

import sys
from importlib import import_module

AFTER = 0.3
"""Seconds from the start until the first of it."""

APART = 0.03
"""Seconds between two of them, in which keys are answered."""

_PACKAGE = __package__.partition(".")[0]
_NAMES = (
    "services.change",
    "services.lifecycle",
    "services.undo",
    "screens.outcome",
    "screens.prompt",
    "screens.compose",
    "screens.choose",
    "services.configuration",
    "screens.form",
    "screens.asking",
    "screens.undoing",
    "services.triage",
    "screens.ticket",
    "screens.keys",
    "query_language",
    "queries.query_conditions",
    "query_completion",
)
"""In small steps, what others need before them; reports and configuration wait for their key."""


def load_one() -> bool:
    """Load the first that is missing; whether there was any."""
    names = (f"{_PACKAGE}.{name}" for name in _NAMES)
    missing = next((name for name in names if name not in sys.modules), None)
    if missing is not None:
        import_module(missing)
    return missing is not None
