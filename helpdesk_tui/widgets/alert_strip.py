"""The strip that warns: how many broken promises and risks an agent has not acknowledged yet, and
which comes first."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui.i18n import _, ngettext
from helpdesk_tui.rows import Alert
from helpdesk_tui.text import cells, fit, one_line
from helpdesk_tui.widgets.named_keys import with_keys

BREACHED = 2

LEAST_NAME = 12
"""Cells that number and subject of the first need to say anything."""

GOOD_NAME = 20
"""Cells of them that are worth more than the key."""


class AlertStrip(Widget):
    """Hidden while there is nothing to warn of."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"alert-strip--breached", "alert-strip--risk"}
    DEFAULT_CSS = """
    AlertStrip {
        height: 1;
        display: none;
        background: $panel;
        color: $foreground;
        & > .alert-strip--breached { color: $error; text-style: bold; }
        & > .alert-strip--risk { color: $warning; text-style: bold; }
    }
    """

    alerts: reactive[list[Alert]] = reactive(list)

    def watch_alerts(self, alerts: list[Alert]) -> None:
        self.display = bool(alerts)

    def render_line(self, y: int) -> Strip:
        plain = self.rich_style
        breached = sum(1 for alert in self.alerts if alert.level == BREACHED)
        risky = len(self.alerts) - breached
        head = _("To acknowledge:") + " "
        segments = [Segment(" ", plain), Segment(head, plain)]
        if breached:
            text = ngettext("▲ {count} breached", "▲ {count} breached", breached)
            red = self.get_component_rich_style("alert-strip--breached")
            segments += [Segment(text.format(count=breached), red), Segment("  ", plain)]
        if risky:
            text = ngettext("● {count} at risk", "● {count} at risk", risky)
            amber = self.get_component_rich_style("alert-strip--risk")
            segments += [Segment(text.format(count=risky), amber), Segment("  ", plain)]
        used = sum(cells(segment.text) for segment in segments)
        for said, least in (
            (_("<ticket.next_alert> opens it, then <ticket.acknowledge> acknowledges"), LEAST_NAME),
            (_("<ticket.next_alert> opens it"), GOOD_NAME),
            ("", 0),  # which one it is matters more than the keys
        ):
            keys = f"{with_keys(said, self.app)} " if said else ""
            room = self.size.width - used - cells(keys) - 1
            if room >= least:
                break
        if room < LEAST_NAME:  # and more than what is counted
            del segments[1]
            room += cells(head)
        if self.alerts and room >= LEAST_NAME:
            first = self.alerts[0]
            named = f"{one_line(first.number)} {one_line(first.subject)}"
            segments += [Segment(fit(named, room) + " ", plain), Segment(keys, plain)]
        return Strip(segments).adjust_cell_length(self.size.width, plain)
