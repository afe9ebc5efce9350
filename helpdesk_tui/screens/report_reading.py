"""Reading a dashboard part by part: short calls, between which acts pass and leaving stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpdesk_tui import report_titles
from helpdesk_tui.i18n import _
from helpdesk_tui.queries import report_sla, report_tickets
from helpdesk_tui.reports import Scope
from helpdesk_tui.rows import Actor
from helpdesk_tui.store import Store
from helpdesk_tui.widgets.chart_lines import ChartLine, blank, note, section
from helpdesk_tui.widgets.sla_charts import SlaCharts
from helpdesk_tui.widgets.ticket_charts import TicketCharts

_QUERIES: dict[str, Any] = {"tickets": report_tickets, "sla": report_sla}
_CHARTS: dict[str, Any] = {"tickets": TicketCharts, "sla": SlaCharts}
_TITLES = {"tickets": report_titles.TICKETS, "sla": report_titles.SLA}

DASHBOARDS = tuple(_QUERIES)


class Reading:
    """The figures of one dashboard, as far as they have been read."""

    def __init__(self, dashboard: str, scope: Scope, now: int) -> None:
        self.dashboard = dashboard
        self.scope = scope
        self.now = now
        """When reading began: every part is as of that instant."""
        self._figures: dict[str, Any] = {}

    @property
    def total(self) -> int:
        """How many parts there are."""
        return len(_QUERIES[self.dashboard].PARTS)

    @property
    def done(self) -> int:
        """How many of them have been read."""
        return len(self._figures)

    async def read(self, store: Store, viewer: Actor, told: Callable[[], None]) -> None:
        """Read one part after the other, telling each; may be cancelled between any two."""
        queries = _QUERIES[self.dashboard]
        for name in queries.PARTS:
            figures = await store.run(queries.part, viewer, name, self.scope, self.now)
            self._figures[name] = figures
            told()

    def lines(self, width: int) -> list[ChartLine]:
        """Every part with its title, those that are still to come too."""
        charts = _CHARTS[self.dashboard](self.scope, self.now)
        lines: list[ChartLine] = []
        for name, title in _TITLES[self.dashboard].items():
            if name in self._figures:
                lines += charts.part(name, self._figures[name], width)
            else:
                lines += [section(_(title), width), note("…")]
            lines.append(blank())
        return lines
