"""Each benchmark measures a tiny desk and yields figures that can be."""

from __future__ import annotations

import math
import sys
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks import _command, _line, _table
from benchmarks._desk import NOW
from benchmarks._desks import ROOT
from benchmarks._rows import Budget, Row, at_least, at_most, times, times_at_least
from benchmarks._run import Run
from helpdesk_tui.queries import people, soundness, tickets
from helpdesk_tui.store import connect
from tests.extent import FULL

STAND_IN = """
import os, tty
tty.setraw(0)
os.write(1, b"TKT0 ready for keys: The printer of room 1")
while keys := os.read(0, 100):
    os.write(1, b"." * len(keys))
"""
"""Answers every key at once, where it is the benchmark that is tried and not the program."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("bench")
    return Run(
        folder,
        tickets=150,
        grown=300,
        rounds=1,
        presses=2,
        seconds=0.1,
        agents=2,
        claims=6,
        cases=100,
        quiet=0.05,
        bits=10_000_000,
        server=False,
        desks=folder,
    )


@pytest.mark.parametrize("suite", _command.SUITES)
def test_suite_yields_figures_that_can_be(
    suite: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not FULL and suite != "change_seen":
        program = tmp_path / "stand_in.py"
        program.write_text(STAND_IN)
        command = [sys.executable, "-IS", str(program)]
        monkeypatch.setattr(_line, "python", lambda *_module: command)
    rows = list(import_module(f"benchmarks.{suite}").rows(run))
    assert len({(row.item, row.unit, row.yardstick) for row in rows}) == len(rows) > 0
    for row in rows:
        assert math.isfinite(row.ours) and row.ours >= 0, row
        assert row.against is None or (row.yardstick and row.against >= 0), row
    assert any(row.ours > 0 for row in rows)


def test_desk_is_sound(run: Run) -> None:
    database = connect(f"sqlite:///{run.desk()}", durable=False)
    with database.connection_context():
        assert list(soundness.contradictions()) == []
        assert database.execute_sql("PRAGMA foreign_key_check").fetchall() == []
        alice = people.actor("alice", "screen")
        counts = tickets.counts(alice, NOW)
        assert counts["history"].total == run.tickets and counts["in-progress"].total > 0
        made = tickets.first("in-progress", alice, "", 50, NOW).rows[0]
        assert made.commitment is not None and made.next_due_at == made.commitment.due_at


def test_table_has_every_suite() -> None:
    found = {path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py")}
    assert found == set(_command.SUITES)


@pytest.mark.parametrize(
    ("ours", "against", "budget", "verdict"),
    [
        (2.0, 1.0, times(2), "met"),
        (3.0, 1.0, times(2), "missed by 50%"),
        (2.001, 1.0, times(2), "missed by 1%"),
        (8.0, 1.0, times(2), "missed 4×"),
        (200.0, 1.0, times_at_least(100), "met"),
        (50.0, 1.0, times_at_least(100), "missed 2×"),
        (50.0, None, times(2), "not measured"),
        (50.0, None, at_most(50), "met"),
        (800.0, None, at_least(1000), "missed by 25%"),
        (0.0, None, at_most(0), "met"),
        (1.0, None, at_most(0), "missed"),
        (1.0, 1.0, None, ""),
    ],
)
def test_verdict(ours: float, against: float | None, budget: Budget | None, verdict: str) -> None:
    row = Row("move", "ms", ours, against, "another", budget)
    (_title, line, _blank) = _table.lines({"suite": [row]}, {"suite": "Keys"}, {})
    assert line.rstrip().endswith(verdict or "1×")


def test_second_run_tells_what_has_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"Before\n{_table.BEGIN}\nearlier figures\n{_table.END}\nAfter\n")
    monkeypatch.setattr(_command, "KEPT", tmp_path)
    monkeypatch.setattr(_command, "PAGE", page)
    suite = import_module("benchmarks.deadlines")
    for ours in (10.0, 12.0):
        found = [
            Row("one", "/s", ours, 5.0, "another", at_least(8)),
            Row("one", "% of a core", 10 * ours, 5.0, "another"),
        ]
        monkeypatch.setattr(suite, "rows", lambda _run, found=found: iter(found))
        _command.main(["--only", "deadlines", "--markdown"])
    said = capsys.readouterr().out
    assert "was 10 /s (+20%)" in said and "was 100 % of a core (+20%)" in said
    assert "1 of 1 budgets are met." in said
    written = page.read_text()
    assert "| one | 12 /s | 5 /s another | 2.4× | ≥ 8 /s | met |" in written
    assert (
        written.startswith("Before")
        and written.endswith("After\n")
        and "earlier figures" not in written
    )
