"""What may be imported, and what may happen while a module is being imported."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source import MODULES, PACKAGE, Names, parse

CLOCKS = {
    "arrow.now",
    "arrow.utcnow",
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.gmtime",
    "time.localtime",
    "time.monotonic",
    "time.monotonic_ns",
    "time.perf_counter",
    "time.time",
    "time.time_ns",
}
SURROUNDINGS = {
    "getpass.getuser",
    "locale.getlocale",
    "locale.setlocale",
    "os.environ",
    "os.getcwd",
    "os.getenv",
    "os.getlogin",
    "os.getpid",
    "os.getuid",
    "os.path.expanduser",
    "pathlib.Path.cwd",
    "pathlib.Path.home",
    "platformdirs.user_config_dir",
    "platformdirs.user_config_path",
    "platformdirs.user_data_dir",
    "platformdirs.user_data_path",
    "platformdirs.user_state_path",
}
# The clock may be passed as a default (`clock=time.time`): only asking it is an act of import.
ENGINE = ["opening_hours", "opening_tables", "sla", "text", "working_time"]
PURE = [*ENGINE, "dates", "errors", "i18n", "permissions", "queues", "rows", "vocabulary"]


def run_at_import(tree: ast.Module) -> Iterator[ast.AST]:
    """Every node evaluated by importing the module: all but the bodies of functions."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, node.args]
        elif isinstance(node, ast.Lambda):
            waiting.append(node.args)
        elif not (isinstance(node, ast.If) and is_main_guard(node.test)):
            waiting += ast.iter_child_nodes(node)


def is_main_guard(test: ast.expr) -> bool:
    return ast.unparse(test) == "__name__ == '__main__'"


def readings(tree: ast.Module, nodes: Iterator[ast.AST], forbidden: set[str]) -> list[str]:
    """Where the nodes ask for something forbidden, as `line: name`."""
    names = Names(tree)
    found = []
    for node in nodes:
        asked = node.func if isinstance(node, ast.Call) else node
        dotted = names.dotted(asked)
        if dotted in forbidden and (isinstance(node, ast.Call) or dotted == "os.environ"):
            found.append(f"{getattr(node, 'lineno', 0)}: {dotted}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_importing_reads_neither_clock_nor_surroundings(path: Path) -> None:
    tree = parse(path)
    assert readings(tree, run_at_import(tree), CLOCKS | SURROUNDINGS) == []


@pytest.mark.parametrize("name", PURE)
def test_pure_modules_never_ask_the_time(name: str) -> None:
    tree = parse(Path(f"{name}.py"))
    assert readings(tree, ast.walk(tree), CLOCKS) == []


@pytest.mark.parametrize(
    "code",
    [
        "import time\nSTARTED = time.time()",
        "from time import monotonic as tick\nSTARTED = tick()",
        "import datetime as dt\nclass A:\n    born = dt.datetime.now()",
        "from datetime import datetime\ndef f(now=datetime.now()): pass",
        "import os\nHOME = os.environ['HOME']",
        "from os import environ\nif 'X' in environ: pass",
        "from pathlib import Path\nf = lambda home=Path.home(): home",
        "import os\n@decorate(os.getenv('X'))\ndef f(): pass",
    ],
)
def test_the_rule_sees_what_runs_at_import(code: str) -> None:
    tree = ast.parse(code)
    assert len(readings(tree, run_at_import(tree), CLOCKS | SURROUNDINGS)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "import time\ndef f(): return time.time()",
        "import time\ndef f(clock=time.time): return clock()",
        "import os\nclass A:\n    def f(self): os.environ.setdefault('ESCDELAY', '30')",
        "import sys, time\nif __name__ == '__main__':\n    sys.exit(time.time())",
    ],
)
def test_the_rule_allows_what_runs_later(code: str) -> None:
    tree = ast.parse(code)
    assert readings(tree, run_at_import(tree), CLOCKS | SURROUNDINGS) == []


def loaded_after(script: str, folder: Path, *arguments: str) -> set[str]:
    """The modules a process of its own holds once the script has succeeded."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("HELPDESK", "XDG"))}
    done = subprocess.run(
        [sys.executable, "-c", script + "\nimport sys; print(*sys.modules)", *arguments],
        env=environment | {"HOME": str(folder), "PYTHONPATH": str(PACKAGE.parent)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


def loaded_by(folder: Path, *commands: list[str]) -> set[str]:
    """The modules held after these commands of the program, each of which succeeds."""
    script = """
import json, sys
from helpdesk_tui.cli import main
for arguments in json.loads(sys.argv[1]):
    try:
        status = main(arguments)
    except SystemExit as end:
        status = end.code
    assert status in (0, None), (arguments, status)
"""
    return loaded_after(script, folder, json.dumps(commands))


def test_deadlines_and_the_text_border_need_the_standard_library_only(tmp_path: Path) -> None:
    bare = loaded_after("", tmp_path)
    loaded = loaded_after("import helpdesk_tui.sla, helpdesk_tui.text", tmp_path) - bare
    ours = {name for name in loaded if name.startswith("helpdesk_tui.")}
    assert ours <= {f"helpdesk_tui.{name}" for name in ENGINE}
    known = {*sys.stdlib_module_names, "helpdesk_tui", "tzdata"}
    public = {name.split(".")[0] for name in loaded if not name.startswith("_")}
    assert public <= known


def test_the_version_costs_no_library(tmp_path: Path) -> None:
    loaded = loaded_by(tmp_path, ["--version"])
    assert loaded & {"textual", "rich", "peewee", "arrow", "dateutil", "platformdirs"} == set()


def test_a_command_does_not_load_the_interface(tmp_path: Path) -> None:
    desk = ["--db", f"sqlite:///{tmp_path / 'desk.db'}", "--as", "ann"]
    loaded = loaded_by(
        tmp_path,
        [*desk, "init"],
        [*desk, "new", "--subject", "Printer on fire"],
        [*desk, "list"],
        [*desk, "list", "--json"],
    )
    assert loaded & {"textual", "rich", "holidays"} == set()
    assert "peewee" in loaded


LATER = (
    "services",
    "screens.ask",
    "screens.choose",
    "screens.compose",
    "screens.configuration",
    "screens.form",
    "screens.keys",
    "screens.prompt",
    "screens.reports",
    "screens.search",
    "screens.ticket",
    "screens.time_entries",
    "screens.time_sheet",
    "query_language",
    "typed_dates",
    "widgets.legend",
)
"""What no list needs before a key is pressed."""

OPENED = """
import asyncio, sys
from helpdesk_tui.cli import main
from helpdesk_tui.databases import drivers
url = sys.argv[1]
drivers.load(url)
from helpdesk_tui.app import HelpdeskApp
from helpdesk_tui.queries import people
from helpdesk_tui.screens import ahead
from helpdesk_tui.store import Store
ahead.AFTER = 3600

async def shown(store, actor):
    app = HelpdeskApp(store, actor, zone="UTC", clock=store.clock)
    async with app.run_test() as pilot:
        while not getattr(app.screen, "is_ready", False):
            await pilot.pause()

store = Store(url)
asyncio.run(shown(store, store.call(people.actor, "ann", "screen")))
store.close()
"""


def test_the_first_list_loads_nothing_that_only_a_key_needs(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    desk = ["--db", url, "--as", "ann"]
    loaded_by(
        tmp_path,
        [*desk, "init"],
        [*desk, "new", "--subject", "Printer on fire"],
        [*desk, "set", "1", "due_at=+3d"],
    )
    loaded = loaded_after(OPENED, tmp_path, url)
    early = {name for name in LATER if f"helpdesk_tui.{name}" in loaded}
    assert early == set()
    libraries = {"psycopg", "plotext", "holidays", "arrow", "textual.widgets._text_area", "tomli_w"}
    assert loaded & libraries == set()
    ours = [name for name in loaded if name.startswith("helpdesk_tui")]
    assert len(ours) < 130, (
        "the first list needs more modules than it did: are all of them its own?"
    )
