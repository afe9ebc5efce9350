"""What saved views hold, in their order, and what is wrong with those that nobody can read."""

from __future__ import annotations

import pytest

from helpdesk_tui.i18n import explain
from helpdesk_tui.models import SavedView
from helpdesk_tui.queries import tickets, views
from helpdesk_tui.rows import QueueCount
from helpdesk_tui.saved_views import View, by_key
from helpdesk_tui.services import configuration
from helpdesk_tui.services import views as write
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.desks import plans_of, put_ticket


def view(query: str, *, id: int = 1, key: str = "", name: str = "V", shared: bool = True) -> View:
    return View(id, name, key, query, shared)


@pytest.mark.parametrize(
    ("query", "held"),
    [
        ("fire", ["late", "soon", "resolved"]),
        ("fire is:open", ["late", "soon"]),
        ("status:resolved", ["resolved"]),
        ("status:closed", ["closed"]),
        ("fire statut:résolu,fermé", ["closed", "resolved"]),
        ("closed<2d", ["closed"]),
        ("-status:closed", ["late", "soon", "resolved"]),
        ("closed:none fire", ["late", "soon", "resolved"]),
        ("lenoir", ["late"]),
    ],
)
def test_closed_tickets_are_left_out_unless_they_are_named(
    desk: Desk, query: str, held: list[str]
) -> None:
    bob, called = desk.actor("bob"), {}
    called[put_ticket(subject="Fire", next_due_at=NOW + 60, status=Status.NEW)] = "soon"
    called[
        put_ticket(subject="Fire", next_due_at=NOW - 60, assignee_id=desk.id("agent", "mona"))
    ] = "late"
    called[put_ticket(subject="Fire", status=Status.RESOLVED)] = "resolved"
    called[put_ticket(subject="Fire", status=Status.CLOSED)] = "closed"
    asked = view(query)
    assert [called[id] for id in tickets.everything(asked, bob, "", 0, NOW)] == held
    page = tickets.first(asked, bob, "", 1, NOW)
    assert (page.total, called[page.rows[0].id]) == (len(held), held[0])
    [row] = page.rows
    rest = tickets.after(asked, bob, "", row, 9, NOW).rows
    assert [called[each.id] for each in rest] == held[1:]
    narrowed = tickets.first(asked, bob, "is:late", 9, NOW).rows
    assert [called[each.id] for each in narrowed] == [name for name in held if name == "late"]


def test_counts_tell_what_is_late_and_pass_over_all_there_ever_was(desk: Desk) -> None:
    bob = desk.actor("bob")
    put_ticket(subject="Fire", next_due_at=NOW - 60)
    put_ticket(subject="Fire", next_due_at=NOW + 60)
    put_ticket(subject="Fire", status=Status.RESOLVED, next_due_at=NOW - 60)
    found = views.counts([view("fire"), view("status:closed", id=2)], bob, NOW)
    assert found == {"view-1": QueueCount(3, 1)}


@pytest.mark.sqlite
def test_a_count_reads_the_index_of_open_tickets(desk: Desk) -> None:
    bob = desk.actor("bob")
    for query in ("customer:acme", "fire", "team:net is:late"):
        plans = plans_of(lambda query=query: tickets.count(view(query), bob, NOW))  # type: ignore[misc]
        assert any("INDEX ticket_open" in plan for plan in plans), plans


def test_views_stand_in_the_order_of_their_keys(desk: Desk) -> None:
    mona = desk.actor("mona")
    for name, key, shared in (
        *(("None B", "", True), ("None a", "", False), ("Z", "z", False), ("A", "a", True)),
        ("Digit", "9", True),
    ):
        write.create(mona, NOW, {"name": name, "key": key, "query": "x", "shared": shared})
    assert [each.name for each in views.seen(mona)] == ["Digit", "A", "Z", "None a", "None B"]


def test_the_own_view_goes_before_a_shared_one_that_came_later(desk: Desk) -> None:
    bob, mona = desk.actor("bob"), desk.actor("mona")
    own = write.create(bob, NOW, {"name": "Fires", "key": "f", "query": "fire"})
    write.create(mona, NOW, {"name": "fires", "key": "f", "query": "x", "shared": True})
    opened = by_key(views.seen(bob), "f")
    assert opened is not None and opened.id == own
    assert views.named(bob, "FIRES").id == own
    assert by_key(views.seen(bob), "q") is None


def test_a_name_that_is_gone_or_archived_is_told(desk: Desk) -> None:
    bob, alice = desk.actor("bob"), desk.actor("alice")

    def said(query: str) -> str:
        trouble = views.trouble_of(view(query), bob, NOW)
        return explain(trouble) if trouble else ""

    for fine in ("team:supp @me", "team:none -team:network", "customer:acme,globex due<2h"):
        assert said(fine) == ""
    assert "team “gone”, which nothing is called" in said("vpn team:support,gone")
    assert "assignee “nobody”" in said("@nobody")
    configuration.archive(alice, "team", desk.id("team", "Support"), NOW)
    assert "team “supp”, which is archived" in said("team:supp")


def test_a_search_that_cannot_be_read_opens_empty_and_says_why(desk: Desk) -> None:
    bob = desk.actor("bob")
    put_ticket()
    SavedView.insert(name="Old", name_folded="old", query="stauts:new").execute()
    [broken] = views.seen(bob)
    assert tickets.first(broken, bob, "", 9, NOW).rows == []
    assert views.counts([broken], bob, NOW) == {"view-1": QueueCount(0, 0)}
    trouble = views.trouble_of(broken, bob, NOW)
    assert trouble is not None
    assert "did you mean status?" in explain(trouble)
    assert "Change the view" in explain(trouble)
