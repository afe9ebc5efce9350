"""What an import did or, in a dry run, would do."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpdesk_tui.errors import HelpdeskError

KEPT = 1000
"""How many entries each list of a report holds; the counts are of all."""


@dataclass(slots=True)
class ImportReport:
    """Every line is created, already there, or refused; the lists say more about the first ones."""

    created: int = 0
    already: int = 0
    """Lines whose source and external number the desk has, or the file had, before."""
    refused: int = 0
    skipped: list[tuple[int, HelpdeskError]] = field(default_factory=list)
    """The lines refused, each with its reason."""
    shortened: int = 0
    cut: list[tuple[int, str, int]] = field(default_factory=list)
    """Texts that were cut: line, field (a key of csv_mapping.FIELDS), characters they had."""
    drawn: int = 0
    """Tickets created that say no start but another time."""
    undated: int = 0
    """Tickets created that say no time at all."""
    contradictory: int = 0
    """Tickets created whose times cannot follow each other."""
    notes: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    """Decisions worth a look, as message ids with their fields."""

    @property
    def lines(self) -> int:
        """How many lines were dealt with so far."""
        return self.created + self.already + self.refused

    def refuse(self, line: int, reason: HelpdeskError) -> None:
        self.refused += 1
        self.skipped.append((line, reason))

    def shorten(self, line: int, field: str, length: int) -> None:
        self.shortened += 1
        self.cut.append((line, field, length))

    def note(self, message: str, **fields: object) -> None:
        if (message, fields) not in self.notes:
            self.notes.append((message, fields))

    def add(self, other: ImportReport) -> None:
        """Take over what another part of the same import did, the lists as far as there is room."""
        self.created += other.created
        self.already += other.already
        self.refused += other.refused
        self.shortened += other.shortened
        self.drawn += other.drawn
        self.undated += other.undated
        self.contradictory += other.contradictory
        self.skipped += other.skipped[: KEPT - len(self.skipped)]
        self.cut += other.cut[: KEPT - len(self.cut)]
        fresh = [note for note in other.notes if note not in self.notes]
        self.notes += fresh[: KEPT - len(self.notes)]
