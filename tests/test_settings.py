from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import explain
from helpdesk_tui.settings import Settings, load, local_zone


def written(folder: Path, text: str, name: str = "settings.toml") -> Path:
    file = folder / name
    file.write_text(text)
    return file


def refusal(environ: dict[str, str], *files: Path) -> str:
    with pytest.raises(Invalid) as caught:
        load(environ, files)
    return explain(caught.value)


@pytest.mark.usefixtures("home")
def test_without_files_the_desk_is_in_the_data_folder(home: Path) -> None:
    path = home / ".local" / "share" / "helpdesk-tui" / "helpdesk.sqlite"
    assert load({}, [home / "absent.toml"]) == Settings(db=f"sqlite:///{path}")


def test_the_later_file_goes_over_the_earlier(tmp_path: Path) -> None:
    system = written(
        tmp_path, 'db = "sqlite:///srv"\nmouse = true\n[keymap]\na = "x"\nb = "y"\n', "etc.toml"
    )
    own = written(tmp_path, 'language = "fr"\ntheme = "nord"\nagent = "bob"\n[keymap]\nb = "z"\n')
    assert load({}, [system, own]) == Settings(
        db="sqlite:///srv",
        agent="bob",
        language="fr",
        theme="nord",
        mouse=True,
        keymap={"a": "x", "b": "z"},
    )


@pytest.mark.parametrize("first", [True, False])
def test_an_editor_that_one_file_forbids_no_other_allows(tmp_path: Path, first: bool) -> None:
    files = [
        written(tmp_path, f"editor = {str(allowed).lower()}", f"{allowed}.toml")
        for allowed in (first, not first)
    ]
    assert not load({}, files).editor
    assert load({}, [tmp_path / "True.toml"]).editor


def test_a_keymap_can_be_named_and_refined(tmp_path: Path) -> None:
    system = written(tmp_path, 'keymap = "azerty"', "etc.toml")
    own = written(tmp_path, '[keymap]\nb = "z"\n')
    assert load({}, [system, own]).keymap == {"preset": "azerty", "b": "z"}


def test_the_environment_goes_over_the_files(tmp_path: Path) -> None:
    file = written(tmp_path, 'db = "sqlite:///file"\nagent = "bob"\nlanguage = "fr"\n')
    environ = {"HELPDESK_DB": "sqlite:///env", "HELPDESK_AGENT": "eve", "HELPDESK_LANG": "en"}
    assert load(environ, [file]) == Settings(db="sqlite:///env", agent="eve", language="en")


def test_an_empty_variable_says_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, 'db = "sqlite:///file"\n')
    environ = {"HELPDESK_DB": "", "HELPDESK_AGENT": "", "HELPDESK_LANG": ""}
    assert load(environ, [file]) == Settings(db="sqlite:///file")


def test_a_variable_that_is_not_utf8_is_still_text() -> None:
    assert load({"HELPDESK_DB": "sqlite:///x", "HELPDESK_AGENT": "b\udcff"}, []).agent == "b\ufffd"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("db = ", "cannot be read"),
        ("colour = 1", "unknown setting “colour”"),
        ("db = 1", "“db” must be text"),
        ('language = "de"', "“language” must be en or fr"),
        ("language = []", "“language” must be en or fr"),
        ('mouse = "no"', "“mouse” must be true or false"),
        ("keymap = 1", "“keymap” must be a table of texts, or the name of a keymap"),
        ("[keymap]\na = 1", "“keymap” must be a table of texts"),
        ("x = " + "[" * 9999, "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_by_its_name(tmp_path: Path, text: str, words: str) -> None:
    file = written(tmp_path, text)
    sentence = refusal({}, file)
    assert str(file) in sentence and words in sentence


def test_a_file_that_is_no_text_or_no_file_is_refused(tmp_path: Path) -> None:
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"db = '\xff'")
    assert str(binary) in refusal({}, binary)
    assert str(tmp_path) in refusal({}, tmp_path)


def test_a_wrong_variable_is_refused_by_its_name() -> None:
    assert "HELPDESK_LANG" in refusal({"HELPDESK_LANG": "de"})


@pytest.mark.parametrize(
    ("named", "target", "zone"),
    [
        ("Europe/Paris", "", "Europe/Paris"),
        (":Asia/Kathmandu", "/usr/share/zoneinfo/Europe/Rome", "Asia/Kathmandu"),
        ("", "/usr/share/zoneinfo/Europe/Rome", "Europe/Rome"),
        ("Nowhere/At_All", "/usr/share/zoneinfo/Europe/Rome", "Europe/Rome"),
        ("../../etc/passwd", "/etc/elsewhere", "UTC"),
        ("Europe", "", "UTC"),
    ],
)
def test_the_zone_of_the_machine(tmp_path: Path, named: str, target: str, zone: str) -> None:
    link = tmp_path / "localtime"
    if target:
        link.symlink_to(target)
    assert local_zone({"TZ": named}, link) == zone
