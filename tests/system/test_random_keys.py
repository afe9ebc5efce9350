"""Keys struck at random on a full desk: nothing ends the program, nothing breaks a rule."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from helpdesk_tui import schema
from helpdesk_tui.queries.soundness import contradictions
from helpdesk_tui.services import demo
from helpdesk_tui.store import connect
from tests.conftest import NOW
from tests.extent import many
from tests.system.terminal import KEYS, Terminal, program

STRUCK = [key for key in KEYS if key != "ctrl+q"]  # ctrl+q leaves, as does q
STRUCK += [*"abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789 /:?!-%<>.,é界", "\x1b[M"]
SIZES = [(100, 30), (80, 24), (60, 20), (20, 5), (200, 60)]
KEYS_A_RUN = 500


@pytest.mark.promise(4)
@pytest.mark.parametrize("seed", range(many(20, 1)))
def test_no_key_ends_the_program_or_breaks_a_rule(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    database = connect(url, durable=False)
    schema.migrate(database, url)
    with database.connection_context():
        login = demo.fill(NOW, "en")

    command, environment = program(url, tmp_path, login=login)
    with Terminal(command, environment) as terminal:
        terminal.wait("4 Unassigned")
        for struck in range(many(KEYS_A_RUN, 200)):
            terminal.press(chance.choice(STRUCK))
            if struck % 50 == 49:
                terminal.resize(*chance.choice(SIZES))
                assert terminal.process.poll() is None, terminal.screen
                assert "Traceback" not in terminal.screen
        # Whatever is open by now: it still answers.
        terminal.resize(100, 30)
        terminal.press_until("escape", "All keys", times=20)
        terminal.signal(signal.SIGHUP)
        assert terminal.status() == 128 + signal.SIGHUP
        assert b"Traceback" not in terminal.raw

    assert not [file for file in tmp_path.rglob("*.log") if "Traceback" in file.read_text()]
    with database.connection_context():
        assert list(contradictions()) == []
        assert database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
