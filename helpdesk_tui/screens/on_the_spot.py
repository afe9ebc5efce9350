"""Customers, contacts and leads made from the form of a ticket when they are not there yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.rows import Actor, Choice
from helpdesk_tui.screens.fields import Create
from helpdesk_tui.services import configuration
from helpdesk_tui.store import Store


def creators(store: Store, actor: Actor, clock: Callable[[], int]) -> dict[str, Create]:
    """By the form's field: saves what has that name, at once, and gives it as a choice."""

    async def added(kind: str, name: str, fields: Mapping[str, Any]) -> Choice:
        row = await store.run(configuration.create, actor, kind, clock(), fields)
        return Choice(row, name)

    async def customer(name: str, values: Mapping[str, Any]) -> Choice:
        return await added("customer", name, {"name": name})

    async def contact(name: str, values: Mapping[str, Any]) -> Choice:
        if values["customer_id"] is None:
            raise Invalid("contact_id", N_("Choose the customer first: a contact belongs to one."))
        email = name if "@" in name else None
        fields = {"name": name, "email": email, "customer_id": values["customer_id"]}
        return await added("contact", name, fields)

    async def lead(name: str, values: Mapping[str, Any]) -> Choice:
        return await added("lead", name, {"name": name, "email": name if "@" in name else None})

    return {"customer_id": customer, "contact_id": contact, "lead_id": lead}
