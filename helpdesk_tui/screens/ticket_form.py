"""The form of a ticket: its fields as data, saved through the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from helpdesk_tui.drafts import Draft
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queries import people
from helpdesk_tui.queries.ticket import detail
from helpdesk_tui.rows import Actor, Choice, Done, TicketDetail
from helpdesk_tui.screens.fields import Field, Place, Search
from helpdesk_tui.screens.form import FormScreen, Newer
from helpdesk_tui.screens.on_the_spot import creators
from helpdesk_tui.services import tickets
from helpdesk_tui.store import Store
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import Priority

PRIORITIES: tuple[tuple[Any, str], ...] = tuple((each, each.label) for each in Priority)

BY_TYPE: tuple[Any, str] = (None, N_("By type"))
"""The priority of a new ticket for which nobody chose one."""

_SEARCHED = N_("type part of the name, ↓ shows all")
_DATED = N_("fri 17:00, +2d, 27/04/2026 9:00")


def ticket_form(
    store: Store,
    actor: Actor,
    clock: Callable[[], int],
    zone: str,
    *,
    ticket: TicketDetail | None,
    draft: Draft | None = None,
) -> FormScreen:
    """A form that creates a ticket, or edits the one given; it ends with the Done of the act."""

    seen = ticket
    if draft is not None and ticket is not None:
        begun = draft.goes_on_from(ticket.version)  # what others did since is no less newer
        seen = replace(ticket, version=begun)

    async def create(fields: dict[str, Any]) -> Done:
        return await store.run(tickets.create, actor, clock(), fields)

    async def edit(fields: dict[str, Any]) -> Done:
        assert seen is not None
        return await store.run(tickets.edit, actor, seen.id, clock(), fields, version=seen.version)

    async def read_again() -> Newer:
        assert seen is not None
        now = await store.run(detail, seen.id)

        def build_on() -> None:
            nonlocal seen
            seen = now

        return Newer(values_of(now), build_on)

    place = Place(clock, zone)
    makers = creators(store, actor, clock)
    fields = [
        replace(field, create=makers.get(field.id))
        for field in ticket_fields(store, new=ticket is None)
    ]
    if ticket is None:
        return FormScreen(_("New ticket"), fields, {}, create, place=place, draft=draft)
    title = _("Edit {number}").format(number=one_line(ticket.number))
    return FormScreen(
        title,
        fields,
        values_of(ticket),
        edit,
        place=place,
        ticket=ticket.id,
        read_again=read_again,
        draft=draft,
    )


def ticket_fields(store: Store, *, new: bool) -> list[Field]:
    """The fields in the order of the form; progress is not asked of a new ticket."""
    contacts = _contacts(store)
    fields = [
        Field("subject", N_("Subject"), required=True, help=N_("what it is, in a few words")),
        _choice("customer_id", N_("Customer"), _named(store, people.customers)),
        _choice("contact_id", N_("Contact"), contacts),
        _choice("lead_id", N_("Lead"), _named(store, people.leads)),
        _choice("type_id", N_("Type"), _named(store, people.types)),
        Field("priority", N_("Priority"), "pick", options=(BY_TYPE, *PRIORITIES)[not new :]),
        _choice("team_id", N_("Team"), _named(store, people.teams)),
        _choice("assignee_id", N_("Assigned to"), _named(store, people.agents)),
        _choice("responsible_id", N_("Responsible"), _named(store, people.agents)),
        Field("started_at", N_("Start date"), "date", help=N_("now") if new else _DATED),
        Field("due_at", N_("Due"), "date", help=_DATED),
    ]
    if not new:
        fields.append(Field("progress", N_("Progress %"), "number", required=True))
    return [*fields, Field("description", N_("Description"), "text")]


def values_of(ticket: TicketDetail) -> dict[str, Any]:
    """What the form of an existing ticket starts with."""
    return {
        "subject": ticket.subject,
        "customer_id": ticket.customer,
        "contact_id": ticket.contact,
        "lead_id": ticket.lead,
        "type_id": ticket.type,
        "priority": ticket.priority,
        "team_id": ticket.team,
        "assignee_id": ticket.assignee,
        "responsible_id": ticket.responsible,
        "started_at": ticket.started_at,
        "due_at": ticket.due_at,
        "progress": ticket.progress,
        "description": ticket.description,
    }


def _choice(id: str, label: str, search: Search) -> Field:
    return Field(id, label, "choice", help=_SEARCHED, search=search)


def _named(store: Store, query: Callable[[str], list[Choice]]) -> Search:
    async def search(text: str, _values: Mapping[str, Any]) -> list[Choice]:
        return await store.run(query, text)

    return search


def _contacts(store: Store) -> Search:
    """Contacts of the customer chosen in the form, of any while none is."""

    async def search(text: str, values: Mapping[str, Any]) -> list[Choice]:
        return await store.run(people.contacts, text, values["customer_id"])

    return search
