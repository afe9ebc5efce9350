"""The person's own keys: only acts that exist, only keys that a terminal can send."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_

_PACKAGE = __package__
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "meta", "super", "hyper"})
_NAMES = frozenset({key.value for key in Keys} | set(KEY_NAME_REPLACEMENTS.values()))


def check(keymap: Mapping[str, str]) -> None:
    """Raise Invalid, naming the first act that does not exist or key that cannot be pressed."""
    known = binding_ids() if keymap else set()
    for act, keys in keymap.items():
        if act not in known:
            message = N_("The keymap names “{act}”, which no key does: “?” shows what they do.")
            raise Invalid("keymap", message, act=act)
        for key in keys.split(","):
            if not _can_be_pressed(key.strip()):
                message = N_(
                    "The keymap gives “{act}” the key “{key}”, which does not"
                    " exist: write for example f5 or ctrl+x."
                )
                raise Invalid("keymap", message, act=act, key=key)


def binding_ids() -> set[str]:
    """The ids of the keys of every screen and widget of the program."""
    return {binding.id for binding in bindings() if binding.id is not None}


def bindings() -> Iterator[Binding]:
    """The keys of every screen and widget of the program, all of which this loads."""
    _load_all()
    return loaded()


def loaded() -> Iterator[Binding]:
    """The keys of the screens and widgets that have been needed so far."""
    for node in _nodes(DOMNode):
        yield from vars(node).get("BINDINGS", ())


@cache
def _load_all() -> None:
    for program in ("app", "portal"):
        import_module(f"{_PACKAGE}.{program}")
    for package in (import_module(f"{_PACKAGE}.{name}") for name in ("screens", "widgets")):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)


def _nodes(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for node in kind.__subclasses__():
        if node.__module__.split(".")[0] == _PACKAGE:
            yield node
        yield from _nodes(node)


def _can_be_pressed(key: str) -> bool:
    if len(key) == 1:
        return key.isprintable() and not key.isspace()
    *modifiers, name = key.split("+")
    if not _MODIFIERS.issuperset(modifiers):
        return False
    return len(name) == 1 or name in _NAMES or _is_character_name(name)


def _is_character_name(name: str) -> bool:
    """Whether it is a character's Unicode name, written as keys are: `question_mark`."""
    for spelling in (name.replace("_", " "), name.replace("_", "-")):
        try:
            unicodedata.lookup(spelling)
        except KeyError:
            continue
        return True
    return False
