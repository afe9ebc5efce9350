from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui import models
from helpdesk_tui.errors import Forbidden, HelpdeskError, Invalid, Outdated, WrongState
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import Agent, Event, Membership, Sequence, Setting, SlaPolicy, Ticket
from helpdesk_tui.queries import config_rows, people, tickets
from helpdesk_tui.queries import configuration as listed
from helpdesk_tui.queries.settings import is_untouched, switches
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import configuration, numbering
from helpdesk_tui.services import settings as desk_settings
from helpdesk_tui.services import tickets as ticket_services
from helpdesk_tui.services.kinds.sequences import upcoming
from helpdesk_tui.services.requeue import BATCH, Requeue
from helpdesk_tui.vocabulary import NEVER, Role, Status
from tests.conftest import NOW, Desk
from tests.desks import everything, put_ticket
from tests.extent import many

pytestmark = pytest.mark.long

OFFICE: dict[str, Any] = {
    "name": "Office",
    "zone": "Europe/Paris",
    "week": {"mon": [("09:00", "12:00"), ("13:00", "17:00")]},
}
QUICK: dict[str, Any] = {"name": "Quick", "seconds": 4 * 3600}

GOOD: dict[str, dict[str, Any]] = {
    "policy": QUICK,
    "type": {"name": "Idea", "default_priority": 4},
    "calendar": OFFICE,
    "team": {"name": "Field", "members": [2, 3]},
    "agent": {"login": "dora", "name": "Dora", "teams": [1]},
    "customer": {"name": "Initech"},
    "contact": {"name": "Eli", "email": "eli@acme.example", "customer_id": 1},
    "lead": {"name": "Newcomer", "company": "Soylent"},
}
"""The fields of one row of each kind that can be added; ids are those of the desk's rows."""


@pytest.fixture
def alice(desk: Desk) -> Actor:
    return desk.actor("alice")


def last_event(kind: str, row: int) -> tuple[str, dict[str, Any]]:
    event = (
        Event.select().where(Event.kind == kind, Event.row == row).order_by(Event.id.desc()).get()
    )
    return event.act, json.loads(event.changes)


def refusal(act: Callable[[], object]) -> Invalid:
    """What the act is refused with, after showing that it has changed nothing."""
    before = everything()
    with pytest.raises(Invalid) as caught:
        act()
    assert everything() == before
    return caught.value


@pytest.mark.parametrize("kind", GOOD)
def test_a_row_is_created_edited_copied_archived_and_restored(alice: Actor, kind: str) -> None:
    row = configuration.create(alice, kind, NOW, GOOD[kind])
    act, changes = last_event(kind, row)
    assert act == "create"
    assert changes["name"] == [None, GOOD[kind]["name"]]

    assert configuration.edit(alice, kind, row, NOW, {"name": "Renamed"}) == row
    assert last_event(kind, row) == ("edit", {"name": [GOOD[kind]["name"], "Renamed"]})

    fresh = {"name": "Copied"} | {n: "c" for n in ("login",) if n in GOOD[kind]}
    other = configuration.copy(
        alice, kind, row, NOW, fresh | ({"email": None} if kind == "contact" else {})
    )
    assert other != row
    assert last_event(kind, other)[0] == "copy"

    configuration.archive(alice, kind, row, NOW)
    assert last_event(kind, row) == ("archive", {})
    assert row not in [each.id for each in listed.first(kind, "", False, 50).rows]
    assert row in [each.id for each in listed.first(kind, "", True, 50).rows]

    configuration.restore(alice, kind, row, NOW)
    assert last_event(kind, row) == ("restore", {})
    assert row in [each.id for each in listed.first(kind, "", False, 50).rows]


@pytest.mark.parametrize("kind", GOOD)
def test_what_does_not_change_leaves_no_event(alice: Actor, kind: str) -> None:
    row = configuration.create(alice, kind, NOW, GOOD[kind])
    before = everything()
    configuration.edit(alice, kind, row, NOW, {"name": GOOD[kind]["name"]})
    assert everything() == before


@pytest.mark.parametrize("kind", GOOD)
def test_archiving_twice_and_restoring_the_offered_are_refused(alice: Actor, kind: str) -> None:
    row = configuration.create(alice, kind, NOW, GOOD[kind])
    with pytest.raises(WrongState):
        configuration.restore(alice, kind, row, NOW)
    configuration.archive(alice, kind, row, NOW)
    with pytest.raises(WrongState):
        configuration.archive(alice, kind, row, NOW)


@pytest.mark.parametrize("kind", ["policy", "type", "calendar", "team", "customer"])
def test_a_name_is_borne_once(alice: Actor, kind: str) -> None:
    row = configuration.create(alice, kind, NOW, GOOD[kind])
    twin = GOOD[kind] | {"name": GOOD[kind]["name"].upper()}
    assert "already" in str(refusal(lambda: configuration.create(alice, kind, NOW, twin)))
    configuration.archive(alice, kind, row, NOW)
    again = refusal(lambda: configuration.create(alice, kind, NOW, twin))
    assert "restore it" in str(again)


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        ("policy", {"name": " "}, "name"),
        ("policy", {"name": "x" * 201}, "name"),
        ("policy", {"seconds": 0}, "days"),
        ("policy", {"seconds": None}, "days"),
        ("policy", {"days": -1}, "days"),
        ("policy", {"days": 3651}, "days"),
        ("policy", {"seconds": 10_001 * 3600}, "seconds"),
        ("policy", {"warn_percent": 0}, "warn_percent"),
        ("policy", {"warn_percent": 101}, "warn_percent"),
        ("policy", {"warn_percent": None}, "warn_percent"),
        ("policy", {"target_status": Status.WAITING}, "target_status"),
        ("policy", {"min_priority": 5}, "min_priority"),
        ("policy", {"team_id": 99}, "team_id"),
        ("policy", {"type_id": 99}, "type_id"),
        ("policy", {"calendar_id": 99}, "calendar_id"),
        ("policy", {"description": "x" * 100_001}, "description"),
        ("type", {"default_priority": 0}, "default_priority"),
        ("calendar", {"zone": None}, "zone"),
        ("calendar", {"zone": "Paris"}, "zone"),
        ("calendar", {"zone": "../etc/passwd"}, "zone"),
        ("calendar", {"week": {}}, "week"),
        ("calendar", {"week": {"mon": []}}, "week"),
        ("calendar", {"week": {"mon": [("12:00", "09:00")]}}, "week"),
        ("calendar", {"week": {"mon": [("09:00", "09:00")]}}, "week"),
        ("calendar", {"week": {"mon": [("09:00", "24:01")]}}, "week"),
        ("calendar", {"special": {date(2026, 12, 24): [("12:00", "9:00")]}}, "special"),
        ("calendar", {"country": "France"}, "country"),
        ("team", {"members": [99]}, "members"),
        ("team", {"calendar_id": 99}, "calendar_id"),
        ("agent", {"login": "Dora Smith"}, "login"),
        ("agent", {"login": "bob"}, "login"),
        ("agent", {"role": 5}, "role"),
        ("agent", {"teams": [99]}, "teams"),
        ("agent", {"teams": [1], "team_id": 2}, "team_id"),
        ("agent", {"language": "de"}, "language"),
        ("agent", {"zone": "Mars/Olympus"}, "zone"),
        ("agent", {"email": "nowhere"}, "email"),
        ("contact", {"customer_id": None}, "customer_id"),
        ("contact", {"customer_id": 99}, "customer_id"),
        ("contact", {"email": "dana@acme.example"}, "email"),
        ("contact", {"phone": "0" * 65}, "phone"),
        ("lead", {"email": "a b@c"}, "email"),
        ("lead", {"company": "x" * 201}, "company"),
    ],
)
def test_what_a_field_refuses(alice: Actor, kind: str, wrong: dict[str, Any], field: str) -> None:
    error = refusal(lambda: configuration.create(alice, kind, NOW, GOOD[kind] | wrong))
    assert error.field == field
    assert explain(error)
    row = configuration.create(alice, kind, NOW, GOOD[kind])
    assert refusal(lambda: configuration.edit(alice, kind, row, NOW, wrong)).field == field


def test_everything_that_is_wrong_is_said_at_once(alice: Actor) -> None:
    wrong = {"name": "", "seconds": 0, "warn_percent": 0}
    error = refusal(lambda: configuration.create(alice, "policy", NOW, wrong))
    fields = [error.field, *(other.field for other in error.also)]
    assert fields == ["name", "days", "warn_percent"]


def test_edits_of_the_same_field_name_who_was_first(desk: Desk, alice: Actor) -> None:
    row = configuration.create(alice, "customer", NOW, {"name": "Initech"})
    seen = config_rows.values("customer", row).seen
    configuration.edit(desk.actor("mona"), "customer", row, NOW, {"name": "Initrode"}, seen=seen)
    with pytest.raises(Outdated) as caught:
        configuration.edit(alice, "customer", row, NOW, {"name": "Intertrode"}, seen=seen)
    assert "Mona Lenoir" in explain(caught.value)
    calendar = configuration.create(alice, "calendar", NOW, OFFICE)
    configuration.edit(alice, "customer", row, NOW, {"calendar_id": calendar}, seen=seen)
    assert config_rows.name("customer", row) == "Initrode"


def test_an_archived_row_is_not_offered_but_stays_where_it_was_chosen(
    desk: Desk, alice: Actor
) -> None:
    question = desk.id("type", "Question")
    ticket = desk.ticket(type_id=question).ticket
    policy = configuration.create(alice, "policy", NOW, QUICK | {"type_id": question})
    configuration.archive(alice, "type", question, NOW)
    assert "Question" not in [choice.name for choice in people.types()]
    assert config_rows.name("type", question) == "Question"
    with pytest.raises(Invalid):
        desk.ticket(type_id=question)
    with pytest.raises(Invalid):
        configuration.create(alice, "policy", NOW, QUICK | {"name": "B", "type_id": question})
    ticket_services.edit(alice, ticket, NOW, {"subject": "Another", "type_id": question})
    configuration.edit(alice, "policy", policy, NOW, {"days": 1, "type_id": question})
    assert config_rows.uses("type", question) == [("ticket", 1), ("policy", 1)]


def test_an_archived_policy_promises_nothing_more(desk: Desk, alice: Actor) -> None:
    policy = configuration.create(alice, "policy", NOW, QUICK)
    kept = desk.ticket().ticket
    configuration.archive(alice, "policy", policy, NOW)
    assert Ticket.get_by_id(kept).next_due_at == NOW + 4 * 3600
    assert Ticket.get_by_id(desk.ticket().ticket).next_due_at == NEVER


def test_a_restored_contact_must_not_share_its_address(alice: Actor) -> None:
    dana = people.by_name("contact", "dana@acme.example")
    configuration.archive(alice, "contact", dana, NOW)
    configuration.create(alice, "contact", NOW, GOOD["contact"] | {"email": "dana@acme.example"})
    error = refusal(lambda: configuration.restore(alice, "contact", dana, NOW))
    assert error.field == "email"


def test_documents_of_a_calendar_are_kept_when_another_field_changes(alice: Actor) -> None:
    christmas, eve = date(2026, 12, 25), date(2026, 12, 24)
    fields = OFFICE | {"closed": [christmas], "special": {eve: [("09:00", "12:00")]}}
    row = configuration.create(alice, "calendar", NOW, fields)
    before = config_rows.values("calendar", row).values
    configuration.edit(alice, "calendar", row, NOW, {"country": "fr"})
    after = config_rows.values("calendar", row).values
    assert after == before | {"country": "FR"}
    assert json.loads(after["closed"]) == ["2026-12-25"]
    assert json.loads(after["special"]) == {"2026-12-24": [["09:00", "12:00"]]}


def test_a_calendar_is_kept_the_same_whatever_pieces_its_hours_are_written_in(alice: Actor) -> None:
    week = {"mon": [("11:00", "15:00"), ("9:00", "12:00"), ("15:00", "17:00")]}
    row = configuration.create(alice, "calendar", NOW, OFFICE | {"week": week})
    assert json.loads(config_rows.values("calendar", row).values["week"]) == {
        "mon": [["09:00", "17:00"]]
    }


def test_a_calendar_edited_moves_no_deadline(desk: Desk, alice: Actor) -> None:
    calendar = configuration.create(alice, "calendar", NOW, OFFICE)
    configuration.create(alice, "policy", NOW, QUICK | {"calendar_id": calendar})
    ticket = desk.ticket().ticket
    due = Ticket.get_by_id(ticket).next_due_at
    configuration.edit(alice, "calendar", calendar, NOW, {"week": {"tue": [("10:00", "11:00")]}})
    assert Ticket.get_by_id(ticket).next_due_at == due


# Teams and their members


def active(login: str) -> str | None:
    team = Agent.get(Agent.login == login).team_id
    return models.Team.get_by_id(team).name if team else None


def test_members_added_and_removed_have_an_active_team_of_theirs(desk: Desk, alice: Actor) -> None:
    support, network = desk.id("team", "Support"), desk.id("team", "Network")
    bob, mona = desk.id("agent", "bob"), desk.id("agent", "mona")
    configuration.edit(alice, "team", support, NOW, {"members": [desk.id("agent", "alice")]})
    assert (active("alice"), active("mona"), active("bob")) == ("Support", "Network", None)
    assert last_event("agent", mona) == ("edit", {"team_id": [support, network]})
    assert last_event("agent", bob) == ("edit", {"team_id": [support, None]})
    teams = Membership.select(Membership.team).where(Membership.agent == mona)
    assert [row.team_id for row in teams] == [network]


def test_the_active_team_follows_the_agents_teams(desk: Desk, alice: Actor) -> None:
    support, network = desk.id("team", "Support"), desk.id("team", "Network")
    bob = desk.id("agent", "bob")
    configuration.edit(alice, "agent", bob, NOW, {"teams": [network]})
    assert active("bob") == "Network"
    configuration.edit(alice, "agent", bob, NOW, {"teams": [support, network]})
    assert active("bob") == "Network"
    configuration.edit(alice, "agent", bob, NOW, {"teams": []})
    assert active("bob") is None


# Administrators


def test_the_last_administrator_and_oneself_stay(desk: Desk, alice: Actor) -> None:
    demoted = refusal(
        lambda: configuration.edit(alice, "agent", alice.id, NOW, {"role": Role.MANAGER})
    )
    assert demoted.field == "role"
    assert (
        refusal(
            lambda: configuration.edit(alice, "agent", alice.id, NOW, {"login": "alicia"})
        ).field
        == "login"
    )
    with pytest.raises(WrongState):
        configuration.archive(alice, "agent", alice.id, NOW)
    second = configuration.create(alice, "agent", NOW, {"login": "ada", "role": Role.ADMINISTRATOR})
    ada = desk.actor("ada")
    configuration.archive(ada, "agent", alice.id, NOW)
    # a session of alice's that was open before still believes that she administers
    with pytest.raises(WrongState):
        configuration.archive(alice, "agent", second, NOW)
    assert (
        refusal(lambda: configuration.edit(alice, "agent", second, NOW, {"role": Role.AGENT})).field
        == "role"
    )


def test_an_archived_agent_cannot_enter(desk: Desk, alice: Actor) -> None:
    configuration.archive(alice, "agent", desk.id("agent", "bob"), NOW)
    with pytest.raises(HelpdeskError):
        desk.actor("bob")
    assert "bob" not in [choice.detail for choice in people.agents()]


# Numbers


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"prefix": "%M"}, "prefix"),
        ({"prefix": "T%D"}, "prefix"),
        ({"prefix": "%M%D-"}, "prefix"),
        ({"prefix": "%D5-"}, "prefix"),
        ({"suffix": "-%D%YY"}, "suffix"),
        ({"prefix": "x" * 33}, "prefix"),
        ({"reset": "yearly"}, "reset"),
        ({"reset": "monthly", "prefix": "%YYYY-"}, "reset"),
        ({"reset": "monthly", "prefix": "%FM-"}, "reset"),
        ({"reset": "monthly", "prefix": "%YY-%M-"}, "reset"),
        ({"reset": "weekly"}, "reset"),
        ({"padding": 13}, "padding"),
        ({"padding": None}, "padding"),
        ({"next_number": 0}, "next_number"),
        ({"next_number": 1}, "next_number"),
        ({"next_number": 3}, "next_number"),
    ],
)
def test_what_a_sequence_refuses(desk: Desk, fields: dict[str, Any], field: str) -> None:
    for _ticket in range(3):
        desk.ticket()
    mona = desk.actor("mona")
    error = refusal(lambda: configuration.edit(mona, "sequence", 1, NOW, fields))
    assert (error.field, bool(explain(error))) == (field, True)


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({"prefix": "%YYYY-", "reset": "yearly"}, "2026-0002"),
        ({"prefix": "%YY%FM/", "reset": "monthly", "padding": 3}, "2604/002"),
        ({"prefix": "%M-", "suffix": "/%WY"}, "4-0002/18"),
        ({"prefix": "%D.", "padding": 0}, "27.2"),
        ({"next_number": 500}, "TKT0500"),
        ({"prefix": "HD", "next_number": 1}, "HD0001"),
    ],
)
def test_the_next_ticket_bears_the_number_that_was_shown(
    desk: Desk, fields: dict[str, Any], number: str
) -> None:
    desk.ticket()
    mona = desk.actor("mona")
    assert upcoming(mona, 1, fields, NOW, 2)[0] == number
    configuration.edit(mona, "sequence", 1, NOW, fields)
    assert upcoming(mona, 1, {}, NOW, 1) == [number]
    assert desk.ticket().number == number


def test_a_number_that_was_typed_is_not_reset_again(desk: Desk) -> None:
    mona = desk.actor("mona")
    configuration.edit(mona, "sequence", 1, NOW, {"prefix": "%YYYY-", "reset": "yearly"})
    desk.ticket()
    next_year = NOW + 366 * 86_400
    assert upcoming(mona, 1, {}, next_year, 1) == ["2027-0001"]
    configuration.edit(mona, "sequence", 1, next_year, {"next_number": 70})
    assert numbering.take(next_year) == ("2027-0070", 70)


def test_a_sequence_is_neither_added_nor_archived(alice: Actor) -> None:
    with pytest.raises(WrongState):
        configuration.create(alice, "sequence", NOW, {"prefix": "X"})
    with pytest.raises(WrongState):
        configuration.archive(alice, "sequence", 1, NOW)


PIECES = st.lists(
    st.sampled_from(["%YYYY", "%YY", "%FM", "%M", "%D", "%WY", "-", "A", "7"]), max_size=3
).map("".join)


@given(
    edits=st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "prefix": PIECES,
                "suffix": PIECES,
                "padding": st.integers(0, 5),
                "reset": st.sampled_from(["never", "yearly", "monthly"]),
                "next_number": st.integers(1, 30),
            },
        ),
        max_size=6,
    ),
    steps=st.lists(st.integers(0, 40), min_size=1, max_size=6),
)
@settings(
    max_examples=many(250, 15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_number_repeats_whatever_is_edited(
    desk: Desk, edits: list[dict[str, Any]], steps: list[int]
) -> None:
    mona = desk.actor("mona")
    bob = desk.actor("bob")
    seen = [ticket.number for ticket in Ticket.select()]
    now = NOW
    for place, days in enumerate(steps):
        now += days * 86_400
        try:
            if place < len(edits):
                configuration.edit(mona, "sequence", 1, now, edits[place])
            promised = upcoming(mona, 1, {}, now, 1)[0]
        except Invalid:
            continue  # what would repeat is refused, which is the point
        done = ticket_services.create(bob, now, {"subject": "x"})
        assert done.number not in seen
        assert done.number == promised or promised in seen
        seen.append(done.number)
    Sequence.update(prefix="TKT", suffix="", reset="never", period="").execute()


# Settings


def test_settings_are_changed_with_one_event(alice: Actor) -> None:
    calendar = configuration.create(alice, "calendar", NOW, OFFICE)
    fields = {"manage_sla": False, "default_calendar": calendar, "bell": True, "language": "fr"}
    desk_settings.change(alice, NOW, fields)
    known = switches()
    assert (known.manage_sla, known.default_calendar, known.bell) == (False, calendar, True)
    assert last_event("settings", 1)[1]["manage_sla"] == [True, False]
    before = everything()
    desk_settings.change(alice, NOW, fields)
    assert everything() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"manage_sla": "yes"},
        {"default_calendar": 99},
        {"language": "de"},
        {"first_weekday": 7},
        {"timer_limit_hours": -1},
        {"rounding_minutes": None},
        {"rounding_least": 481},
    ],
)
def test_what_settings_refuse(alice: Actor, wrong: dict[str, Any]) -> None:
    assert refusal(lambda: desk_settings.change(alice, NOW, wrong)).field == next(iter(wrong))


def test_two_who_change_one_setting_are_told(desk: Desk, alice: Actor) -> None:
    seen = config_rows.settings(1).seen
    desk_settings.change(alice, NOW, {"bell": True}, seen=seen)
    with pytest.raises(Outdated):
        desk_settings.change(alice, NOW, {"bell": False}, seen=seen)


def test_switching_sla_off_and_on_puts_open_tickets_in_their_places(
    desk: Desk, alice: Actor
) -> None:
    own_due = desk.ticket(due_at=NOW + 9000).ticket
    configuration.create(alice, "policy", NOW, QUICK | {"seconds": 3600})
    promised = desk.ticket(due_at=NOW + 7200).ticket

    def order() -> list[int]:
        page = tickets.first("in-progress", alice, "", 50, NOW)
        return [row.next_due_at for row in page.rows]

    assert order() == [NOW + 3600, NOW + 9000]
    for managed, expected in ((False, [NOW + 7200, NOW + 9000]), (True, [NOW + 3600, NOW + 9000])):
        desk_settings.change(alice, NOW, {"manage_sla": managed})
        requeue = Requeue(alice)
        while requeue.step():
            pass
        assert (order(), requeue.moved) == (expected, 1)
    assert {own_due, promised} == {ticket.id for ticket in Ticket.select()}


def test_requeueing_goes_in_batches(desk: Desk, alice: Actor) -> None:
    desk.ticket()
    for _ticket in range(2 * BATCH):
        put_ticket()
    Ticket.update(next_due_at=5).execute()
    waits: list[float] = []
    requeue = Requeue(alice, sleep=waits.append)
    steps = 1
    while requeue.step():
        steps += 1
    assert (steps, requeue.moved, len(waits)) == (3, 2 * BATCH + 1, 2)
    assert Ticket.select().where(Ticket.next_due_at != NEVER).count() == 0


# Lists


def test_pages_visit_each_row_once_both_ways(alice: Actor) -> None:
    names = [f"Customer {n:02}" for n in range(25)] + ["Élan", "Zoé", "zulu"]
    for name in names:
        configuration.create(alice, "customer", NOW, {"name": name})
    forward = list(listed.first("customer", "", False, 7).rows)
    while not (page := listed.after("customer", "", False, forward[-1], 7)).at_end:
        forward += page.rows
    forward += page.rows
    backward = list(listed.last("customer", "", False, 7).rows)
    while not (page := listed.before("customer", "", False, backward[0], 7)).at_start:
        backward = [*page.rows, *backward]
    backward = [*page.rows, *backward]
    assert forward == backward
    assert len({row.id for row in forward}) == len(names) + 2 == listed.total("customer", "", False)
    found = [row.values["name"] for row in listed.first("customer", "ZOE", False, 7).rows]
    assert found == ["Zoé"]
    middle = listed.around("customer", "", False, forward[10], 3, 3)
    assert [row.id for row in middle.rows] == [row.id for row in forward[7:14]]


def test_types_count_their_open_tickets(desk: Desk) -> None:
    outage = desk.id("type", "Outage")
    for _ticket in range(2):
        desk.ticket(type_id=outage)
    rows = {row.values["name"]: row.values for row in listed.first("type", "", False, 9).rows}
    assert rows["Outage"]["new"] == 2
    assert "new" not in rows["Question"]


def test_counts_tell_the_offered_from_the_archived(alice: Actor) -> None:
    configuration.archive(alice, "customer", people.by_name("customer", "Globex"), NOW)
    found = listed.counts()["customer"]
    assert (found.live, found.archived) == (1, 1)


def test_history_reads_names_for_ids(desk: Desk, alice: Actor) -> None:
    policy = configuration.create(alice, "policy", NOW, QUICK)
    team = desk.id("team", "Support")
    configuration.edit(alice, "policy", policy, NOW + 60, {"team_id": team})
    latest = config_rows.history("policy", policy)[0]
    assert (latest.actor, latest.act, latest.changes) == (
        "Alice Martin",
        "edit",
        {"team_id": (None, "Support")},
    )


def test_a_desk_is_untouched_until_a_team_a_ticket_or_the_first_steps(
    desk: Desk, alice: Actor
) -> None:
    assert not is_untouched()
    Membership.delete().execute()
    Agent.update(team=None).execute()
    models.Team.delete().execute()
    assert is_untouched()
    desk_settings.change(alice, NOW, {"guided": True})
    assert not is_untouched()


def test_only_the_role_that_may_changes_anything(desk: Desk) -> None:
    for login in ("victor", "bob"):
        with pytest.raises(Forbidden):
            configuration.create(desk.actor(login), "policy", NOW, QUICK)
    assert not SlaPolicy.select().exists()
    with pytest.raises(Forbidden):
        desk_settings.change(desk.actor("mona"), NOW, {"bell": True})
    assert not Setting.select().exists()
