"""A screen that keeps what is typed on it as a draft, and what people read of drafts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from textual.content import Content
from textual.widgets import Static

from helpdesk_tui.drafts import Left
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.text import one_line

EVERY = 1.0
"""Seconds between two looks at what has been typed: the most that a broken line costs."""

MOST_TOLD = 3
"""Drafts that a sentence names."""

_BACK = N_("This is what you had typed when your session ended.")

_WORDS = {
    "ticket": N_("new ticket"),
    "edit": N_("changes to {called}"),
    "message": N_("message on {called}"),
    "note": N_("internal note on {called}"),
    "view": N_("new view"),
    "viewed": N_("changes to {called}"),
    "time": N_("time on {called}"),
    "worked": N_("time worked on {called}"),
}
_CONFIGURATION = N_("configuration of {called}")


@runtime_checkable
class Keeping(Protocol):
    """A screen that can be asked to keep now what is typed on it."""

    def keep_draft(self) -> None: ...


class BackNotice(Static):
    """Says that the text is not new: it was left behind."""

    DEFAULT_CSS = """
    BackNotice { height: auto; padding: 0 1; color: $accent; }
    """

    def __init__(self) -> None:
        super().__init__(Content(_(_BACK)))


def left_behind(left: Sequence[Left]) -> str:
    """What people read at the beginning of a session, empty when there is nothing to say."""
    if not left:
        return ""
    named = ", ".join(dict.fromkeys(_named(each) for each in left[:MOST_TOLD]))
    more = " …" if len(left) > MOST_TOLD else ""
    return _("What you had not finished comes back where you typed it: {what}.").format(
        what=named + more
    )


def _named(left: Left) -> str:
    return _(_WORDS.get(left.kind, _CONFIGURATION)).format(called=one_line(left.called, 40))
