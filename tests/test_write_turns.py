from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from helpdesk_tui.databases import sqlite, write_turns
from helpdesk_tui.databases.write_turns import WriteTurns
from tests.conftest import Desk

PATIENCE = 60
"""Seconds after which what should come at once has hung."""


def line_of(desk: Path) -> Path:
    return desk.with_name(desk.name + ".turns")


def stands(desk: Path) -> bool:
    """Whether somebody stands first in the line."""
    descriptor = os.open(line_of(desk), os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def wait_until(true: Callable[[], bool]) -> None:
    turn = threading.Event()
    for _each in range(PATIENCE * 1000):
        if true():
            return
        turn.wait(0.001)
    raise AssertionError("it has hung")


def test_who_has_just_saved_stands_behind_who_waits(desk: Desk, tmp_path: Path) -> None:
    order = []
    with closing(sqlite.database(desk.url, durable=False)) as first:
        first.connect()

        def wait_and_save() -> None:
            with closing(sqlite.database(desk.url, durable=False)) as second:
                second.connect()
                with second.atomic():
                    order.append("who waited")

        for _round in range(20):
            waiting = threading.Thread(target=wait_and_save)
            with first.atomic():
                waiting.start()
                wait_until(lambda: stands(desk.path))
            with first.atomic():
                order.append("who saved")
            waiting.join(PATIENCE)
    assert order == ["who waited", "who saved"] * 20


def test_a_place_left_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = tmp_path / "desk.sqlite"
    desk.touch()
    turns = WriteTurns(desk)
    with turns.first():
        monkeypatch.setattr(write_turns, "PATIENCE", 0.01)
        with WriteTurns(desk).first():
            pass  # without a turn, after its patience
        monkeypatch.setattr(write_turns, "PATIENCE", PATIENCE)
        assert stands(desk)
    with WriteTurns(desk).first():
        assert stands(desk)
    wait_until(lambda: not stands(desk))


def test_a_line_that_does_not_move_is_stood_in_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = tmp_path / "desk.sqlite"
    desk.touch()
    monkeypatch.setattr(write_turns, "PATIENCE", 0.01)
    turns = WriteTurns(desk)
    with WriteTurns(desk).first():  # as if its process had been stopped
        opened = []
        for _each in range(5):
            with turns.first():
                opened.append(len(os.listdir("/proc/self/fd")))
        assert len(set(opened)) == 1

    def stands_again() -> bool:
        with turns.first():
            return stands(desk)

    wait_until(stands_again)


@pytest.mark.parametrize(("mode", "line"), [(0o600, 0o600), (0o660, 0o640), (0o640, 0o640)])
def test_all_who_share_the_desk_can_stand_in_its_line(tmp_path: Path, mode: int, line: int) -> None:
    desk = tmp_path / "desk.sqlite"
    desk.touch()
    desk.chmod(mode)
    with WriteTurns(desk).first():
        assert line_of(desk).stat().st_mode & 0o777 == line


def as_a_link(line: Path) -> None:
    line.symlink_to(line.with_suffix(""))


@pytest.mark.parametrize("put", [as_a_link, os.mkfifo])
def test_a_line_that_cannot_be_made_keeps_nobody_from_writing(
    desk: Desk, put: Callable[[Path], None]
) -> None:
    line_of(desk.path).unlink(missing_ok=True)
    put(line_of(desk.path))
    assert desk.ticket().number == "TKT0001"
    with closing(sqlite.database(desk.url, durable=False)) as other:
        other.connect()
        with other.atomic():
            assert other.in_transaction()
