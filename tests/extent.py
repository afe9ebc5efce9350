"""How much the trials do: all of it where HELPDESK_SOAK=full asks for that, else a seeded part."""

from __future__ import annotations

import os

FULL = os.environ.get("HELPDESK_SOAK") == "full"


def many(whole: int, part: int) -> int:
    """The number of rounds or examples of a trial."""
    return whole if FULL else part
