"""A desk moves from a file to a server and back, and stays the same desk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk_tui.cli import main
from helpdesk_tui.errors import WrongState
from helpdesk_tui.models import Ticket
from helpdesk_tui.services import conversation, lifecycle, tickets, time_entries
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk, Outcome, Run, ServedDesk
from tests.desks import everything, ticket_in

EXPORTED = Path(__file__).parents[3] / "shared" / "data" / "customer_support_tickets.csv"
LINES = 300
"""Of the export, as far as it is beside us; some of its texts have several."""

HOSTILE = "\x1b]52;c;x\x07 \u202e e\u0301\u0301 \U0001f600 =1+1 %s $1 {number} \\ '\" ;"

Copy = Callable[[str, str], Outcome]


@pytest.fixture
def copy(run: Run, capsys: pytest.CaptureFixture[str]) -> Copy:
    """Runs the command; neither desk is that of the command line."""

    def copied(origin: str, target: str) -> Outcome:
        capsys.readouterr()
        status = main(["copy-database", origin, target])
        return Outcome(status, *capsys.readouterr())

    return copied


@pytest.fixture
def lived(desk: Desk, run: Run, tmp_path: Path) -> Desk:
    """A desk in a file with tickets in every state and a part of a real export."""
    for status in Status:
        ticket_in(desk, status)
    alice = desk.actor("alice")
    ticket = desk.ticket(HOSTILE, description=f"{HOSTILE}\n\n{HOSTILE}").ticket
    conversation.note(alice, ticket, NOW, HOSTILE)
    time_entries.log(alice, ticket, NOW, 1800, note=HOSTILE)
    if EXPORTED.is_file():
        part = tmp_path / "part.csv"
        with EXPORTED.open("rb") as whole:
            part.write_bytes(b"".join(whole.readline() for _each in range(LINES)))
        run("import", "tickets", str(part), by="mona")
    return desk


def exports(url: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """All that a desk holds, in both formats, as it is written for people and programs."""
    written = []
    for form in ("json", "csv"):
        capsys.readouterr()
        command = ["--db", url, "--as", "alice", "export", "tickets", "--queue", "history"]
        assert main([*command, "--format", form]) == 0
        written.append(capsys.readouterr().out)
    return written


def test_a_copied_desk_is_the_same_desk(
    lived: Desk, empty_database: str, copy: Copy, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = exports(lived.url, capsys)
    assert len(json.loads(before[0])) > len(Status)
    there = copy(lived.url, empty_database)
    assert (there.status, there.err) == (0, "")
    assert "copied and verified" in there.out
    assert exports(empty_database, capsys) == before

    back = f"sqlite:///{tmp_path / 'back.sqlite'}"
    assert copy(empty_database, back).status == 0
    assert exports(back, capsys) == before
    assert Desk(tmp_path / "back.sqlite").call(everything) == lived.call(everything)


def test_work_goes_on_after_the_move(lived: Desk, empty_database: str, copy: Copy) -> None:
    last = lived.call(lambda: Ticket.select().order_by(Ticket.id.desc()).get())
    copy(lived.url, empty_database)
    moved = ServedDesk(Path(), empty_database)
    done = moved.ticket("After the move")
    assert (done.ticket, done.number) == (last.id + 1, f"TKT{last.serial + 1:04}")
    started = moved.call(lifecycle.start, moved.actor("bob"), done.ticket, NOW)
    assert started.act == "start"
    closed = moved.call(lambda: Ticket.get(Ticket.status == Status.CLOSED).id)
    with pytest.raises(WrongState):
        moved.call(tickets.edit, moved.actor("alice"), closed, NOW, {"subject": "x"})


def test_a_desk_that_holds_anything_is_not_copied_into(
    lived: Desk, served_desk: str, copy: Copy
) -> None:
    target = ServedDesk(Path(), served_desk)
    before = target.call(everything)
    refused = copy(lived.url, served_desk)
    assert (refused.status, refused.out) == (1, "")
    assert "is not empty: copy into a new database." in refused.err
    assert target.call(everything) == before


def test_what_the_server_does_not_take_stops_the_whole_copy(
    lived: Desk, empty_database: str, copy: Copy
) -> None:
    ticket = lived.ticket().ticket
    lived.call(lambda: Ticket.update(subject="x" * 300).where(Ticket.id == ticket).execute())
    refused = copy(lived.url, empty_database)
    assert (refused.status, refused.out) == (1, "")
    assert "does not take a row of the table" in refused.err
    assert "Nothing was copied." in refused.err
    target = ServedDesk(Path(), empty_database)
    assert not any(target.call(everything).values())
