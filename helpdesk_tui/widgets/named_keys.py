"""Sentences that name keys: messages hold acts, as in `<ticket.next>`, people read their keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from textual.app import App
from textual.binding import Binding

from helpdesk_tui import keymap

ACT = re.compile(r"<([a-z]+\.[a-z_-]+)>")


@runtime_checkable
class Mapped(Protocol):
    """An application whose keys people may map anew: the keys of acts, by their ids."""

    user_keys: Mapping[str, str]


def with_keys(text: str, app: App[Any]) -> str:
    """The text with the first key of each act in it, as mapped and as people read it."""

    def key(found: re.Match[str]) -> str:
        usual = _usual(found[1])
        return found[0] if usual is None else _shown(usual, app)

    return ACT.sub(key, text)


def _shown(usual: Binding, app: App[Any]) -> str:
    mapped = app.user_keys.get(usual.id or "") if isinstance(app, Mapped) else None
    shown = None if mapped else usual.key_display
    first = (mapped or usual.key).split(",")[0].strip()
    return shown or app.get_key_display(Binding(first, ""))


_known: dict[str, Binding] = {}
"""The keys that acts have when nobody maps them, of the screens that were loaded when asked."""


def _usual(act: str) -> Binding | None:
    for find in (keymap.loaded, keymap.bindings):  # the second loads every screen
        if act not in _known:
            for binding in find():
                _known[binding.id or ""] = binding
    return _known.get(act)
