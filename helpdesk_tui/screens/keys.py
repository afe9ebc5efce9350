"""The keys that work here, from the live bindings: to read (`?`), or to run one (`:`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import Choice
from helpdesk_tui.text import fit, fold
from helpdesk_tui.widgets.filter_bar import FilterBar
from helpdesk_tui.widgets.pager import Line, Pager


@dataclass(frozen=True, slots=True)
class LiveKey:
    """A key of the screen: as displayed, what it does, and how to run it."""

    id: str
    keys: str
    label: str
    action: str
    node: Any


def live_keys(screen: Screen[Any]) -> list[LiveKey]:
    """Every key that works on a screen, one entry an act, the user's own mapping included."""
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
        found[binding.id] = LiveKey(binding.id, shown, label, binding.action, active.node)
    return list(found.values())


async def matching(keys: list[LiveKey], text: str) -> list[Choice]:
    """The keys whose name or key holds every word typed, as choices by their place."""
    words = fold(text).split()
    return [
        Choice(place, key.label, key.keys)
        for place, key in enumerate(keys)
        if all(word in fold(f"{key.label} {key.keys}") for word in words)
    ]


class KeysScreen(ModalScreen[None]):
    """Lists the keys; `/` filters them."""

    DEFAULT_CSS = """
    KeysScreen {
        layout: vertical;
        & Pager { padding: 0; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", N_("Filter"), id="keys.filter", key_display="/"),
        Binding("escape,q,question_mark,h,left", "back", N_("Back"), id="keys.back"),
    ]

    def __init__(self, keys: list[LiveKey]) -> None:
        super().__init__()
        self._keys = sorted(keys, key=lambda key: key.id)
        self._text = ""

    def compose(self) -> ComposeResult:
        yield Pager(self._lines)
        yield FilterBar()

    def on_mount(self) -> None:
        self.query_one(Pager).focus()

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = [
            (
                (f" {_('Keys that work here')}", "title"),
                (f"   {_('/ filters · q goes back')}", "muted"),
            ),
            (),
        ]
        words = fold(self._text).split()
        group = ""
        for key in self._keys:
            if not all(word in fold(f"{key.label} {key.keys}") for word in words):
                continue
            if key.id.split(".")[0] != group:
                group = key.id.split(".")[0]
                lines += [(), ((f" {_(GROUPS.get(group, group))}", "section"),)]
            lines.append(((f"   {fit(key.keys, 18)} ", "accent"), (key.label, "")))
        return lines

    def action_filter(self) -> None:
        self.query_one(FilterBar).open()

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        self._text = message.text
        self.query_one(Pager).show(self._lines, keep=False)

    def on_filter_bar_left(self) -> None:
        self.query_one(Pager).focus()

    def action_back(self) -> None:
        self.dismiss(None)


GROUPS = {
    "app": N_("Everywhere"),
    "list": N_("The list"),
    "menu": N_("The menu"),
    "page": N_("Reading"),
    "ticket": N_("The ticket"),
}


async def run_key(app: App[Any], key: LiveKey) -> None:
    """Do what the key does, where it is bound."""
    await app.run_action(key.action, default_namespace=key.node)
