from __future__ import annotations

import csv
import io

import pytest

from helpdesk_tui.commands.exporting import cell
from tests.commands.ticket_example import TICKET_KEYS, full_ticket
from tests.conftest import Desk, Run


def test_export_writes_all_tickets_as_csv(run: Run, desk: Desk) -> None:
    expected = full_ticket(desk)
    desk.ticket("=HYPERLINK(1)")
    run("resolve", "2")
    rows = list(csv.DictReader(io.StringIO(run("export", "tickets").out)))
    assert [row["number"] for row in rows] == ["TKT0002", "TKT0001"]
    assert list(rows[0]) == TICKET_KEYS[:-1]
    assert rows[0]["subject"] == "'=HYPERLINK(1)"
    assert rows[1]["description"] == expected["description"]
    assert rows[1]["shared_with_customer"] == "false"
    assert rows[1]["lead"] == ""


def test_export_writes_one_queue_as_json(run: Run, desk: Desk) -> None:
    expected = full_ticket(desk)
    desk.ticket()
    run("resolve", "2")
    done = run("export", "tickets", "--queue", "in-progress", "--format", "json")
    assert done.json == [expected]
    assert run("export", "tickets", "--queue", "late", "--format", "json").out == "[]\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\u200b=", " ="])
def test_no_cell_is_a_formula(start: str) -> None:
    assert str(cell(start + "1+1")).startswith("'")


def test_other_cells_stay_as_they_are() -> None:
    assert [cell(value) for value in ("a=b", 7, None, True)] == ["a=b", 7, None, "true"]
