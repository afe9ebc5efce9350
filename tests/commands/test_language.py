from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Desk, Run

pytestmark = pytest.mark.usefixtures("french")

FRENCH = "Il n’y a pas de ticket 9.\n"
ENGLISH = "There is no ticket 9.\n"


def settings(home: Path, text: str) -> None:
    folder = home / ".config" / "helpdesk-tui"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(text)


@pytest.fixture
def francine(run: Run) -> str:
    """The login of an agent whose own language is French."""
    run("config", "add", "agent", "francine", "--language", "fr", by="alice")
    return "francine"


def test_english_is_spoken_when_nothing_says_otherwise(run: Run) -> None:
    assert run("show", "9").err == ENGLISH


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LANG", "fr_FR.UTF-8", FRENCH),
        ("LC_MESSAGES", "fr_CA", FRENCH),
        ("LC_ALL", "fr", FRENCH),
        ("LANG", "de_DE.UTF-8", ENGLISH),
        ("HELPDESK_LANG", "fr", FRENCH),
    ],
)
def test_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    assert run("show", "9").err == sentence


def test_the_first_locale_variable_decides(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert run("show", "9").err == ENGLISH


def test_settings_go_over_the_locale(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(home, 'language = "fr"')
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert run("show", "9").err == FRENCH
    monkeypatch.setenv("HELPDESK_LANG", "en")
    assert run("show", "9").err == ENGLISH


def test_the_agents_own_language_goes_over_the_settings(
    run: Run, francine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPDESK_LANG", "en")
    assert run("show", "9", by=francine).err == FRENCH


@pytest.mark.parametrize("option", [["--lang", "en"], ["--lang=en"]])
def test_the_option_goes_over_all(run: Run, francine: str, option: list[str]) -> None:
    assert run("show", "9", *option, by=francine).err == ENGLISH
    assert run(*option, "show", "9", by=francine).err == ENGLISH


def test_each_command_in_french(run: Run, desk: Desk) -> None:
    desk.ticket()
    assert run("take", "1", "--lang", "fr").out == "TKT0001 : Bob Stone a pris en charge\n"
    assert run("take", "1", "--lang", "fr").err == "TKT0001 est déjà à vous.\n"
    assert run("list", "--lang", "fr").out.split()[0] == "Numéro"
    assert "Nouveau" in run("list", "--lang", "fr").out
    assert run("next", "--lang", "fr").err == "Il n’y a aucun ticket à prendre.\n"
    assert run("set", "1", "progress=x", "--lang", "fr").err == "L’avancement va de 0 à 100.\n"
    assert run("show", "9", "--lang", "fr", "--json").err == FRENCH
    (refused,) = run("take", "9", "--lang", "fr", "--json").json
    assert refused["error"] == FRENCH.strip()


def test_json_keys_and_words_do_not_depend_on_the_language(run: Run, desk: Desk) -> None:
    desk.ticket()
    french = run("list", "--json", "--lang", "fr")
    assert french.out == run("list", "--json").out
    assert french.json[0]["status"] == "new"


def test_help_and_usage_in_french(run: Run) -> None:
    shown = run("--lang", "fr", "--help")
    assert (shown.status, shown.out.startswith("usage : ")) == (0, True)
    assert "affiche les tickets d’une file" in shown.out
    refused = run("show", "--lang", "fr")
    assert (refused.status, "manque : " in refused.err) == (2, True)


def test_an_unknown_language_is_a_wrong_usage(run: Run) -> None:
    done = run("list", "--lang", "de")
    assert (done.status, "de is none of en, fr" in done.err) == (2, True)
