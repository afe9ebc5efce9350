"""Importing tickets: lines are checked, then written in batches that nobody has to wait for."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from contextlib import nullcontext
from itertools import islice

from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import database
from helpdesk_tui.permissions import permit
from helpdesk_tui.rows import Actor
from helpdesk_tui.services.csv_lines import CsvLines
from helpdesk_tui.services.csv_mapping import ColumnMap
from helpdesk_tui.services.csv_tickets import TicketLine, TicketReader
from helpdesk_tui.services.import_batch import Batch
from helpdesk_tui.services.import_parties import Parties
from helpdesk_tui.services.import_report import ImportReport
from helpdesk_tui.text import intake_line

BATCH = 200
"""Lines that one transaction writes at most."""

SLICE = 0.05
"""Seconds after which a transaction begins nothing more, so that agents at work never wait."""

PAUSE = 0.02
"""Seconds between two transactions: without a gap, who waits for the lock would hardly get it."""

_GROUP = 50
"""Lines that the same statements write."""

_SOURCE_LIMIT = 64


class Import:
    """An import under way: `step` again and again, until it says that nothing is left."""

    def __init__(
        self,
        actor: Actor,
        lines: CsvLines,
        mapping: ColumnMap,
        now: int,
        zone: str,
        *,
        source: str = "csv",
        dry_run: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        permit(actor, "ticket.import")
        self.report = ImportReport()
        self._actor = actor
        self._now = now
        self._source = _named(source)
        self._dry_run = dry_run
        self._clock = clock
        self._sleep = sleep
        self._lines = iter(lines)
        self._reader = TicketReader(mapping, now, zone)
        self._waiting: deque[TicketLine] = deque()
        self._created: set[str] = set()
        self._parties = Parties(actor)

    def step(self) -> bool:
        """Deal with some lines in one transaction and say whether any are left.

        When it raises, that batch wrote nothing, and the next step tries the same lines again.
        """
        more = self._check()
        if self._waiting:
            self._deal()
        return more or bool(self._waiting)

    def _check(self) -> bool:
        """Read lines until a batch waits, refusing the bad ones; whether the file may hold more."""
        room = BATCH - len(self._waiting)
        read = 0
        for line in islice(self._lines, room):
            read += 1
            try:
                self._waiting.append(self._reader.read(line))
            except HelpdeskError as reason:
                self.report.refuse(line.number, reason)
        return read == room

    def _deal(self) -> None:
        if self._created and not self._dry_run:
            self._sleep(PAUSE)
        try:
            with nullcontext() if self._dry_run else database.atomic():
                batch = Batch(
                    self._actor, self._now, self._source, self._parties, dry_run=self._dry_run
                )
                dealt = self._groups(batch)
        except BaseException:
            self._parties.forget()  # the ids it learned are undone with the rest
            raise
        for _line in range(dealt):
            self._waiting.popleft()
        self._created |= batch.seen
        self.report.add(batch.report)

    def _groups(self, batch: Batch) -> int:
        """Deal with waiting lines until the time is up; how many they were."""
        began = self._clock()
        dealt = 0
        while dealt < len(self._waiting) and (not dealt or self._clock() - began < SLICE):
            group = list(islice(self._waiting, dealt, dealt + _GROUP))
            batch.deal(group, self._created)
            dealt += len(group)
        return dealt


def _named(source: str) -> str:
    name = intake_line(source)
    if not name or len(name) > _SOURCE_LIMIT:
        raise Invalid(
            "source",
            N_("A source is a short name, such as that of the other helpdesk: {limit} characters."),
            limit=_SOURCE_LIMIT,
        )
    return name
