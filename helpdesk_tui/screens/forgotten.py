"""A stopwatch that looks forgotten: its agent decides what becomes of the time, nobody else."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from helpdesk_tui import dates, typed_dates
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import Running
from helpdesk_tui.screens.dialogs import AskWhich, Prompt
from helpdesk_tui.screens.outcome import said
from helpdesk_tui.services import stopwatch
from helpdesk_tui.text import one_line

if TYPE_CHECKING:
    from helpdesk_tui.app import HelpdeskApp
    from helpdesk_tui.screens.desk_screen import DeskScreen

LATER = 900
"""Seconds until a question left with Escape is asked again."""

KEEP, TRIM, DISCARD = "keep", "trim", "discard"

# No key that moves in lists is among them: the question comes up while one types.
_ANSWERS = (
    ("K", N_("Keep it: I am still at work"), KEEP),
    ("T", N_("Trim it to a time"), TRIM),
    ("D", N_("Discard all of it"), DISCARD),
)


def is_to_be_asked(desk: HelpdeskApp) -> bool:
    """Whether the next key press brings up the question instead of what it does."""
    running = desk.stopwatch.running
    if running is None or not running.looks_forgotten(desk.clock()):
        return False
    put_off = desk.asked_later.get(running.entry)
    return put_off is None or desk.clock() - put_off >= LATER


def ask(screen: DeskScreen) -> Coroutine[Any, Any, None]:
    """The question, which counts as put off from now on until it is answered."""
    running = screen.desk.stopwatch.running
    assert running is not None
    screen.desk.asked_later[running.entry] = screen.desk.clock()
    return _ask(screen, running)


async def _ask(screen: DeskScreen, running: Running) -> None:
    desk = screen.desk
    asked = _(
        "The stopwatch on {number} has run since {begun}: {time} so far. Was it forgotten?"
    ).format(
        number=one_line(running.number),
        begun=desk.written(running.started_at),
        time=dates.duration(running.lasting(desk.clock())),
    )
    answer = await desk.push_screen_wait(AskWhich(asked, _ANSWERS))
    if answer is None:
        screen.tell(_("The stopwatch runs on; you are asked again later."))
        return
    with desk.refusals():
        if answer == KEEP:
            done = await desk.store.run(stopwatch.keep, desk.actor, running.entry, desk.clock())
        elif answer == TRIM:
            at = await desk.push_screen_wait(_when(desk, running))
            if at is None:
                return
            done = await desk.store.run(stopwatch.trim, desk.actor, running.entry, at, desk.clock())
        else:
            if not await screen.agree(_really(desk, running), _("Discard")):
                return
            done = await desk.store.run(stopwatch.cancel, desk.actor, running.entry, desk.clock())
        desk.remember([done])
        await screen.refresh_from_desk()
        await screen.follow_stopwatch()
        screen.tell(said(done, desk.written))


def _really(desk: HelpdeskApp, running: Running) -> str:
    return _("Throw away {time} on {number}?").format(
        time=dates.duration(running.lasting(desk.clock())), number=one_line(running.number)
    )


def _when(desk: HelpdeskApp, running: Running) -> Prompt[int]:
    """Asks when the work ended; what is proposed is when the question was first due."""
    proposed = dates.full(running.forgotten_at or desk.clock(), desk.zone)
    return Prompt(
        _("When did the work on {number} end?").format(number=running.number),
        check=partial(ended_at, running=running, now=desk.clock(), zone=desk.zone),
        value=proposed,
        hint=_("17:00 is that of the day on which it began"),
        echo=partial(dates.full, zone=desk.zone),
    )


def ended_at(text: str, *, running: Running, now: int, zone: str) -> int:
    """The instant typed, as read on the day of the beginning or now, whichever first lies within
    the run; raises Invalid.
    """
    for day in (running.started_at, now):
        at = typed_dates.parse_instant(text, day, zone, field="at")
        if running.started_at < at <= now:
            return at
    raise Invalid("at", stopwatch.OUTSIDE)
