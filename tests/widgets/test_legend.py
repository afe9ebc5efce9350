from __future__ import annotations

from helpdesk_tui.rows import Here
from helpdesk_tui.sla import Target
from helpdesk_tui.vocabulary import NEVER, Status
from helpdesk_tui.widgets.due_clock import due_cell
from helpdesk_tui.widgets.legend import LEGEND
from helpdesk_tui.widgets.presence import glyphs
from tests.sla_example import HOUR, paris
from tests.test_sla_explanation import promise

NOW = paris("04-27 10:00")


def signs(place: str) -> dict[str, str]:
    """The glyphs that stand in one place with their words."""
    return {sign.glyph: sign.words for each in LEGEND if each.place == place for sign in each.signs}


def test_every_clock_of_a_list_is_explained() -> None:
    known = {**signs("Signs of the clock"), **signs("Signs of the status")}
    made = promise("04-27 09:00", Target(seconds=4 * HOUR))
    assert made.due_at is not None
    paused = made._replace(due_at=None, paused_at=NOW, left_seconds=HOUR)
    drawn = {
        due_cell(status, due, now, commitment).text[:1]
        for status in Status
        for now in (NOW, made.due_at - 60, made.due_at + 60)
        for due, commitment in ((made.due_at, made), (NEVER, paused), (NOW + 60, None))
    }
    assert {"○", "●", "▲", "‖", "✓", "■"} <= drawn <= set(known)


def test_every_sign_of_others_is_explained() -> None:
    here = [Here("Ann", works) for works in (True, False)]
    drawn = {cell.text for each in here for cell in glyphs({1: (each,)}).values()}
    assert len(drawn) == 2 and drawn <= set(signs("Signs before a line of the list"))


def test_no_sign_means_two_things_in_one_place() -> None:
    for place in LEGEND:
        assert len(signs(place.place)) == len(place.signs)
