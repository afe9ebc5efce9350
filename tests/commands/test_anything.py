from __future__ import annotations

import io
import sys
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Desk, Run
from tests.extent import many

WORDS = st.sampled_from(
    [
        *("list", "show", "new", "next", "take", "start", "close", "copy", "set", "note", "assign"),
        *("config", "add", "agent", "import", "export", "tickets", "migrate", "init", "demo"),
        *("--json", "--limit", "--queue", "late", "--subject", "--to", "bob", "--as", "--lang"),
        *("1", "TKT0001", "-", "--", "-1", "9" * 30, "due_at=+1d", "progress=50", "subject="),
    ]
)
COMMANDS = st.sampled_from(
    ["list", "show", "new", "next", "take", "set", "note", "assign", "config", "import", "export"]
)
ARGUMENTS = st.builds(
    lambda command, rest: [command, *rest],
    st.one_of(COMMANDS, WORDS, st.text(max_size=8)),
    st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=5),
)
# What execve cannot pass, and what leads away from the desk under test.
PASSABLE = ARGUMENTS.filter(lambda a: not any("\0" in x or x.startswith("--db") for x in a))


@given(arguments=PASSABLE)
@settings(
    max_examples=many(3000, 50),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_command_line_is_a_fault(run: Run, desk: Desk, arguments: list[str]) -> None:
    with mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"subject\nx\n"))):
        done = run(*arguments, by="alice")
    assert done.status in (0, 1, 2)
    assert "The program failed" not in done.err and "Traceback" not in done.err
    assert done.status == 0 or done.err
    assert "\x1b" not in done.out + done.err
