"""The keys that work here, from the live bindings: to read (`?`), or to run one (`:`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.frame import live_hints
from helpdesk_tui.screens.key_search import match
from helpdesk_tui.screens.key_words import MORE
from helpdesk_tui.text import fit, fold, one_line, wrap
from helpdesk_tui.widgets.filter_bar import FilterBar
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.legend import Signs
from helpdesk_tui.widgets.pager import Line, Pager
from helpdesk_tui.widgets.title_bar import TitleBar

GROUPS = {
    "ticket": N_("The ticket"),
    "list": N_("The list"),
    "search": N_("Searching"),
    "config": N_("Configuration"),
    "report": N_("The report"),
    "page": N_("Reading"),
    "menu": N_("The menu"),
    "view": N_("The view"),
    "app": N_("Everywhere"),
}
"""What keys belong to, by how their ids begin, in the order in which they are shown."""

KEY_CELLS = 18

INDENT = KEY_CELLS + 4
"""Cells before what keys do."""


@dataclass(frozen=True, slots=True)
class LiveKey:
    """A key of the screen: as displayed, what it does, and how to run it."""

    id: str
    keys: str
    label: str
    action: str
    node: Any
    more: str = ""
    """What the key is good for, where its name does not say it all."""

    @property
    def group(self) -> str:
        """What the key belongs to, by an id of GROUPS."""
        return self.id.partition(".")[0]


def live_keys(screen: Screen[Any]) -> list[LiveKey]:
    """Every key that works on a screen, one entry an act, the user's own mapping included, in the
    order in which they are shown.
    """
    found: dict[str, LiveKey] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        label = _(binding.description)
        if not label or binding.id is None:
            continue
        shown = binding.key_display or screen.app.get_key_display(binding)
        if binding.id in found:
            known = found[binding.id]
            shown = known.keys if shown in known.keys.split(" ") else f"{known.keys} {shown}"
        more = _(MORE.get(binding.id, ""))
        found[binding.id] = LiveKey(binding.id, shown, label, binding.action, active.node, more)
    return _by_use(found.values(), getattr(screen, "HINTS", ()))


def _by_use(keys: Iterable[LiveKey], hinted: Sequence[str]) -> list[LiveKey]:
    """By what they belong to, and of each those first that the bottom line has room for."""
    groups, first = list(GROUPS), list(hinted)

    def place(key: LiveKey) -> tuple[int, int]:
        group = groups.index(key.group) if key.group in groups else len(groups)
        return group, first.index(key.id) if key.id in first else len(first)

    return sorted(keys, key=place)


async def matching(keys: list[LiveKey], text: str) -> list[Choice]:
    """The keys that the text means, the best first, as choices by their place; each says what
    matched where its name does not.
    """
    found = []
    for place, key in enumerate(keys):
        if (met := match(key, text)) is not None:
            detail = f"{key.keys} · {met.why}" if met.why else key.keys
            found.append((met.rank, Choice(place, key.label, detail)))
    return [choice for _rank, choice in sorted(found, key=lambda each: each[0])]


class KeysScreen(ModalScreen[None]):
    """Lists the keys, then what the signs mean; `/` filters both."""

    DEFAULT_CSS = """
    KeysScreen {
        layout: vertical;
        & Pager { padding: 0; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", N_("Filter"), id="keys.filter", key_display="/"),
        Binding("tab", "signs", N_("Signs"), id="keys.signs"),
        Binding("q,question_mark,h,left", "back", N_("Back"), id="keys.back"),
        Binding("escape", "step_back", N_("Clear the filter or go back"), id="keys.clear"),
    ]

    def __init__(self, keys: list[LiveKey], legend: Sequence[Signs] = ()) -> None:
        super().__init__()
        self._legend = legend
        self._keys = keys
        self._text = ""
        self._signs_at = 0
        """The line of the legend's first heading."""

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Pager(self._lines)
        yield FilterBar()
        yield HintBar()

    def on_mount(self) -> None:
        self.query_one(TitleBar).left = _("Keys that work here")
        self.query_one(Pager).focus()
        hints = live_hints(self, "keys.filter", "keys.signs", "keys.back")
        self.query_one(HintBar).hints = hints

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "signs" or bool(self._legend)

    def _lines(self, width: int) -> list[Line]:
        keys = list(self._key_lines(width))
        self._signs_at = len(keys) + 1
        lines = [*keys, *self._sign_lines(width)]
        return lines or [(), ((" " + _("No key does that and no sign says it."), "muted"),)]

    def _key_lines(self, width: int) -> Iterator[Line]:
        group = ""
        for key in self._keys:
            met = match(key, self._text)
            if met is None:
                continue
            if key.group != group:
                group = key.group
                yield from _head(_(GROUPS.get(group, group)))
            why = f" · {met.why}" if met.why else ""
            yield ((f"   {fit(key.keys, KEY_CELLS)} ", "accent"), (key.label, ""), (why, "muted"))
            for line in wrap(key.more, width - INDENT) if key.more else ():
                yield ((" " * INDENT + line, "muted"),)

    def _sign_lines(self, width: int) -> Iterator[Line]:
        """The legend: signs that have the text in their words or in the name of their place."""
        words = fold(self._text).split()
        for group in self._legend:
            place = _(group.place)
            found = [
                sign
                for sign in group.signs
                if sign.glyph.strip()
                and all(word in fold(f"{sign.glyph} {_(sign.words)} {place}") for word in words)
            ]
            if found:
                yield from _head(place)
            for sign in found:
                glyph = sign.glyph
                for line in wrap(_(sign.words), width - INDENT):
                    yield ((f"   {fit(glyph, KEY_CELLS)} ", sign.ink), (line, ""))
                    glyph = ""

    def action_signs(self) -> None:
        """Turn to the legend, which stands after the keys."""
        if next(self._sign_lines(self.size.width), None) is None:
            return
        self.query_one(Pager).go_to(self._signs_at)

    def action_filter(self) -> None:
        self.query_one(FilterBar).open()

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        self._text = message.text
        said = _("filter: {text}").format(text=one_line(message.text)) if message.text else ""
        self.query_one(TitleBar).middle = said
        self.query_one(Pager).show(self._lines, keep=False)

    def on_filter_bar_left(self) -> None:
        self.query_one(Pager).focus()

    def action_back(self) -> None:
        self.dismiss(None)

    def action_step_back(self) -> None:
        """Escape does the first that applies."""
        if self._text:
            self.query_one(FilterBar).clear()
        else:
            self.dismiss(None)


def _head(name: str) -> Iterator[Line]:
    yield ()
    yield ((f" {name}", "section"),)


async def run_key(app: App[Any], key: LiveKey) -> None:
    """Do what the key does, where it is bound."""
    await app.run_action(key.action, default_namespace=key.node)
