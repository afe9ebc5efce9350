"""Reports: the dashboards of tickets and of SLA, and what a changed policy would have made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from helpdesk_tui import dates
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.periods import local_day, midnight
from helpdesk_tui.queries import report_sla, report_tickets, tickets
from helpdesk_tui.queries.report_period import Period
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.queues import MENU, REPORTS
from helpdesk_tui.reports import Filters, Scope, WhatIf
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens import report_choices, report_what_if
from helpdesk_tui.screens.desk_screen import DeskScreen
from helpdesk_tui.screens.dialogs import Choose
from helpdesk_tui.screens.queue import SIDEBAR_FROM
from helpdesk_tui.screens.report_queue import ReportQueueScreen, behind
from helpdesk_tui.screens.report_what_if import Question
from helpdesk_tui.type_ahead import OPENING
from helpdesk_tui.widgets import sla_charts, ticket_charts, what_if_charts
from helpdesk_tui.widgets.chart_lines import ChartLine, Opening, blank, note, section
from helpdesk_tui.widgets.chart_pager import ChartPager
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.menu import Menu
from helpdesk_tui.widgets.title_bar import TitleBar

PAGES = {"tickets": N_("Tickets"), "sla": N_("SLA"), "what-if": N_("What if")}
"""The pages in their order; those of SLA are there only where the desk manages it."""

FRESH = 30
"""Seconds that figures stand before a change of the desk has them read again."""

_PARTS: dict[str, Any] = {"tickets": report_tickets, "sla": report_sla}
_TITLES = {"tickets": ticket_charts.TITLES, "sla": sla_charts.TITLES}
