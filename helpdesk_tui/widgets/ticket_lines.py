"""A ticket as lines of text: its fields, what was said, what was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from helpdesk_tui import dates
from helpdesk_tui.i18n import _
from helpdesk_tui.promises import AIMS
from helpdesk_tui.rows import Choice, CommitmentRow, EventRow, Here, MessageRow, TicketDetail
from helpdesk_tui.text import cells, fit, many_lines, one_line, wrap
from helpdesk_tui.time_words import total
from helpdesk_tui.vocabulary import UNTOLD, Priority, Status
from helpdesk_tui.widgets.change_lines import act_said, change_said
from helpdesk_tui.widgets.commitment_lines import commitment_lines, due_date_lines
from helpdesk_tui.widgets.due_clock import due_cell, leader, leads, promise_cell
from helpdesk_tui.widgets.message_doors import door_of
from helpdesk_tui.widgets.pager import Line, Span
from helpdesk_tui.widgets.presence import presence_lines
from helpdesk_tui.widgets.queue_columns import PRIORITY_GLYPHS, STATUS_GLYPHS
from helpdesk_tui.widgets.row_columns import Cell
from helpdesk_tui.widgets.time_lines import time_lines

LONGEST_LABEL = 20
TWO_COLUMNS = 76
"""Cells from which the fields stand in two columns."""

TIMES = ("time_started_at", "time_ended_at")
"""What history leaves out of a new entry, whose length it tells."""

LONGEST = 400
"""Lines of one text that are drawn; the rest is counted."""


class TicketLines:
    """Writes one ticket's lines for a zone and an instant; a width is given when drawn."""

    def __init__(
        self, ticket: TicketDetail, zone: str, now: int, here: Sequence[Here] = ()
    ) -> None:
        self.ticket = ticket
        self.here = here
        """The other agents at the ticket."""
        self.zone = zone
        self.now = now

    def whole(self, width: int, title_room: int) -> list[Line]:
        """Everything, save a subject that `title_room` cells hold beside the number."""
        ticket = self.ticket
        lines: list[Line] = []
        if not self._fits(title_room):
            lines += self._subject(width)
        lines += [*self._state(width), *presence_lines(self.here, width), (), *self._fields(width)]
        lines += self._section(_("Description"), width)
        lines += text_lines(ticket.description or "—", width, "")
        if ticket.commitments:
            lines += self._section(_("Deadlines"), width)
            lines += self._deadlines(width)
        if ticket.entries:
            spent = dates.duration(total(ticket.entries, self.now))
            lines += self._section(_("Time spent"), width, spent)
            lines += time_lines(ticket.entries, self.zone, self.now, width)
        lines += self._section(_("Conversation"), width, len(ticket.messages))
        for message in ticket.messages:
            lines += self._message(message, width)
        lines += self._section(_("History"), width, len(ticket.events))
        for event in reversed(ticket.events):
            lines += self._event(event, width)
        return lines

    def preview(self, width: int) -> list[Line]:
        """What a glance needs: head, people, description, the latest messages first."""
        ticket = self.ticket
        lines: list[Line] = [
            *self._subject(width),
            *self._state(width),
            *self._people(width),
            *presence_lines(self.here, width),
            (),
        ]
        deadlines = list(self._deadlines(width))
        lines += [*deadlines, ()] if deadlines else []
        lines += text_lines(ticket.description or "—", width, "")
        for message in reversed(ticket.messages):
            lines += [(), *self._message(message, width)]
        return lines

    def _deadlines(self, width: int) -> Iterator[Line]:
        """Every promise, and the ticket's own due date while that counts."""
        ticket = self.ticket
        yield from commitment_lines(ticket.commitments, self.zone, self.now, width)
        if ticket.due_at is not None and ticket.status < Status.RESOLVED:
            yield from due_date_lines(ticket.due_at, self.zone, self.now, width)

    def _fits(self, width: int) -> bool:
        return cells(one_line(f" {self.ticket.number}  {self.ticket.subject}")) <= width

    def _subject(self, width: int) -> Iterator[Line]:
        ticket = self.ticket
        room = max(8, width - cells(ticket.number) - 3)
        subject = wrap(one_line(ticket.subject), room)
        yield ((f" {one_line(ticket.number)}  ", "accent"), (subject[0], "title"))
        for more in subject[1:]:
            yield ((" " * (cells(ticket.number) + 3), ""), (more, "title"))

    def _state(self, width: int) -> Iterator[Line]:
        """Where it stands, in as many lines as that takes."""
        line: list[Span] = []
        used = 0
        for text, ink in self._standing():
            if line and used + cells(text) + 3 > width:
                yield line
                line, used = [], 0
            line.append((" · " if line else " ", "muted"))
            line.append((text, ink))
            used += cells(text) + 3
        yield line

    def _standing(self) -> list[Span]:
        ticket = self.ticket
        parts: list[Span] = [
            (f"{STATUS_GLYPHS[ticket.status]} {_(ticket.status.label)}", ""),
            (
                f"{PRIORITY_GLYPHS[ticket.priority]} {_(ticket.priority.label)}".strip(),
                "urgent" if ticket.priority == Priority.URGENT else "",
            ),
        ]
        parts += self._clocks()
        if ticket.progress:
            parts.append((f"{ticket.progress} %", ""))
        if ticket.shared:
            parts.append((_("shared"), "accent"))
        return parts

    def _clocks(self) -> Iterator[Span]:
        """The clock that runs out first as the list shows it, and a promise that stands; named."""
        ticket, promise = self.ticket, self._next_promise()
        if ticket.status >= Status.RESOLVED:
            return
        if what := leader(ticket.status, ticket.next_due_at, promise):
            clock = due_cell(ticket.status, ticket.next_due_at, self.now, promise)
            yield _named_clock(what, clock)
        if promise and promise.due_at is None and not leads(promise, ticket.next_due_at):
            yield _named_clock(_(AIMS[promise.target_status]), promise_cell(promise, self.now))

    def _next_promise(self) -> CommitmentRow | None:
        """The unmet promise that runs out first, as the list shows it."""
        unmet = [row for row in self.ticket.commitments if row.met_at is None]
        return min(unmet, key=lambda row: row.urgency, default=None)

    def _people(self, width: int) -> Iterator[Line]:
        ticket = self.ticket
        party = _named(ticket.customer or ticket.lead)
        contact = f" · {_named(ticket.contact)}" if ticket.contact else ""
        yield ((f" {fit(party + contact, max(1, width - 2)).rstrip()}", "muted"),)
        who = _named(ticket.assignee) if ticket.assignee else _("nobody yet")
        team = f" · {_named(ticket.team)}" if ticket.team else ""
        yield ((f" {fit('→ ' + who + team, max(1, width - 2)).rstrip()}", "muted"),)

    def _fields(self, width: int) -> Iterator[Line]:
        pairs = self._pairs()
        labels = min(max(cells(label) for label, _value in pairs), LONGEST_LABEL)
        if width < TWO_COLUMNS:
            party_and_assignee, others = pairs[:2], pairs[2:]
            for label, value in party_and_assignee + [pair for pair in others if pair[1] != "—"]:
                yield _pair(label, value, labels, width)
            return
        half = width // 2
        for left, right in zip(pairs[::2], [*pairs[1::2], ("", "")], strict=False):
            yield (*_pair(*left, labels, half), *_pair(*right, labels, width - half))

    def _pairs(self) -> list[tuple[str, str]]:
        ticket = self.ticket
        contact = _named(ticket.contact)
        if ticket.contact and ticket.contact.detail:
            contact += f" <{one_line(ticket.contact.detail)}>"
        created = self._when(ticket.created_at)
        if ticket.created_by:
            created += f" · {one_line(ticket.created_by)}"
        party = (
            (_("Lead"), _named(ticket.lead))
            if ticket.lead
            else (_("Customer"), _named(ticket.customer))
        )
        pairs = [
            party,
            (_("Assignee"), _named(ticket.assignee)),
            (_("Contact"), contact),
            (_("Team"), _named(ticket.team)),
            (_("Type"), _named(ticket.type)),
            (_("Responsible"), _named(ticket.responsible)),
            (_("Start date"), self._when(ticket.started_at)),
            (_("Due date"), self._when(ticket.due_at)),
            (_("End date"), self._when(ticket.ended_at)),
            (_("Shared"), _("yes: its customer sees it") if ticket.shared else _("no")),
            (_("Created"), created),
        ]
        if ticket.follow_up_of:
            pairs.append((_("Follow-up of"), one_line(ticket.follow_up_of)))
        return pairs

    def _when(self, instant: int | None) -> str:
        return "—" if instant is None else dates.instant(instant, self.zone, self.now)

    def _section(self, title: str, width: int, amount: object = None) -> Iterator[Line]:
        yield ()
        if amount is not None:
            title = f"{title} ({amount})"
        yield ((f" {title} ", "section"), ("─" * max(0, width - cells(title) - 3), "muted"))

    def _message(self, message: MessageRow, width: int) -> Iterator[Line]:
        when = self._when(message.at)
        door, author = door_of(message), one_line(message.author)
        told = f" {door.glyph} {_(door.words)}"
        yield ((f" {when} ", "muted"), (author, "title"), (told, door.ink))
        yield from text_lines(message.body, width - 2, "internal" if message.internal else "", "  ")

    def _event(self, event: EventRow, width: int) -> Iterator[Line]:
        yield (
            (f" {self._when(event.at)} ", "muted"),
            (one_line(event.actor), "title"),
            (f" {act_said(event)}", ""),
        )
        if event.act in ("create", "copy", "import", "timer_start"):
            return
        for field, (old, new) in event.changes.items():
            if field in UNTOLD or (old is None and field in TIMES):
                continue
            told = change_said(field, old, new, self._when)
            for line in wrap(told, max(10, width - 5)) if told else ():
                yield ((f"    {line}", "muted"),)


def _named_clock(what: str, clock: Cell) -> Span:
    """For example “○ Resolve: 3h55”."""
    glyph, _space, left = clock.text.partition(" ")
    return _("{name}: {value}").format(name=f"{glyph} {what}", value=left), clock.style


def _named(choice: Choice | None) -> str:
    return one_line(choice.name) if choice else "—"


def _pair(label: str, value: str, label_width: int, width: int) -> Line:
    room = max(1, width - label_width - 4)
    return ((f" {fit(label, label_width)}  ", "label"), (fit(value, room) + " ", ""))


def text_lines(text: str, width: int, ink: str, indent: str = " ") -> Iterable[Line]:
    """A text of any length as wrapped lines, at most LONGEST of them."""
    lines = _wrapped(text, max(10, width - len(indent) - 1))
    for line in lines[:LONGEST]:
        yield ((indent + line, ink),)
    if len(lines) > LONGEST:
        yield ((indent + _("… the text goes on."), "muted"),)


@lru_cache(maxsize=256)
def _wrapped(text: str, room: int) -> tuple[str, ...]:
    """Its lines, one more than LONGEST where it is longer: the clocks are redrawn every second."""
    lines: list[str] = []
    for paragraph in many_lines(text).split("\n"):
        lines += wrap(paragraph, room) or [""]
        if len(lines) > LONGEST:
            return tuple(lines[: LONGEST + 1])
    return tuple(lines)
