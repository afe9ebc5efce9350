"""How much a run measures."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import _desks
from tests.databases import absence


@dataclass(frozen=True)
class Run:
    """What each suite is asked for; the figures of a quick one tell no more than that it works."""

    folder: Path
    """Where suites may write while they measure."""
    tickets: int = 10_000
    grown: int = 1_000_000
    """Tickets of the larger desk when growth is measured."""
    rounds: int = 3
    presses: int = 40
    """Keys of each kind, and acts."""
    seconds: float = 5.0
    """For which an idle program is watched."""
    agents: int = 30
    claims: int = 3_000
    cases: int = 20_000
    """Deadlines to compute."""
    quiet: float = 0.25
    """Seconds without a byte after which a program has drawn all there is to draw."""
    bits: int = 9_600
    """A second, of a slow line."""
    server: bool = True
    """Whether PostgreSQL is measured where it is installed."""
    desks: Path = _desks.KEPT
    """Where large desks are kept."""

    def desk(self, tickets: int | None = None) -> Path:
        """The file of the large desk, to be read only."""
        return _desks.made(tickets or self.tickets, self.desks)

    def has_server(self) -> bool:
        """Whether PostgreSQL is measured too; tells why where it could not be."""
        reason = absence() if self.server else None
        if reason:
            print(f"PostgreSQL is left out: {reason}.", file=sys.stderr)
        return self.server and reason is None


def quick(folder: Path, tickets: int) -> Run:
    """A few of everything."""
    return Run(
        folder,
        tickets,
        grown=10 * tickets,
        rounds=1,
        presses=8,
        seconds=1.0,
        agents=4,
        claims=200,
        cases=2_000,
        bits=115_200,
    )
