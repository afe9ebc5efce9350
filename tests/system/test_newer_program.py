"""A desk that a newer program migrates while this one is open: it ends and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_tui.models import bound
from tests.conftest import Desk
from tests.system.terminal import Terminal, program


@pytest.mark.parametrize("door", [(), ("portal", "--as-contact", "dana@acme.example")])
def test_the_program_ends_before_it_writes_as_it_used_to(
    desk: Desk, tmp_path: Path, door: tuple[str, ...]
) -> None:
    desk.ticket()
    command, environment = program(desk.url, tmp_path, *door)
    with Terminal(command, environment) as terminal:
        terminal.wait("There are no tickets yet" if door else "TKT0001")
        bound().execute_sql(
            "INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01')"
        )
        assert terminal.status() == 1
        said = terminal.raw.decode().splitlines()[-1]
        assert said.endswith("A newer program has brought this desk up to date: start that one.")
