"""Each service that acts on somebody's behalf lets in the roles that permissions.py says."""

from __future__ import annotations

import importlib
import inspect
import io
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from helpdesk_tui import services
from helpdesk_tui.errors import Forbidden
from helpdesk_tui.models import Commitment, Event, TimeEntry, database
from helpdesk_tui.permissions import allows
from helpdesk_tui.queries import commitments as read_commitments
from helpdesk_tui.rows import Actor, Alert
from helpdesk_tui.services import (
    alerts,
    config_import,
    configuration,
    conversation,
    intake,
    lifecycle,
    people,
    recompute,
    requeue,
    search_index,
    settings,
    stopwatch,
    tickets,
    time_entries,
    triage,
    undo,
    views,
)
from helpdesk_tui.services.csv_lines import CsvLines
from helpdesk_tui.services.csv_mapping import plan
from helpdesk_tui.services.kinds import sequences
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.desks import Rows, everything, ticket_in

LOGINS = ("victor", "bob", "mona", "alice")
"""A viewer, an agent, a manager and an administrator; the first two of the team Support."""

WITHIN = {
    "config_named.Hand",
    "import_batch.Batch",
    "import_parties.Parties",
    "import_rows.insert",
    "kinds.kind.Draft",
    "kinds.record.record",
    "lifecycle.permit_others",
    "lifecycle.started_by",
    "lifecycle.taken_by",
    "tickets.insert",
    "timekeeping.named",
    "timekeeping.permit_change",
    "undo_time.undo",
    "timekeeping.told",
    "timekeeping.told_gone",
}
"""What works only inside the transaction of a service that has asked already, or asks one."""

Act = Callable[[], object]


@dataclass(frozen=True)
class Case:
    """The acts of permissions.py that a service asks for, and how it comes to be called."""

    acts: tuple[str, ...]
    arrange: Callable[[Desk, Actor], Act]
    team: str = "Support"
    """The team that acts within the own teams touch."""


def on(status: Status, service: Callable[..., object], *more: Any, **options: Any) -> Any:
    """An act on a ticket of the actor's own, or of nobody's, in a status."""

    def arrange(desk: Desk, actor: Actor) -> Act:
        ticket = ticket_in(desk, status, **options)
        return lambda: service(actor, ticket, NOW + 60, *more)

    return arrange


def after(service: Callable[..., object], *arguments: Any, **options: Any) -> Any:
    """A service that is called with the actor and these."""
    return lambda desk, actor: lambda: service(actor, *arguments, **options)


def kind(kind: str, fields: dict[str, Any]) -> dict[str, Case]:
    """The five acts on one kind of configuration."""
    needed = configuration.KINDS[kind].permission

    def made(desk: Desk) -> int:
        return configuration.create(desk.actor("alice"), kind, NOW, fields)

    def creating(desk: Desk, actor: Actor) -> Act:
        return lambda: configuration.create(actor, kind, NOW, fields)

    def changing(service: Callable[..., object], *more: Any) -> Callable[[Desk, Actor], Act]:
        def arrange(desk: Desk, actor: Actor) -> Act:
            row = made(desk)
            return lambda: service(actor, kind, row, NOW, *more)

        return arrange

    def restoring(desk: Desk, actor: Actor) -> Act:
        row = made(desk)
        configuration.archive(desk.actor("alice"), kind, row, NOW)
        return lambda: configuration.restore(actor, kind, row, NOW)

    unlike = {"name": "Another"} | ({"login": "another"} if kind == "agent" else {})
    return {
        f"configuration.create {kind}": Case((needed,), creating),
        f"configuration.edit {kind}": Case(
            (needed,), changing(configuration.edit, {"name": "Another"})
        ),
        f"configuration.copy {kind}": Case((needed,), changing(configuration.copy, unlike)),
        f"configuration.archive {kind}": Case((needed,), changing(configuration.archive)),
        f"configuration.restore {kind}": Case((needed,), restoring),
    }


def entry_of_carol(service: Callable[..., object], *more: Any, running: bool = False) -> Any:
    """An act on an entry of an agent of another team."""

    def arrange(desk: Desk, actor: Actor) -> Act:
        carol = desk.actor("carol")
        ticket = ticket_in(desk, Status.IN_PROGRESS, team="Network")
        if running:
            stopwatch.start(carol, ticket, NOW)
        else:
            time_entries.log(carol, ticket, NOW, 600)
        entry = TimeEntry.get(TimeEntry.agent == carol.id).id
        return lambda: service(actor, entry, *more)

    return arrange


def stopping(desk: Desk, actor: Actor) -> Act:
    worker = desk.actor("bob") if actor.login == "victor" else actor
    stopwatch.start(worker, ticket_in(desk, Status.NEW), NOW)
    return lambda: stopwatch.stop(actor, NOW + 60)


def undoing(desk: Desk, actor: Actor) -> Act:
    ticket = ticket_in(desk, Status.NEW)
    worker = desk.actor("bob") if actor.login == "victor" else actor
    lifecycle.take(worker, ticket, NOW)
    event = Event.select().order_by(Event.id.desc()).get().id
    return lambda: undo.undo(actor, event, NOW + 60)


def acknowledging(desk: Desk, actor: Actor) -> Act:
    configuration.create(desk.actor("alice"), "policy", NOW, {"name": "Quick", "seconds": 60})
    ticket = desk.ticket().ticket
    found = Commitment.get(Commitment.ticket == ticket).id
    promise = read_commitments.by_id([found])[found]
    return lambda: alerts.acknowledge(actor, Alert(found, ticket, "TKT0001", "x", 1, promise))


def importing(desk: Desk, actor: Actor) -> Act:
    lines = CsvLines(io.BytesIO(b"subject\nPrinter on fire\n"))
    mapping = plan(lines.header)
    return lambda: intake.Import(actor, lines, mapping, NOW, "UTC").step()


def sharing(desk: Desk, actor: Actor) -> Act:
    ticket = ticket_in(desk, Status.NEW, shared=True)
    return lambda: lifecycle.unshare(actor, ticket, NOW)


def contact(desk: Desk, actor: Actor) -> Act:
    return lambda: people.add_contact(actor, NOW, desk.id("customer", "Globex"), "G", None)


def shared_view(service: Callable[..., object], *more: Any) -> Any:
    """An act on a view that all agents see."""

    def arrange(desk: Desk, actor: Actor) -> Act:
        view = views.create(desk.actor("mona"), NOW, {**VIEW, "shared": True})
        return lambda: service(actor, view, NOW, *more)

    return arrange


VIEW = {"name": "Fires", "query": "fire"}
AGENT = {"login": "dora", "name": "Dora"}
OFFICE = {"name": "Office", "zone": "UTC", "week": {"mon": [("09:00", "17:00")]}}

CASES: dict[str, Case] = {
    "alerts.acknowledge": Case(("ticket.read",), acknowledging),
    **kind("policy", {"name": "Quick", "days": 1}),
    **kind("type", {"name": "Idea"}),
    **kind("calendar", OFFICE),
    **kind("team", {"name": "Field"}),
    **kind("agent", AGENT),
    **kind("customer", {"name": "Initech"}),
    **kind("contact", {"name": "Eli", "customer_id": 1}),
    **kind("lead", {"name": "Newcomer"}),
    "configuration.edit sequence": Case(
        ("configuration.edit",), after(configuration.edit, "sequence", 1, NOW, {"padding": 5})
    ),
    "conversation.message": Case(("ticket.message",), on(Status.NEW, conversation.message, "Hi")),
    "conversation.note": Case(("ticket.note",), on(Status.NEW, conversation.note, "Hm")),
    "intake.Import": Case(("ticket.import",), importing),
    "kinds.sequences.upcoming": Case(("ticket.read",), after(sequences.upcoming, 1, {}, NOW, 3)),
    "lifecycle.take": Case(("ticket.take",), on(Status.NEW, lifecycle.take)),
    "lifecycle.release": Case(
        ("ticket.release", "ticket.assign_others"),
        on(Status.NEW, lifecycle.release, assignee="carol"),
    ),
    "lifecycle.assign": Case(
        ("ticket.assign", "ticket.assign_others"),
        lambda desk, actor: on(
            Status.NEW,
            lambda *of: lifecycle.assign(*of, agent=desk.id("agent", "carol")),
            team=None,
        )(desk, actor),
        team="Network",
    ),
    "lifecycle.start": Case(("ticket.start",), on(Status.NEW, lifecycle.start)),
    "lifecycle.wait": Case(("ticket.wait",), on(Status.IN_PROGRESS, lifecycle.wait)),
    "lifecycle.resume": Case(("ticket.resume",), on(Status.WAITING, lifecycle.resume)),
    "lifecycle.resolve": Case(("ticket.resolve",), on(Status.IN_PROGRESS, lifecycle.resolve)),
    "lifecycle.reopen": Case(("ticket.reopen",), on(Status.RESOLVED, lifecycle.reopen)),
    "lifecycle.close": Case(("ticket.close",), on(Status.RESOLVED, lifecycle.close)),
    "lifecycle.share": Case(("ticket.share",), on(Status.NEW, lifecycle.share)),
    "lifecycle.unshare": Case(("ticket.unshare",), sharing),
    "people.add_agent": Case(("agents.edit",), after(people.add_agent, NOW, "dora")),
    "config_import.bring": Case(
        ("configuration.edit",),
        after(config_import.bring, NOW, {"team": [{"name": "Field"}]}),
    ),
    "people.add_team": Case(("configuration.edit",), after(people.add_team, NOW, "Field")),
    "people.add_type": Case(("configuration.edit",), after(people.add_type, NOW, "Idea")),
    "people.add_customer": Case(("customers.edit",), after(people.add_customer, NOW, "Initech")),
    "people.add_contact": Case(("customers.edit",), contact),
    "recompute.Recomputation": Case(
        ("configuration.edit",),
        lambda desk, actor: lambda: recompute.Recomputation(actor, NOW, rehearsal=False).step(),
    ),
    "requeue.Requeue": Case(
        ("settings.edit",), lambda desk, actor: lambda: requeue.Requeue(actor).step()
    ),
    "search_index.mend": Case(("settings.edit",), after(search_index.mend)),
    "settings.change": Case(("settings.edit",), after(settings.change, NOW, {"bell": True})),
    "stopwatch.start": Case(("time.own",), on(Status.NEW, stopwatch.start)),
    "stopwatch.stop": Case(("time.own",), stopping),
    "stopwatch.keep": Case(
        ("time.others",),
        entry_of_carol(stopwatch.keep, NOW + 60, running=True),
        team="Network",
    ),
    "stopwatch.trim": Case(
        ("time.others",),
        entry_of_carol(stopwatch.trim, NOW + 30, NOW + 60, running=True),
        team="Network",
    ),
    "stopwatch.cancel": Case(
        ("time.others",),
        entry_of_carol(stopwatch.cancel, NOW + 60, running=True),
        team="Network",
    ),
    "tickets.create": Case(("ticket.create",), after(tickets.create, NOW, {"subject": "x"})),
    "tickets.edit": Case(("ticket.edit",), on(Status.NEW, tickets.edit, {"subject": "x"})),
    "tickets.copy": Case(("ticket.copy",), on(Status.NEW, tickets.copy)),
    "tickets.follow_up": Case(("ticket.follow_up",), on(Status.CLOSED, tickets.follow_up)),
    "time_entries.log": Case(("time.own",), on(Status.NEW, time_entries.log, 600)),
    "time_entries.log closed": Case(
        ("time.own", "time.closed"), on(Status.CLOSED, time_entries.log, 600)
    ),
    "time_entries.edit": Case(
        ("time.others",),
        entry_of_carol(lambda *of: time_entries.edit(*of, note="corrected"), NOW + 60),
        team="Network",
    ),
    "time_entries.delete": Case(
        ("time.others",), entry_of_carol(time_entries.delete, NOW + 60), team="Network"
    ),
    "triage.take_next": Case(("ticket.take", "ticket.start"), after(triage.take_next, NOW)),
    "views.create": Case(("views.own",), after(views.create, NOW, VIEW)),
    "views.create shared": Case(
        ("views.shared",), after(views.create, NOW, {**VIEW, "shared": True})
    ),
    "views.change": Case(("views.shared",), shared_view(views.change, {"name": "Blazes"})),
    "views.delete": Case(("views.shared",), shared_view(views.delete)),
    "undo.undo": Case(("ticket.undo",), undoing),
}
"""By module and name of the service; what follows a space tells cases of one service apart."""


def acting_services() -> Iterator[str]:
    """Every public function or class whose first argument is the actor."""
    for info in pkgutil.walk_packages(services.__path__, services.__name__ + "."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if name.startswith("_") or getattr(value, "__module__", None) != info.name:
                continue
            if inspect.isfunction(value) or inspect.isclass(value):
                first = next(iter(inspect.signature(value).parameters), "")
                if first == "actor":
                    yield f"{info.name.removeprefix(services.__name__ + '.')}.{name}"


def test_every_service_stands_in_the_table() -> None:
    listed = {case.split(" ")[0] for case in CASES}
    assert listed | WITHIN == set(acting_services())
    assert not listed & WITHIN


def test_every_kind_stands_in_the_table() -> None:
    for name, each in configuration.KINDS.items():
        for act in each.acts:
            assert f"configuration.{act} {name}" in CASES


OWN = {"event", "alert_seen"}
"""The record itself, and what agents have seen, which is nobody's business."""


def assert_recorded(actor: Actor, before: Rows) -> None:
    """Whatever has changed stands in the record: who, through which door, and when."""
    after = everything()
    changed = {name for name in after if name not in OWN and after[name] != before[name]}
    begun = len(before["event"])
    assert after["event"][:begun] == before["event"]
    new = Event.select().order_by(Event.id).offset(begun)
    told = [(event.agent_id, event.via, event.at > 0) for event in new]
    assert bool(told) or not changed, changed
    assert set(told) <= {(actor.id, actor.via, True)}


@pytest.mark.long
@pytest.mark.parametrize("service", CASES)
def test_who_may(desk: Desk, service: str) -> None:
    case = CASES[service]
    teams = frozenset({desk.id("team", case.team)})
    for actor in map(desk.actor, LOGINS):
        with database.atomic() as transaction:
            act = case.arrange(desk, actor)
            before = everything()
            if all(allows(actor, name, teams) for name in case.acts):
                act()
                assert_recorded(actor, before)
            else:
                with pytest.raises(Forbidden):
                    act()
                assert everything() == before
            transaction.rollback()
