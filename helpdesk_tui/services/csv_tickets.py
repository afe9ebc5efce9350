"""A line of a CSV file read as a ticket: every value checked, before anything is written."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, Word
from helpdesk_tui.services.csv_lines import Line
from helpdesk_tui.services.csv_mapping import FIELDS, ColumnMap, plain
from helpdesk_tui.services.csv_words import PRIORITIES, STATUSES
from helpdesk_tui.text import intake_line, intake_text, one_line
from helpdesk_tui.typed_dates import parse_instant
from helpdesk_tui.vocabulary import SUBJECT_LIMIT, TEXT_LIMIT, Priority, Status

SHOWN = 40
"""Characters of a wrong value that a refusal repeats."""

_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")


class Start(Enum):
    """Where the start of a ticket comes from."""

    TOLD = "told"
    DRAWN = "drawn"
    """From the first response or the end, whichever came first."""
    NOW = "now"


@dataclass(frozen=True, slots=True)
class TicketLine:
    """What one line says, checked; texts are empty and the rest None where it says nothing."""

    number: int
    external_id: str
    subject: str
    description: str
    customer: str
    contact_name: str
    contact_email: str
    type: str
    priority: Priority | None
    status: Status
    team: str
    assignee: str
    started_at: int
    start: Start
    responded_at: int | None
    ended_at: int | None
    """As the file says, even before the start; given to every resolved line, to no open one."""
    due_at: int | None
    resolution: str
    cut: tuple[tuple[str, int], ...]
    """Fields that were longer than what is kept, with their length."""

    @property
    def finished_at(self) -> int | None:
        """The end where a chronicle can put it: never before the start."""
        return None if self.ended_at is None else max(self.started_at, self.ended_at)

    @property
    def answered_at(self) -> int:
        """When somebody first wrote back, as far as that fits between start and end."""
        answered = self.responded_at or self.started_at
        last = answered if self.finished_at is None else self.finished_at
        return answered if self.started_at <= answered <= last else self.started_at

    @property
    def contradicts_itself(self) -> bool:
        """Whether it says an end before the start, or a first response that does not fit."""
        ends_early = self.ended_at is not None and self.ended_at < self.started_at
        return ends_early or self.responded_at not in (None, self.answered_at)

    def stays(self) -> list[tuple[Status, int]]:
        """The statuses the ticket went through and when it entered each, the present one last."""
        path = [(Status.NEW, self.started_at)]
        if self.finished_at is None:
            return path if self.status == Status.NEW else [*path, (self.status, self.answered_at)]
        if self.answered_at > self.started_at:
            path.append((Status.IN_PROGRESS, self.answered_at))
        path.append((Status.RESOLVED, self.finished_at))
        if self.status == Status.CLOSED:
            path.append((Status.CLOSED, self.finished_at))
        return path


class TicketReader:
    """Turns lines into tickets; equal lines are told apart by their rank."""

    def __init__(self, mapping: ColumnMap, now: int, zone: str) -> None:
        self._mapping = mapping
        self._now = now
        self._zone = zone
        self._instants: dict[str, int] = {}
        self._alike: Counter[bytes] = Counter()

    def read(self, line: Line) -> TicketLine:
        """The ticket of the line; raises the refusal of the first thing that is wrong in it."""
        if line.problem is not None:
            raise line.problem
        extra = [cell for cell in line.cells[len(self._mapping.header) :] if cell.strip()]
        if extra:
            message = N_(
                "Line {line} has {count} columns, the header {expected}: a quotation mark or a"
                " delimiter is probably missing."
            )
            expected = len(self._mapping.header)
            raise _wrong(line, "line", message, count=len(line.cells), expected=expected)
        return self._ticket(line, _Texts(line, self._mapping))

    def _ticket(self, line: Line, texts: _Texts) -> TicketLine:
        responded, ended = (self._instant(line, field) for field in ("responded_at", "ended_at"))
        known = [instant for instant in (responded, ended) if instant is not None]
        started, start = self._instant(line, "started_at"), Start.TOLD
        if started is None:
            started = min(known, default=self._now)
            start = Start.DRAWN if known else Start.NOW
        status = self._status(line, ended)
        if status < Status.RESOLVED:
            ended = None
        elif ended is None:
            ended = max(started, *known) if known else started
        name, email = _person(line, texts)
        return TicketLine(
            number=line.number,
            external_id=self._external_id(line),
            subject=_subject(line, texts),
            description=texts.many("description"),
            customer=texts.one("customer"),
            contact_name=name,
            contact_email=email,
            type=texts.one("type"),
            priority=self._priority(line),
            status=status,
            team=texts.one("team"),
            assignee=texts.one("assignee"),
            started_at=started,
            start=start,
            responded_at=responded,
            ended_at=ended,
            due_at=self._instant(line, "due_at"),
            resolution=texts.many("resolution"),
            cut=tuple(texts.cut.items()),
        )

    def _instant(self, line: Line, field: str) -> int | None:
        typed = self._mapping.cell(line.cells, field)
        if not typed:
            return None
        if typed not in self._instants:
            try:
                self._instants[typed] = parse_instant(typed, self._now, self._zone)
            except Invalid as error:
                message = N_(
                    "Line {line}: the {what} “{value}” is not a date; write it like"
                    " 2026-04-27 09:00."
                )
                raise _wrong(line, field, message, typed, what=Word(FIELDS[field])) from error
        return self._instants[typed]

    def _priority(self, line: Line) -> Priority | None:
        typed = self._mapping.cell(line.cells, "priority")
        if not typed:
            return None
        if plain(typed) in PRIORITIES:
            return PRIORITIES[plain(typed)]
        message = N_(
            "Line {line}: the priority “{value}” is not known; write urgent, high, normal or low."
        )
        raise _wrong(line, "priority", message, typed)

    def _status(self, line: Line, ended: int | None) -> Status:
        """What the file says; where it says nothing, an end tells that the ticket is resolved."""
        typed = self._mapping.cell(line.cells, "status")
        if not typed:
            return Status.NEW if ended is None else Status.RESOLVED
        if plain(typed) in STATUSES:
            return STATUSES[plain(typed)]
        message = N_(
            "Line {line}: the status “{value}” is not known; write new, in progress, waiting,"
            " resolved or closed."
        )
        raise _wrong(line, "status", message, typed)

    def _external_id(self, line: Line) -> str:
        """The file's own number, else one drawn from the line and its rank among equal lines."""
        given = intake_line(self._mapping.cell(line.cells, "external_id"))
        if len(given) > SUBJECT_LIMIT:
            message = N_(
                "Line {line}: the external number “{value}” is too long; {limit} characters are"
                " the most."
            )
            raise _wrong(line, "external_id", message, given, limit=SUBJECT_LIMIT)
        return given or self._drawn_from(line.cells)

    def _drawn_from(self, cells: Sequence[str]) -> str:
        content = "\x1f".join(cells).encode("utf-8", "replace")
        digest = hashlib.sha256(content).digest()[:16]
        self._alike[digest] += 1
        return f"line-{digest.hex()}-{self._alike[digest]}"


class _Texts:
    """The texts of a line as they are stored, and which of them had to be cut."""

    def __init__(self, line: Line, mapping: ColumnMap) -> None:
        self._line = line
        self._mapping = mapping
        self.cut: dict[str, int] = {}

    def one(self, field: str) -> str:
        return self._kept(field, intake_line(self._cell(field)), SUBJECT_LIMIT)

    def many(self, field: str) -> str:
        return self._kept(field, intake_text(self._cell(field)), TEXT_LIMIT)

    def _cell(self, field: str) -> str:
        return self._mapping.cell(self._line.cells, field)

    def _kept(self, field: str, text: str, limit: int) -> str:
        if len(text) <= limit:
            return text
        self.cut[field] = len(text)
        return text[:limit].rstrip()


def _subject(line: Line, texts: _Texts) -> str:
    subject = texts.one("subject")
    if not subject:
        message = N_("Line {line} has no subject: write in a few words what it is about.")
        raise _wrong(line, "subject", message)
    return subject


def _person(line: Line, texts: _Texts) -> tuple[str, str]:
    """Name and address of the contact; an address in the place of a name serves as both."""
    name = texts.one("contact_name")
    address = texts.one("contact_email")
    if not address and _EMAIL.fullmatch(name):
        address = name
    if address and ("contact_email" in texts.cut or not _EMAIL.fullmatch(address)):
        message = N_(
            "Line {line}: “{value}” is not an e-mail address; write one like name@example.com."
        )
        raise _wrong(line, "contact_email", message, address)
    return name or address, address


def _wrong(
    line: Line, where: str, message: str, value: str | None = None, **fields: object
) -> Invalid:
    if value is not None:
        fields["value"] = one_line(value, SHOWN)
    return Invalid(where, message, line=line.number, **fields)
