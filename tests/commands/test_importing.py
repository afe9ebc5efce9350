from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

LINES = """\
Ticket ID,Ticket Subject,Priority,Customer Email,Opened
1,Printer on fire,Critical,dana@acme.example,2026-04-20 10:00
2,VPN drops,High,ann@globex.example,2026-04-21 11:00
3,,High,ann@globex.example,2026-04-21 11:00
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "tickets.csv"
    path.write_text(LINES)
    return str(path)


def test_import_creates_and_reports(run: Run, file: str) -> None:
    done = run("import", "tickets", file, by="mona")
    assert done.status == 1
    assert "subject ← Ticket Subject\n" in done.out
    assert done.out.endswith("2 created, 0 there already, 1 refused.\n")
    assert done.err.startswith("Line 4 ") and done.err.count("\n") == 1
    listed = run("list", "--json").json
    assert [(t["subject"], t["priority"]) for t in listed] == [
        ("Printer on fire", "urgent"),
        ("VPN drops", "high"),
    ]


def test_a_second_run_creates_nothing(run: Run, file: str) -> None:
    run("import", "tickets", file, by="mona")
    done = run("import", "tickets", file, "--json", by="mona")
    assert (done.json["created"], done.json["already"], done.json["refused"]) == (0, 2, 1)
    assert len(run("list", "--json").json) == 2
    other = run("import", "tickets", file, "--source", "elsewhere", "--json", by="mona")
    assert other.json["created"] == 2


def test_a_dry_run_writes_nothing(run: Run, file: str) -> None:
    done = run("import", "tickets", file, "--dry-run", by="mona")
    assert done.out.endswith("refused.\nThis was a trial: nothing was written.\n")
    assert run("list", "--json").json == []


def test_it_says_what_it_leaves_out_and_makes_of_times(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text("title,age,[b]mood,resolved\nFire,3,bad,2023-06-01 2:00\nIce,4,good,\n")
    done = run("import", "tickets", str(file), "--dry-run", by="mona")
    assert "Left out: age, [b]mood\n" in done.out
    assert "1 ticket says no start: it begins with its first response or its end.\n" in done.out
    assert "1 ticket says no time at all: it begins now.\n" in done.out
    told = run("import", "tickets", str(file), "--dry-run", "--json", by="mona").json
    assert told["left_out"] == ["age", "[b]mood"] and len(told["times"]) == 2


def test_the_report_as_json(run: Run, file: str) -> None:
    report = run("import", "tickets", file, "--dry-run", "--json", by="mona").json
    assert list(report) == [
        *("dry_run", "mapping", "left_out", "created", "already", "refused", "skipped", "cut"),
        *("times", "notes"),
    ]
    assert report["dry_run"] is True
    assert report["mapping"]["external_id"] == "Ticket ID"
    ((line, error),) = [tuple(skipped.values()) for skipped in report["skipped"]]
    assert line == 4 and error.startswith("Line 4 ")


def test_a_column_is_mapped_by_hand(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text("what;who\nPrinter;Initech\n")
    refused = run("import", "tickets", str(path), by="mona")
    assert (refused.status, "--map subject=COLUMN" in refused.err) == (1, True)
    done = run(
        *("import", "tickets", str(path), "--map", "subject=what", "--map", "customer=who"),
        by="mona",
    )
    assert (done.status, done.err) == (0, "")
    assert run("show", "1", "--json").json["customer"] == "Initech"


def test_the_file_may_be_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LINES.encode())))
    assert run("import", "tickets", "-", "--json", by="mona").json["created"] == 2


@pytest.mark.parametrize("name", ["absent.csv", ".", "caf\udce9.csv"])
def test_what_cannot_be_read(run: Run, tmp_path: Path, name: str) -> None:
    done = run("import", "tickets", str(tmp_path / name), by="mona")
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert "cannot be read" in done.err


def test_a_name_that_is_not_utf8(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.csv"
    path.write_text(LINES)
    assert run("import", "tickets", str(path), "--json", by="mona").json["created"] == 2


def test_an_agent_may_not_import(run: Run, file: str) -> None:
    done = run("import", "tickets", file)
    assert (done.status, done.err.startswith("Your role")) == (1, True)
    assert run("list", "--json").json == []


def test_progress_is_drawn_on_a_terminal_and_wiped(
    run: Run, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    with monkeypatch.context() as patched:
        patched.setattr("helpdesk_tui.services.intake.BATCH", 1)
        patched.setattr(sys, "stderr", terminal)
        run("import", "tickets", file, "--json", by="mona")
    assert "1 line (" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")
