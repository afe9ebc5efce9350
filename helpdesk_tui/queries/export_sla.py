"""The deadlines of one ticket as other programs read them, with all that they are made of."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.dates import iso
from helpdesk_tui.queries import commitments, export
from helpdesk_tui.rows import CommitmentRow
from helpdesk_tui.sla_explanation import Pauses, explain

Record = dict[str, Any]


def explained(ticket: int, now: int) -> list[Record]:
    """Every promise that stands: what `sla` of a ticket gives, and what its deadline is made of."""
    pauses = commitments.pauses(ticket)
    return [_explained(promise, pauses, now) for promise in commitments.of_ticket(ticket)]


def _explained(promise: CommitmentRow, pauses: Pauses, now: int) -> Record:
    told = explain(promise, pauses)
    return {
        **export.sla(promise, now),
        "target_days": promise.target.days,
        "target_seconds": promise.target.seconds,
        "working_days_only": promise.working_days_only,
        "after_days": None if told.after_days is None else iso(told.after_days),
        "made_up_seconds": told.made_up,
        "pieces": [
            {
                "from": iso(piece.from_at),
                "to": iso(piece.to_at),
                "kind": piece.kind,
                "seconds": piece.seconds,
            }
            for piece in told.pieces
        ],
        "running_seconds": told.running,
        "left_seconds": told.left,
        "adds_up": told.adds_up,
    }
