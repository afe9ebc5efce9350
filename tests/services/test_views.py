"""Saved views: whose they are, what is refused, and what the record says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from helpdesk_tui.errors import Forbidden, Invalid, NotFound
from helpdesk_tui.models import Event, SavedView
from helpdesk_tui.queries import views as read
from helpdesk_tui.services import views
from tests.conftest import NOW, Desk


def saved(desk: Desk, login: str = "bob", **fields: Any) -> int:
    return views.create(desk.actor(login), NOW, {"name": "Fires", "query": "fire", **fields})


def refused(desk: Desk, login: str = "bob", **fields: Any) -> str:
    before = SavedView.select().count()
    with pytest.raises(Invalid) as caught:
        saved(desk, login, **fields)
    assert SavedView.select().count() == before
    return caught.value.field


def test_an_agents_own_view_is_nobody_elses(desk: Desk) -> None:
    bob, carol = desk.actor("bob"), desk.actor("carol")
    own = saved(desk, key="f")
    assert [view.name for view in read.seen(bob)] == ["Fires"]
    assert read.seen(carol) == []
    with pytest.raises(NotFound):
        views.delete(carol, own, NOW)
    with pytest.raises(NotFound):
        views.change(carol, own, NOW, {"name": "Mine"})
    assert saved(desk, "carol", key="f")


def test_all_see_a_shared_view_and_managers_change_it(desk: Desk) -> None:
    shared = saved(desk, "mona", shared=True)
    assert [view.shared for view in read.seen(desk.actor("victor"))] == [True]
    with pytest.raises(Forbidden):
        views.change(desk.actor("bob"), shared, NOW, {"name": "Bob's"})
    views.change(desk.actor("alice"), shared, NOW, {"key": "b"})
    assert read.named(desk.actor("bob"), "fires").key == "b"


def test_an_own_view_can_be_shared_by_a_manager_only(desk: Desk) -> None:
    own = saved(desk)
    with pytest.raises(Forbidden):
        views.change(desk.actor("bob"), own, NOW, {"shared": True})
    managers = saved(desk, "mona", name="Mine")
    views.change(desk.actor("mona"), managers, NOW, {"shared": True})
    assert [view.name for view in read.seen(desk.actor("victor"))] == ["Mine"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " \u200b "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "ÉTÉ"}, "name"),
        ({"key": "ab"}, "key"),
        ({"key": "-"}, "key"),
        ({"key": "\x1b"}, "key"),
        ({"key": "e"}, "key"),
        ({"query": "  "}, "query"),
        ({"query": "stauts:new"}, "query"),
        ({"query": "status:"}, "query"),
    ],
)
def test_what_is_refused(desk: Desk, fields: dict[str, Any], field: str) -> None:
    saved(desk, "mona", name="été", key="e", shared=True)
    assert refused(desk, **fields) == field


def test_a_view_keeps_its_own_name_and_key_when_it_is_changed(desk: Desk) -> None:
    own = saved(desk, key="f")
    views.change(desk.actor("bob"), own, NOW, {"name": "FIRES", "query": "is:late"})
    [view] = read.seen(desk.actor("bob"))
    assert (view.name, view.key, view.query) == ("FIRES", "f", "is:late")


def test_each_act_is_recorded_with_old_and_new_values(desk: Desk) -> None:
    bob, own = desk.actor("bob"), saved(desk, key="f")
    views.change(bob, own, NOW, {"name": "Blazes", "query": "fire"})
    views.delete(bob, own, NOW)
    events = Event.select().where(Event.kind == "view", Event.row == own).order_by(Event.id)
    assert [(event.act, json.loads(event.changes)) for event in events] == [
        ("create", {"name": [None, "Fires"], "key": [None, "f"], "query": [None, "fire"]}),
        ("edit", {"name": ["Fires", "Blazes"]}),
        ("delete", {"name": ["Blazes", None], "key": ["f", None], "query": ["fire", None]}),
    ]
    assert read.seen(bob) == []


def test_there_is_an_end_to_the_number_of_views(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 1)
    saved(desk)
    assert refused(desk, name="Another") == "name"
    assert saved(desk, "mona", name="Another", shared=True)


def test_an_id_is_never_given_twice(desk: Desk) -> None:
    bob = desk.actor("bob")
    first = desk.call(views.create, bob, NOW, {"name": "Late", "query": "is:late"})
    desk.call(views.delete, bob, first, NOW)
    again = desk.call(views.create, bob, NOW, {"name": "Other", "query": "is:open"})
    assert again != first
    with pytest.raises(NotFound):
        desk.call(views.delete, bob, first, NOW)


def test_a_name_that_grows_when_folded_is_compared_as_far_as_it_is_stored(desk: Desk) -> None:
    bob, name = desk.actor("bob"), "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 60
    desk.call(views.create, bob, NOW, {"name": name, "query": "is:late"})
    with pytest.raises(Invalid, match="already"):
        desk.call(views.create, bob, NOW, {"name": name, "query": "is:open"})


def test_an_own_view_can_be_changed_when_somebody_shares_one_like_it(desk: Desk) -> None:
    bob, mona = desk.actor("bob"), desk.actor("mona")
    own = desk.call(views.create, bob, NOW, {"name": "Late", "key": "l", "query": "is:late"})
    shared = {"name": "Late", "key": "l", "query": "is:open", "shared": True}
    desk.call(views.create, mona, NOW, shared)
    desk.call(views.change, bob, own, NOW, {"query": "is:late @me"})
    assert SavedView.get_by_id(own).query == "is:late @me"
