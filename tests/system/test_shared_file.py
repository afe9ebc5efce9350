"""One account for each agent on one file: whoever comes first, everybody in the group works."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.system import accounts
from tests.system.accounts import GROUP, Account

pytestmark = accounts.needed

_HOLD = """
import sys
from helpdesk_tui.queries import people
from helpdesk_tui.rows import Place
from helpdesk_tui.store import Store

store = Store(sys.argv[1])
actor = store.call(people.actor, sys.argv[2], "screen")
store.call(store._link.presence.stand, Place(actor.id, 1))
print("there", flush=True)
sys.stdin.read()
"""

_WHO = """
import sys
from helpdesk_tui.store import Store

store = Store(sys.argv[1])
print(len(store.call(store._link.presence.places)))
store.close()
"""


class Office:
    """A folder of the group with a desk that alice has founded and bob works at."""

    def __init__(self, folder: Path, people: list[Account]) -> None:
        self.alice, self.bob, inner = people
        self.stranger = replace(inner, group=GROUP + 9)
        self.path = folder / "desk" / "desk.sqlite"
        self.url = f"sqlite:///{self.path}"

    def desk(self, account: Account, login: str, *words: str) -> str:
        done = account.run("-m", "helpdesk_tui", "--db", self.url, "--as", login, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def modes(self) -> dict[str, tuple[str, int]]:
        """Mode and group of each file of the desk."""
        found = {}
        for file in self.path.parent.iterdir():
            if file.is_file():
                told = file.stat()
                found[file.name] = (f"{stat.S_IMODE(told.st_mode):04o}", told.st_gid)
        return found

    def hold(self, account: Account, login: str) -> subprocess.Popen[str]:
        """A session of that account that has ticket 1 open until it is ended."""
        held = account.start(
            "-c", _HOLD, self.url, login, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert held.stdout is not None and held.stdout.readline() == "there\n"
        return held


@pytest.fixture
def office() -> Iterator[Office]:
    with accounts.accounts(3) as (folder, people):
        shared = folder / "desk"
        shared.mkdir()
        os.chown(shared, 0, GROUP)
        shared.chmod(0o2770)
        office = Office(folder, people)
        office.desk(office.alice, "alice", "init", "--login", "alice")
        office.desk(office.alice, "alice", "config", "add", "agent", "bob")
        yield office


@pytest.mark.promise(12)
def test_whoever_opens_it_first_all_of_the_group_write_and_nobody_else(office: Office) -> None:
    everybody = {"alice": office.alice, "bob": office.bob}
    for first, second in (("bob", "alice"), ("alice", "bob")):
        held = office.hold(everybody[first], first)
        office.desk(everybody[second], second, "new", "--subject", "From the second")
        modes = office.modes()
        desk = {modes.pop(f"desk.sqlite{ending}", None) for ending in ("", "-wal", "-shm", ".lock")}
        assert desk == {("0660", GROUP)}
        assert set(modes.values()) <= {("0640", GROUP)}  # locks, which nobody has to write
        assert everybody[second].run("-c", _WHO, office.url).stdout == "1\n"
        held.send_signal(signal.SIGKILL)
        held.communicate()
    assert office.alice.run("-c", _WHO, office.url).stdout == "0\n"
    assert office.desk(office.alice, "alice", "list", "--json").count('"subject"') == 2

    words = ("-m", "helpdesk_tui", "--db", office.url, "--as", "alice", "list")
    refused = office.stranger.run(*words)
    assert refused.returncode == 1
    assert "check its path, owner and mode" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
