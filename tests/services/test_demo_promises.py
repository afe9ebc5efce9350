"""Whenever the demonstration desk is opened, there are clocks of every kind to see."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_tui import schema
from helpdesk_tui.models import SlaPolicy, TimeEntry
from helpdesk_tui.queries import people, tickets
from helpdesk_tui.queries.alerts import alerts
from helpdesk_tui.services import demo
from helpdesk_tui.store import connect
from helpdesk_tui.widgets.due_clock import due_cell
from tests.extent import FULL
from tests.sla_example import paris


@pytest.mark.parametrize(
    "now",
    [
        "04-29 12:30",
        "05-03 04:00",
        *(["04-27 11:00", "04-30 23:59", "05-01 15:00"] if FULL else []),
    ],
)
def test_clocks_run_warn_break_and_stand_on_any_day_at_any_hour(tmp_path: Path, now: str) -> None:
    url = f"sqlite:///{tmp_path / 'demo.sqlite'}"
    opened = connect(url, durable=False)
    schema.migrate(opened, url)
    at = paris(now)
    with opened.connection_context():
        actor = people.actor(demo.fill(at, "fr"), "screen")
        for queue in ("in-progress", "mine"):
            rows = tickets.first(queue, actor, "", 200, at).rows
            states = [row.commitment.state(at) for row in rows if row.commitment]
            assert set(states) >= {"running", "at_risk", "breached", "paused"}
            cells = [due_cell(row.status, row.next_due_at, at, row.commitment) for row in rows]
            assert {cell.text[:1] for cell in cells} >= set("○●▲‖")
            assert states.count("breached") < len(rows) / 2
        assert {alert.level for alert in alerts(actor, at).shown} == {1, 2}
        unsure = TimeEntry.to_check | TimeEntry.ended_at.is_null()
        assert not TimeEntry.select().where(unsure).exists()
        assert SlaPolicy.select().where(SlaPolicy.working_days_only).count() >= 3
