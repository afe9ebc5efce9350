from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from helpdesk_tui.cli import main
from helpdesk_tui.commands import session

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where no database is yet."""
    return tmp_path / "new" / "desk.sqlite"


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def test_init_makes_the_caller_administrator(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--db", url(path), "--as", "ann", "init", "--name", "Ann Lee"]) == 0
    assert str(path) in capsys.readouterr().out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert main(["--db", url(path), "--as", "ann", "config", "list", "agent"]) == 0
    assert "Ann Lee  Administrator" in capsys.readouterr().out
    assert main(["--db", url(path), "--as", "ann", "new", "--subject", "First"]) == 0
    assert capsys.readouterr().out == "TKT0001\n"


def test_init_takes_the_account_or_another_login(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_account", lambda: "osuser")
    assert main(["--db", url(path), "init"]) == 0
    assert main(["--db", url(path), "list"]) == 0
    other = path.with_name("other.sqlite")
    assert main(["--db", url(other), "init", "--login", "root"]) == 0
    assert main(["--db", url(other), "list"]) == 1
    monkeypatch.setenv("HELPDESK_AGENT", "root")
    monkeypatch.setenv("HELPDESK_DB", url(other))
    assert main(["list"]) == 0


def test_an_account_without_a_name_is_asked_who_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)
    assert main(["--db", url(path), "init"]) == 1
    assert "--as LOGIN" in capsys.readouterr().err
    assert not path.exists()


def test_init_refuses_a_desk_that_exists(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--db", url(path), "--as", "ann", "init"])
    before = path.read_bytes()
    capsys.readouterr()
    assert main(["--db", url(path), "--as", "eve", "init"]) == 1
    assert capsys.readouterr().err.startswith("This desk has agents already")
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", ["init", "migrate", "list"])
def test_another_programs_file_is_refused_untouched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")
    before = path.read_bytes()
    assert main(["--db", url(path), "--as", "ann", command]) == 1
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert "another program's database" in captured.err
    assert path.read_bytes() == before


def test_migrate(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--db", url(path), "migrate"]) == 1
    assert "helpdesk-tui init" in capsys.readouterr().err
    assert not path.exists()
    main(["--db", url(path), "--as", "ann", "init"])
    capsys.readouterr()
    assert main(["--db", url(path), "migrate"]) == 0
    assert capsys.readouterr().out == "There is nothing to bring up to date.\n"


def test_a_newer_desk_is_refused_untouched(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--db", url(path), "--as", "ann", "init"])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '')"
        )
    before = path.read_bytes()
    capsys.readouterr()
    for command in ("list", "init", "migrate"):
        assert main(["--db", url(path), "--as", "ann", command]) == 1
        assert "belongs to a newer helpdesk-tui" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "db", ["postgres://x", "sqlite:///", "desk.sqlite", "sqlite:///a\udcff", "", "sqlite:////"]
)
def test_what_is_no_database(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--db", db, "--as", "ann", "list"]) == 1
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert "failed" not in captured.err
