"""One ticket whole: fields, description, what was said and what was done."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence

from helpdesk_tui.commands.entries import draw
from helpdesk_tui.commands.output import say, say_json, say_text
from helpdesk_tui.commands.session import Request, Session, opened
from helpdesk_tui.dates import duration, full
from helpdesk_tui.i18n import _
from helpdesk_tui.promises import STATE_GLYPHS, change_name, promise, standing
from helpdesk_tui.queries import export
from helpdesk_tui.queries import ticket as one
from helpdesk_tui.rows import Choice, EventRow, MessageRow, TicketDetail, TimeRow
from helpdesk_tui.text import cells
from helpdesk_tui.time_words import total
from helpdesk_tui.vocabulary import ACTS, FIELDS, Priority, Status


def run(options: Namespace, request: Request) -> int:
    """Show the ticket to people, or to other programs."""
    with opened(request) as session:
        ticket = session.find(options.number)
        if options.json:
            say_json(session.store.call(export.whole, ticket, session.now))
        else:
            _draw(session, session.store.call(one.detail, ticket))
    return 0


def _draw(session: Session, ticket: TicketDetail) -> None:
    say(f"{ticket.number}  {ticket.subject}")
    values = {_(label): text for label, text in _fields(session, ticket) if text}
    widest = max(map(cells, values))
    for label, text in values.items():
        say(f"{label}{' ' * (widest - cells(label))}  {text}")
    for row in ticket.commitments:
        words = promise(row.target_status, row.target, working=row.working_days_only)
        clock = standing(row, session.now, session.zone)
        line = _named_value(words, clock)
        say(f"{STATE_GLYPHS[row.state(session.now)]} {line}")
    if ticket.description:
        say("")
        say_text(ticket.description)
    for message in ticket.messages:
        _draw_message(session, message)
    _draw_time(session, ticket.entries)
    say("")
    for event in ticket.events:
        _draw_event(session, event)


def _fields(session: Session, ticket: TicketDetail) -> Iterator[tuple[str, str]]:
    """Message ids of labels, with the text that stands behind each."""
    yield FIELDS["status"], _(ticket.status.label)
    yield FIELDS["priority"], _(ticket.priority.label)
    yield FIELDS["progress"], f"{ticket.progress} %"
    yield FIELDS["type_id"], _named(ticket.type)
    yield FIELDS["team_id"], _named(ticket.team)
    yield FIELDS["assignee_id"], _named(ticket.assignee)
    yield FIELDS["responsible_id"], _named(ticket.responsible)
    yield FIELDS["customer_id"], _named(ticket.customer)
    yield FIELDS["contact_id"], _named(ticket.contact)
    yield FIELDS["lead_id"], _named(ticket.lead)
    yield FIELDS["shared_with_customer"], _("yes") if ticket.shared else ""
    yield FIELDS["follow_up_of_id"], ticket.follow_up_of or ""
    for column in ("started_at", "due_at", "ended_at", "closed_at"):
        instant = getattr(ticket, column)
        yield FIELDS[column], "" if instant is None else full(instant, session.zone)


def _named_value(name: str, value: str) -> str:
    return _("{name}: {value}").format(name=name, value=value)


def _named(choice: Choice | None) -> str:
    if choice is None:
        return ""
    return f"{choice.name} ({choice.detail})" if choice.detail else choice.name


def _draw_message(session: Session, message: MessageRow) -> None:
    say("")
    heading = f"{full(message.at, session.zone)}  {message.author}"
    say(f"{heading} ({_('internal note')})" if message.internal else heading)
    say_text(message.body)


def _draw_time(session: Session, entries: Sequence[TimeRow]) -> None:
    """The entries, under what they come to."""
    if not entries:
        return
    say("")
    say(f"{_('Time spent')}  {duration(total(entries, session.now))}")
    draw(session, entries, lambda row: row.agent.name)


def _draw_event(session: Session, event: EventRow) -> None:
    act = _(ACTS[event.act]) if event.act in ACTS else event.act
    say(f"{full(event.at, session.zone)}  {event.actor} {act}{_told(session, event.changes)}")


def _told(session: Session, changes: Mapping[str, tuple[object, object]]) -> str:
    """What an act changed, old → new; long texts are named only."""
    told = [
        _(FIELDS[name])
        if name == "description"
        else f"{_named_change(name)} {_said(session, name, old)} → {_said(session, name, new)}"
        for name, (old, new) in changes.items()
        if (name in FIELDS and name != "message") or change_name(name)
    ]
    return _named_value("", ", ".join(told)) if told else ""


def _named_change(field: str) -> str:
    return change_name(field) or _(FIELDS[field])


def _said(session: Session, field: str, value: object) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not isinstance(value, int):
        return str(value)
    if field == "status":
        return _(Status(value).label)
    if field == "priority":
        return _(Priority(value).label)
    if field.startswith("sla_left:"):
        return duration(value)
    if field.endswith("_at") or field.startswith("sla_"):
        return full(value, session.zone)
    return str(value)
