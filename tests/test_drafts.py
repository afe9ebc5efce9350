"""Drafts as files: whose they are, when they are found again, and what others put beside them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from helpdesk_tui.drafts import LARGEST, MOST, Draft, Drafts, Left

TYPED = {"text": "It is on fire \x1b]52;c;x\x07\u202e [/]"}

pytestmark = pytest.mark.promise(5)


@pytest.fixture
def url(tmp_path: Path) -> str:
    desk = tmp_path / "desk.sqlite"
    desk.touch(mode=0o600)
    return f"sqlite:///{desk}"


@pytest.fixture
def drafts(url: str) -> Drafts:
    return Drafts(url, "agent-3")


def folder(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///") + ".drafts")


def abandoned(drafts: Drafts, kind: str = "message", about: int | None = 17) -> Draft:
    """What a session wrote before it was lost."""
    draft = drafts.begin(kind, about, called="TKT0017")
    draft.keep(TYPED)
    draft.close()
    return draft


def test_what_was_left_behind_comes_back_once_letter_for_letter(drafts: Drafts) -> None:
    abandoned(drafts)
    assert drafts.left() == [Left("message", "TKT0017")]
    again = drafts.begin("message", 17)
    assert again.typed == TYPED
    assert drafts.left() == []
    assert drafts.begin("message", 17).typed is None
    again.close()
    assert drafts.begin("message", 17).typed == TYPED


def test_what_was_sent_or_given_up_or_emptied_is_gone(drafts: Drafts, url: str) -> None:
    sent = drafts.begin("message", 17)
    sent.keep(TYPED)
    sent.drop()
    emptied = drafts.begin("note", 17)
    emptied.keep(TYPED)
    emptied.keep(None)
    emptied.close()
    assert list(folder(url).iterdir()) == []


def test_each_comes_back_where_it_was_typed_and_to_nobody_else(drafts: Drafts, url: str) -> None:
    abandoned(drafts)
    for kind, about in (("message", 1), ("message", 177), ("note", 17), ("message", None)):
        assert drafts.begin(kind, about).typed is None
    for person in ("agent-33", "agent-1", "contact-3"):
        others = Drafts(url, person)
        assert others.left() == []
        assert others.begin("message", 17).typed is None
    assert Drafts(url + "2", "agent-3").left() == []


def test_of_two_lost_sessions_the_newer_is_found_first_and_the_other_next(drafts: Drafts) -> None:
    first, second = drafts.begin("ticket"), drafts.begin("ticket")
    first.keep({"subject": "older"})
    second.keep({"subject": "newer"})
    for at, (draft, age) in enumerate(((first, 100), (second, 50))):
        assert draft._held is not None, at
        os.utime(draft._held[0], (age, 1_000_000 - age))
        draft.close()
    found = drafts.begin("ticket")
    assert found.typed == {"subject": "newer"}
    assert drafts.begin("ticket").typed == {"subject": "older"}


def test_only_its_own_account_reads_it(drafts: Drafts, url: str) -> None:
    former = os.umask(0)
    try:
        abandoned(drafts)
    finally:
        os.umask(former)
    [file] = folder(url).iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder(url).stat().st_mode & 0o7777 == 0o700


def test_in_a_folder_shared_with_a_group_everybody_keeps_the_own(tmp_path: Path) -> None:
    desk = tmp_path / "shared.sqlite"
    desk.touch()
    desk.chmod(0o660)
    abandoned(Drafts(f"sqlite:///{desk}", "agent-3"))
    kept = Path(f"{desk}.drafts")
    assert kept.stat().st_mode & 0o7777 == 0o3770
    assert [file.stat().st_mode & 0o777 for file in kept.iterdir()] == [0o600]


def test_there_is_an_end_to_how_much_is_kept(drafts: Drafts, url: str) -> None:
    for ticket in range(MOST + 5):
        abandoned(drafts, about=ticket)
    assert len(list(folder(url).iterdir())) == MOST
    assert drafts.begin("message", MOST + 4).typed == TYPED
    endless = drafts.begin("note", 1)
    endless.keep(TYPED)
    endless.keep({"text": "x" * LARGEST})
    endless.close()
    assert drafts.begin("note", 1).typed == TYPED


WRONG = (
    b"",
    b"\xff\xfe{",
    b"[]",
    b'"text"',
    b"[" * 100_000,
    b'{"typed": 5, "called": "", "version": 0}',
    b'{"typed": {}, "called": "", "version": "x"}',
)


@pytest.mark.parametrize("content", WRONG, ids=range(len(WRONG)))
def test_what_is_no_draft_harms_nobody(drafts: Drafts, url: str, content: bytes) -> None:
    abandoned(drafts)
    [file] = folder(url).iterdir()
    file.write_bytes(content)
    assert drafts.left() == []
    draft = drafts.begin("message", 17)
    assert draft.typed is None
    draft.keep(TYPED)
    draft.close()
    assert drafts.begin("message", 17).typed == TYPED


def test_what_others_put_into_the_folder_is_not_followed(
    drafts: Drafts, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    abandoned(drafts)
    [file] = folder(url).iterdir()
    secret = tmp_path / "secret"
    secret.write_text(json.dumps({"typed": TYPED, "called": "", "version": 0}))
    (folder(url) / f"agent-3.note-1.{'0' * 16}").symlink_to(secret)
    os.mkfifo(folder(url) / f"agent-3.note-2.{'1' * 16}")
    assert drafts.begin("note", 1).typed is None
    assert drafts.begin("note", 2).typed is None
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    assert drafts.left() == []
    assert drafts.begin("message", 17).typed is None


def test_where_nothing_can_be_kept_people_write_without(drafts: Drafts, url: str) -> None:
    folder(url).write_text("in the way")
    draft = abandoned(drafts)
    draft.drop()
    assert drafts.left() == []
    assert folder(url).read_text() == "in the way"


def test_an_edit_goes_on_from_the_version_on_which_it_began(drafts: Drafts) -> None:
    assert drafts.begin("edit", 17).goes_on_from(4) == 4
    begun = drafts.begin("edit", 17)
    begun.goes_on_from(4)
    begun.keep({"subject": "mine"})
    begun.close()
    again = drafts.begin("edit", 17)
    assert again.goes_on_from(9) == 4
    again.close()
    assert drafts.begin("edit", 17).goes_on_from(3) == 3  # an older desk was restored meanwhile
