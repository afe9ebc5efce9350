"""An agent who is archived while at work: the program ends by itself and says why."""

from __future__ import annotations

import time
from pathlib import Path

from helpdesk_tui.services import configuration
from tests.conftest import Desk
from tests.system.terminal import Terminal, program


def test_the_program_leaves_the_terminal_as_it_was_with_one_sentence(
    desk: Desk, tmp_path: Path
) -> None:
    desk.ticket()
    command, environment = program(desk.url, tmp_path, login="bob")
    with Terminal(command, environment) as terminal:
        terminal.wait("TKT0001")
        now = int(time.time())
        configuration.archive(desk.actor("alice"), "agent", desk.id("agent", "bob"), now)
        assert terminal.status() == 1
        assert terminal.modes == set()
        said = terminal.raw.decode().splitlines()[-1]
        assert said.endswith("You are no longer an agent of this desk: ask an administrator.")
