from __future__ import annotations

import tomllib

import pytest

from helpdesk_tui.commands.config_document import written
from helpdesk_tui.errors import Forbidden, Invalid
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import Team, Ticket
from helpdesk_tui.queries import config_records
from helpdesk_tui.queries import people as read_people
from helpdesk_tui.services import config_import, configuration
from helpdesk_tui.services.config_named import Difference
from tests.conftest import NOW, Desk
from tests.desks import everything


def export() -> str:
    return written(config_records.document(NOW))


def bring(document: str, *, dry_run: bool = False) -> list[Difference]:
    """The document imported on behalf of alice."""
    alice = read_people.actor("alice", "command")
    return config_import.bring(alice, NOW, tomllib.loads(document), dry_run=dry_run)


def test_a_row_that_is_not_archived_in_the_document_is_restored(desk: Desk) -> None:
    document = export()
    configuration.archive(desk.actor("alice"), "team", desk.id("team", "Network"), NOW)
    assert bring(document) == [Difference("team", "Network", "restore")]
    assert export() == document


def test_rows_refer_to_archived_ones_as_where_they_come_from(desk: Desk) -> None:
    configuration.archive(desk.actor("alice"), "team", desk.id("team", "Network"), NOW)
    bring(export() + '[[policy]]\nname = "Gold"\ndays = 1\nteam = "Network"\n')
    assert 'team = "Network"' in export()
    assert Team.get(Team.name == "Network").archived


def test_a_promotion_comes_before_the_demotion_it_allows(desk: Desk) -> None:
    configuration.edit(desk.actor("alice"), "agent", desk.id("agent", "mona"), NOW, {"role": 4})
    mona = desk.actor("mona")
    document = {
        "agent": [{"login": "alice", "role": "agent"}, {"login": "bob", "role": "administrator"}]
    }
    assert len(config_import.bring(mona, NOW, document)) == 2


def test_the_next_number_is_never_lowered(desk: Desk) -> None:
    document = export()
    desk.ticket()
    assert bring(document) == []
    assert bring(document.replace("next_number = 1", "next_number = 9"))[0].new == 9
    assert Ticket.get_by_id(desk.ticket().ticket).number == "TKT0009"


def test_namesakes_are_told_apart_by_all_they_have(desk: Desk) -> None:
    alice = desk.actor("alice")
    for phone in ("1", "2"):
        configuration.create(alice, "lead", NOW, {"name": "Jane", "phone": phone})
    document = export()
    assert bring(document) == []
    (told,) = bring(document.replace('phone = "2"', 'phone = "3"'))
    assert (told.field, told.old, told.new) == ("phone", "2", "3")


def test_a_namesake_in_doubt_is_refused(desk: Desk) -> None:
    alice = desk.actor("alice")
    for phone in ("1", "2"):
        configuration.create(alice, "lead", NOW, {"name": "Jane", "phone": phone})
    before = everything()
    with pytest.raises(Invalid) as caught:
        bring('[[lead]]\nname = "jane"\nphone = "3"\n')
    assert explain(caught.value).startswith("lead “jane”: Several are named “jane”: rename")
    assert everything() == before


def test_a_contact_takes_over_an_address(desk: Desk) -> None:
    document = export().replace(
        'name = "Dana Roy"\ncustomer = "Acme SA"\nphone = ""\n',
        'name = "Dana Roy"\ncustomer = "Acme SA"\nphone = ""\narchived = true\n\n'
        '[[contact]]\nemail = "dana@acme.example"\nname = "Dan"\ncustomer = "Globex"\n',
    )
    assert [(told.act, told.name) for told in bring(document)] == [
        ("archive", "dana@acme.example"),
        ("create", "dana@acme.example"),
    ]
    assert bring(document) == []


@pytest.mark.parametrize("login", ["bob", "mona"])
def test_who_may_not_change_a_kind_may_not_import_it(desk: Desk, login: str) -> None:
    actor, before = desk.actor(login), everything()
    document = export()
    assert config_import.bring(actor, NOW, tomllib.loads(document)) == []
    wanted = document.replace("bell = false", "bell = true").replace("Globex", "Globex II")
    with pytest.raises(Forbidden) as caught:
        config_import.bring(actor, NOW, tomllib.loads(wanted))
    assert "settings: Your role" in explain(caught.value)
    assert everything() == before


def test_a_dry_run_is_an_import_that_is_not_saved(desk: Desk) -> None:
    document = export().replace("Globex", "Globex II").replace("bell = false", "bell = true")
    before = everything()
    told = bring(document, dry_run=True)
    assert everything() == before
    assert bring(document) == told
    assert bring(document, dry_run=True) == []
