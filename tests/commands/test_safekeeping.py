"""Backups: whole though others write, private, verified, and put back under running programs."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from helpdesk_tui import schema
from helpdesk_tui.databases.checkup import has_wal_bug
from helpdesk_tui.models import Ticket
from tests.conftest import Desk, Run
from tests.desks import everything


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.sqlite"


def rows(path: Path) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(path)) as opened:
        return opened.execute("SELECT id, subject FROM ticket ORDER BY id").fetchall()


def test_a_backup_is_one_private_file_with_everything(run: Run, desk: Desk, file: Path) -> None:
    desk.ticket("Printer on fire")
    done = run("backup", str(file), by="alice")
    assert done.status == 0, done.err
    assert "1 ticket" in done.out
    assert rows(file) == [(1, "Printer on fire")]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.glob("backup*")] == [file.name]


_TEAM = """INSERT INTO team (name, name_folded, archived)
    VALUES (hex(randomblob(8)), hex(randomblob(8)), 0)"""
_ITS_LEAD = """INSERT INTO lead (name, name_folded, archived)
    SELECT name, name_folded, 0 FROM team ORDER BY id DESC LIMIT 1"""


@pytest.mark.promise(21)
def test_a_backup_taken_while_others_write_is_whole(run: Run, desk: Desk, file: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(desk.path, timeout=30)) as other:
            while not stop.is_set():  # two rows in one transaction: never one without the other
                with other:
                    other.execute(_TEAM)
                    other.execute(_ITS_LEAD)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            done = run("backup", str(file.with_name(f"{number}.sqlite")), by="alice")
            assert done.status == 0, done.err
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        with closing(sqlite3.connect(file.with_name(f"{number}.sqlite"))) as copy:
            alone = copy.execute(
                "SELECT COUNT(*) FROM team WHERE id > 2 AND name NOT IN (SELECT name FROM lead)"
            ).fetchone()
            assert alone == (0,)


def test_what_is_there_already_is_left_alone(run: Run, file: Path) -> None:
    file.write_text("precious")
    done = run("backup", str(file), by="alice")
    assert done.status == 1
    assert "is there already" in done.err
    assert file.read_text() == "precious"


def test_a_backup_that_cannot_be_made_leaves_nothing(run: Run, tmp_path: Path) -> None:
    done = run("backup", str(tmp_path / "nowhere" / "x.sqlite"), by="alice")
    assert done.status == 1
    assert "cannot be written" in done.err


@pytest.mark.parametrize("words", [("backup", "x.sqlite"), ("restore", "x.sqlite")])
def test_only_administrators_copy_the_desk(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words, by="mona")
    assert done.status == 1
    assert "Administrator" in done.err


@pytest.mark.promise(21)
def test_a_running_program_sees_what_is_restored(run: Run, desk: Desk, file: Path) -> None:
    desk.ticket("Before")
    run("backup", str(file), by="alice")
    before = desk.call(everything)
    desk.ticket("After")
    with closing(sqlite3.connect(desk.path)) as running:
        seen = running.execute("PRAGMA data_version").fetchone()
        inode = os.stat(desk.path).st_ino
        done = run("restore", str(file), by="alice")
        assert done.status == 0, done.err
        assert running.execute("SELECT COUNT(*) FROM ticket").fetchone() == (1,)
        assert running.execute("PRAGMA data_version").fetchone() != seen
    assert os.stat(desk.path).st_ino == inode
    assert desk.call(everything) == before
    assert desk.ticket("Goes on").ticket == 2


def test_what_was_there_before_is_kept(run: Run, desk: Desk, file: Path) -> None:
    run("backup", str(file), by="alice")
    desk.ticket("After")
    done = run("restore", str(file), by="alice")
    kept = list(desk.path.parent.glob("desk.sqlite.before-*"))
    assert len(kept) == 1 and str(kept[0]) in done.out
    assert rows(kept[0]) == [(1, "After")]


@pytest.mark.promise(21)
def test_a_trial_changes_nothing(run: Run, desk: Desk, file: Path) -> None:
    run("backup", str(file), by="alice")
    desk.ticket("After")
    done = run("restore", "--dry-run", str(file), by="alice")
    assert done.status == 0 and "can be restored" in done.out
    assert desk.call(lambda: Ticket.select().count()) == 1


def test_a_desk_that_is_gone_is_restored(run: Run, desk: Desk, file: Path) -> None:
    desk.ticket("Printer on fire")
    run("backup", str(file), by="alice")
    for path in desk.path.parent.glob("desk.sqlite*"):
        path.unlink()
    done = run("restore", str(file), by="alice")
    assert done.status == 0, done.err
    assert rows(desk.path) == [(1, "Printer on fire")]
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o600


def test_a_backup_that_is_none_is_refused(run: Run, desk: Desk, file: Path) -> None:
    desk.ticket("Stays")
    run("backup", str(file), by="alice")
    whole = file.read_bytes()
    page = 4096
    damaged = whole[: page * 3] + os.urandom(page * 4) + whole[page * 7 :]
    for content in (b"", b"not a database" * 100, whole[: len(whole) // 2], damaged):
        file.write_bytes(content)
        done = run("restore", str(file), by="alice")
        assert done.status == 1
        assert "nothing was changed" in done.err.lower()
        assert rows(desk.path) == [(1, "Stays")]


def test_a_damaged_desk_is_restored_and_kept(run: Run, desk: Desk, file: Path) -> None:
    desk.ticket("Printer on fire")
    run("backup", str(file), by="alice")
    with closing(sqlite3.connect(desk.path)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = desk.path.read_bytes()
    page = 4096
    broken = whole[: page * 3] + b"\x55" * page * 4 + whole[page * 7 :]
    desk.path.write_bytes(broken)
    done = run("restore", str(file), by="alice")
    assert done.status == 0, done.err
    assert rows(desk.path) == [(1, "Printer on fire")]
    kept = next(desk.path.parent.glob("desk.sqlite.before-*[0-9]"))
    assert str(kept) in done.out
    assert kept.read_bytes() == broken


def test_another_programs_file_is_not_restored_over(run: Run, desk: Desk, file: Path) -> None:
    run("backup", str(file), by="alice")
    for path in desk.path.parent.glob("desk.sqlite*"):
        path.unlink()
    with closing(sqlite3.connect(desk.path)) as other:
        other.execute("CREATE TABLE theirs (id INTEGER)")
    before = desk.path.read_bytes()
    done = run("restore", str(file), by="alice")
    assert done.status == 1
    assert "nothing was changed" in done.err
    assert desk.path.read_bytes() == before
    assert not list(desk.path.parent.glob("desk.sqlite.before-*"))


def test_an_older_desk_is_backed_up_before_it_is_migrated(
    run: Run, desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ticket("Printer on fire")
    known = schema._known()
    monkeypatch.setattr(schema, "_known", lambda: known | {"9999_to_come"})
    assert "is older than this program" in run("list", by="alice").err
    done = run("backup", str(file), by="alice")
    assert done.status == 0, done.err
    assert rows(file) == [(1, "Printer on fire")]


# The examination


def test_a_sound_desk_is_called_sound(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpdesk_tui.databases.checkup.has_wal_bug", lambda version: False)
    desk.ticket()
    done = run("doctor", by="victor")
    assert (done.status, done.err) == (0, "")
    assert "is sound" in done.out


@pytest.mark.promise(12)
def test_what_is_wrong_is_named(run: Run, desk: Desk) -> None:
    desk.ticket()
    desk.path.chmod(0o644)
    with closing(sqlite3.connect(desk.path)) as other, other:
        other.execute("UPDATE status_period SET status = 4")
    done = run("doctor", "--json")
    assert done.status == 1
    said = " ".join(done.json["faults"])
    assert "mode 0644" in said
    assert "TKT0001" in said


@pytest.mark.promise(25)
@pytest.mark.parametrize(
    ("version", "bad"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ],
)
def test_sqlites_that_can_damage_a_file_are_known(version: tuple[int, ...], bad: bool) -> None:
    assert has_wal_bug(version) is bad
