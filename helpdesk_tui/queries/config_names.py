"""What rows of configuration are called, and which row a name means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from helpdesk_tui.config_fields import key_of
from helpdesk_tui.errors import NotFound
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import tuples
from helpdesk_tui.queries.config_listings import LISTINGS
from helpdesk_tui.text import fold, intake_line, one_line

_SEVERAL = N_("Several are named “{name}”: choose in the interface, or rename one of them.")
_NONE = N_("{kind} “{name}”: there is none of that name; known are {known}.")
_NONE_AT_ALL = N_("{kind} “{name}”: there is none of that name, nor any other.")

_TOLD = 8
"""Names that a refusal lists."""


@dataclass(slots=True)
class ConfigNames:
    """The names of rows, each kind read when it is first asked for and until it is forgotten."""

    now: int
    _read: dict[str, dict[int, tuple[str, bool]]] = field(default_factory=dict)

    def called(self, kind: str, row: int) -> str:
        """The name; contacts without an address go by what people call them."""
        return self._rows(kind)[row][0]

    def find(self, kind: str, name: str, *, archived: bool = False) -> int:
        """The row of that name, one that is `archived` or not if it can be; raises NotFound."""
        rows = self._meant(kind, name)
        rows = [row for row in rows if self._rows(kind)[row][1] == archived] or rows
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise NotFound(_SEVERAL, name=one_line(name, 60))
        known = self._known(kind)
        message = _NONE if known else _NONE_AT_ALL
        raise NotFound(message, kind=kind, name=one_line(name, 60), known=known)

    def forget(self, kind: str) -> None:
        """Read the kind anew: it has other rows now."""
        self._read.pop(kind, None)

    def _meant(self, kind: str, name: str) -> list[int]:
        asked = intake_line(name)
        rows = self._rows(kind)
        exact = [row for row, (called, _gone) in rows.items() if called == asked]
        return exact or [
            row for row, (called, _gone) in rows.items() if fold(called) == fold(asked)
        ]

    def _known(self, kind: str) -> str:
        offered = sorted((n for n, gone in self._rows(kind).values() if not gone), key=fold)
        shown = [one_line(name, 40) for name in offered[:_TOLD]]
        return ", ".join([*shown, "…"] if len(offered) > _TOLD else shown)

    def _rows(self, kind: str) -> dict[int, tuple[str, bool]]:
        if kind not in self._read:
            self._read[kind] = {
                row: (called or name, bool(gone)) for row, called, name, gone in _named(kind)
            }
        return self._read[kind]


def _named(kind: str) -> list[tuple[Any, ...]]:
    listing = LISTINGS[kind]
    table = listing.table
    key = getattr(table, key_of(kind))
    if not listing.archived:
        return [(*row, False) for row in tuples(table.select(table.id, key, key))]
    return tuples(table.select(table.id, key, table.name, table.archived))
