"""The keys that work here, from the live bindings: to read (`?`), or to run one (`:`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.frame import live_hints
from helpdesk_tui.text import fit, fold, one_line
from helpdesk_tui.widgets.filter_bar import FilterBar
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.pager import Line, Pager
from helpdesk_tui.widgets.title_bar import TitleBar

GROUPS = {
    "ticket": N_("The ticket"),
    "list": N_("The list"),
    "config": N_("Configuration"),
    "report": N_("The report"),
    "page": N_("Reading"),
    "menu": N_("The menu"),
    "app": N_("Everywhere"),
}
"""What keys belong to, by how their ids begin, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class LiveKey:
    """A key of the screen: as displayed, what it does, and how to run it."""

    id: str
    keys: str
    label: str
    action: str
    node: Any

    @property
    def group(self) -> str:
        """What the key belongs to, by an id of GROUPS."""
        return self.id.partition(".")[0]

    def matches(self, text: str) -> bool:
        """Whether name and key hold every word typed."""
        known = fold(f"{self.label} {self.keys}")
        return all(word in known for word in fold(text).split())


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
    """The keys that match the text, as choices by their place."""
    return [
        Choice(place, key.label, key.keys) for place, key in enumerate(keys) if key.matches(text)
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
        Binding("q,question_mark,h,left", "back", N_("Back"), id="keys.back"),
        Binding("escape", "step_back", N_("Clear the filter or go back"), id="keys.clear"),
    ]

    def __init__(self, keys: list[LiveKey]) -> None:
        super().__init__()
        places = {group: place for place, group in enumerate(GROUPS)}
        self._keys = sorted(keys, key=lambda key: places.get(key.group, len(places)))
        self._text = ""

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Pager(self._lines)
        yield FilterBar()
        yield HintBar()

    def on_mount(self) -> None:
        self.query_one(TitleBar).left = _("Keys that work here")
        self.query_one(Pager).focus()
        self.query_one(HintBar).hints = live_hints(self, "keys.filter", "keys.back")

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        group = ""
        for key in self._keys:
            if not key.matches(self._text):
                continue
            if key.group != group:
                group = key.group
                lines += [(), ((f" {_(GROUPS.get(group, group))}", "section"),)]
            lines.append(((f"   {fit(key.keys, 18)} ", "accent"), (key.label, "")))
        return lines or [(), ((" " + _("No key does that."), "muted"),)]

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


async def run_key(app: App[Any], key: LiveKey) -> None:
    """Do what the key does, where it is bound."""
    await app.run_action(key.action, default_namespace=key.node)
