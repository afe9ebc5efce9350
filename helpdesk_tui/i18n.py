"""English and French: every sentence for people passes through here."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from pathlib import Path

from helpdesk_tui.errors import HelpdeskError

LANGUAGES = ("en", "fr")

_LOCALE = Path(__file__).with_name("locale")
_current: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str) -> None:
    """Speak `language` from now on; anything but a language of LANGUAGES is English."""
    global _current, _language
    _language = language if language in LANGUAGES else "en"
    if _language == "en":
        _current = gettext.NullTranslations()
    else:
        _current = gettext.translation("helpdesk_tui", _LOCALE, [_language], fallback=True)


def language() -> str:
    """The language spoken now, as a two-letter code."""
    return _language


def from_locale(*candidates: str | None) -> str:
    """The first of some locale names (`fr_FR.UTF-8`) that is a language of ours, else English."""
    for candidate in candidates:
        code = (candidate or "").replace("-", "_").split("_")[0].split(".")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"


def _(message: str) -> str:
    """The message in the current language; an empty message stays empty."""
    return _current.gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form of the message that suits `count`; `{count}` is left for the caller to fill."""
    return _current.ngettext(one, many, count)


def N_(message: str) -> str:
    """Marks a literal in data for the catalogue; it is translated where it is drawn."""
    return message


class Word(str):
    """A field of a sentence that is itself a message to translate (a status, an act)."""

    __slots__ = ()


class Instant(int):
    """A field of a sentence that is an instant in epoch seconds, written in the reader's zone."""

    __slots__ = ()


def explain(error: HelpdeskError) -> str:
    """The sentence that tells a person what was refused, why, and what to do."""
    return sentence(error.message, error.fields)


def sentence(
    message: str, fields: Mapping[str, object], written: Callable[[int], str] = str
) -> str:
    """The message in the current language, its fields filled in; `written` writes instants, and a
    field that is itself a refusal is explained.
    """
    said = {
        name: _(value)
        if isinstance(value, Word)
        else explain(value)
        if isinstance(value, HelpdeskError)
        else written(value)
        if isinstance(value, Instant)
        else value
        for name, value in fields.items()
    }
    return _(message).format(**said)
