"""Customers and contacts of imported lines: those the desk has are found, the others added."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Contact, Customer, Event, tuples
from helpdesk_tui.rows import Actor
from helpdesk_tui.services.bulk_insert import insert_rows
from helpdesk_tui.services.csv_tickets import TicketLine
from helpdesk_tui.services.import_report import ImportReport
from helpdesk_tui.text import fold, one_line
from helpdesk_tui.vocabulary import SUBJECT_LIMIT


@dataclass(slots=True, eq=False)
class CustomerOf:
    """A customer, whose id is None until it is saved."""

    name: str
    folded: str
    id: int | None = None


@dataclass(slots=True, eq=False)
class ContactOf:
    """A contact, whose id is None until it is saved."""

    name: str
    folded: str
    email: str
    customer: CustomerOf
    id: int | None = None


class Parties:
    """The customers and contacts met so far, and those that wait to be saved."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self.forget()

    def forget(self) -> None:
        """Drop everything, for when what was saved has been undone."""
        self._customers: dict[str, CustomerOf] = {}
        self._by_email: dict[str, ContactOf] = {}
        self._by_name: dict[tuple[str, str], ContactOf] = {}
        self._new_customers: list[CustomerOf] = []
        self._new_contacts: list[ContactOf] = []

    def look_up(self, lines: Sequence[TicketLine]) -> None:
        """Read from the desk what these lines may refer to and was not met yet."""
        emails = {line.contact_email for line in lines} - {""}
        emails = {email for email in emails if _key(email) not in self._by_email}
        if emails:
            self._read_contacts(Contact.email.in_(sorted(emails | set(map(_key, emails)))))
        names = {folded(name) for line in lines for name in _names_of_customer(line)}
        if unmet := names - set(self._customers):
            self._read_customers(unmet)
        nameless = {folded(line.contact_name) for line in lines if not line.contact_email}
        met = (self._customers[name].id for name in names if name in self._customers)
        ids = [row for row in met if row is not None]
        if ids and nameless:
            self._read_contacts(
                Contact.customer.in_(ids) & Contact.name_folded.in_(sorted(nameless))
            )

    def of(
        self, line: TicketLine, report: ImportReport
    ) -> tuple[CustomerOf | None, ContactOf | None]:
        """Whose ticket it is; a person known by the address keeps name and customer, and a line
        that says otherwise is noted.
        """
        known = self._by_email.get(_key(line.contact_email)) if line.contact_email else None
        if known is None:
            customer = self._customer(line)
            if customer is None or not line.contact_name:
                return customer, None
            return customer, self._contact(line, customer)
        if line.customer and folded(line.customer) != known.customer.folded:
            report.note(
                N_("{email} is a contact of {customer}: tickets of others came without contact."),
                email=one_line(known.email),
                customer=one_line(known.customer.name),
            )
            return self._named(line.customer), None
        if folded(line.contact_name) not in (known.folded, folded(line.contact_email)):
            report.note(
                N_("{email} bears more than one name: the contact stays {name}."),
                email=one_line(known.email),
                name=one_line(known.name),
            )
        return known.customer, known

    def save(self, now: int) -> None:
        """Write the new ones, each with its Event, and learn their ids."""
        if self._new_customers:
            self._save_customers(now)
        if self._new_contacts:
            self._save_contacts(now)

    def _save_customers(self, now: int) -> None:
        new, self._new_customers = self._new_customers, []
        insert_rows(Customer, [{"name": c.name, "name_folded": c.folded} for c in new])
        saved = Customer.select(Customer.name_folded, Customer.id).where(
            Customer.name_folded.in_([c.folded for c in new]), ~Customer.archived
        )
        ids = dict(tuples(saved))
        for customer in new:
            customer.id = ids[customer.folded]
        self._record("customer", new, now)

    def _save_contacts(self, now: int) -> None:
        new, self._new_contacts = self._new_contacts, []
        rows = [
            {
                "customer_id": c.customer.id,
                "name": c.name,
                "name_folded": c.folded,
                "email": c.email or None,
            }
            for c in new
        ]
        insert_rows(Contact, rows)
        saved = Contact.select(Contact.customer, Contact.name_folded, Contact.email, Contact.id)
        saved = saved.where(
            Contact.customer.in_([c.customer.id for c in new]),
            Contact.name_folded.in_([c.folded for c in new]),
            ~Contact.archived,
        )
        ids = {tuple(key): row for *key, row in tuples(saved)}
        for contact in new:
            contact.id = ids[contact.customer.id, contact.folded, contact.email or None]
        self._record("contact", new, now)

    def _customer(self, line: TicketLine) -> CustomerOf | None:
        """The customer named, else the person; two people of one name are not one customer."""
        name, *other_names = _names_of_customer(line) or [""]
        if not name:
            return None
        if other_names and folded(name) in self._customers:
            name = other_names[0]
        return self._named(name)

    def _named(self, name: str) -> CustomerOf:
        key = folded(name)
        if key not in self._customers:
            self._customers[key] = CustomerOf(name, key)
            self._new_customers.append(self._customers[key])
        return self._customers[key]

    def _contact(self, line: TicketLine, customer: CustomerOf) -> ContactOf:
        name = folded(line.contact_name)
        known = self._by_name.get((customer.folded, name))
        if known is not None and not line.contact_email:
            return known
        contact = ContactOf(line.contact_name, name, line.contact_email, customer)
        self._remember(contact)
        self._new_contacts.append(contact)
        return contact

    def _remember(self, contact: ContactOf) -> None:
        self._by_name.setdefault((contact.customer.folded, contact.folded), contact)
        if contact.email:
            self._by_email.setdefault(_key(contact.email), contact)

    def _read_customers(self, names: Iterable[str]) -> None:
        query = Customer.select(Customer.id, Customer.name, Customer.name_folded).where(
            Customer.name_folded.in_(sorted(names)), ~Customer.archived
        )
        for row, name, key in tuples(query.order_by(Customer.id)):
            self._customers.setdefault(key, CustomerOf(name, key, row))

    def _read_contacts(self, condition: Any) -> None:
        query = (
            Contact.select(
                Contact.id,
                Contact.name,
                Contact.name_folded,
                Contact.email,
                Customer.id,
                Customer.name,
                Customer.name_folded,
            )
            .join(Customer)
            .where(condition, ~Contact.archived)
            .order_by(Contact.id)
        )
        for row, name, key, email, *customer in tuples(query):
            self._remember(ContactOf(name, key, email or "", self._met(*customer), row))

    def _met(self, row: int, name: str, key: str) -> CustomerOf:
        known = self._customers.get(key)
        return known if known is not None and known.id == row else CustomerOf(name, key, row)

    def _record(self, kind: str, saved: Sequence[CustomerOf | ContactOf], now: int) -> None:
        rows = [
            {
                "kind": kind,
                "row": party.id,
                "at": now,
                "agent_id": self._actor.id,
                "act": "create",
                "changes": json.dumps({"name": [None, party.name]}),
                "via": self._actor.via,
            }
            for party in saved
        ]
        insert_rows(Event, rows)


def folded(name: str) -> str:
    """A name as the database compares it."""
    return fold(name)[: 2 * SUBJECT_LIMIT]


def _key(email: str) -> str:
    """An address as it tells people apart: without regard to capitals."""
    return email.lower()


def _names_of_customer(line: TicketLine) -> list[str]:
    """The name a line gives its customer, and the one to take when that is somebody else's."""
    if line.customer:
        return [line.customer]
    if not line.contact_email:
        return [line.contact_name] if line.contact_name else []
    told_apart = f"{line.contact_name} ({line.contact_email})"
    fits = len(told_apart) <= SUBJECT_LIMIT
    return [line.contact_name, told_apart if fits else line.contact_email]
