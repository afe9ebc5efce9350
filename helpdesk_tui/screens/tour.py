"""The tour: five steps that teach the daily keys on real tickets, each noticed when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.records import record
from helpdesk_tui.rows import Done
from helpdesk_tui.settings import tour_mark
from helpdesk_tui.widgets.hint_bar import DONE, HintBar
from helpdesk_tui.widgets.named_keys import with_keys
from helpdesk_tui.widgets.tour_panel import TourPanel

if TYPE_CHECKING:
    from helpdesk_tui.screens.acting import ActingScreen

NEXT = "next"
"""What `n` has done: its act alone is that of another key."""

Seen = tuple[str, int]
"""An act as lessons name it, and the id of its ticket."""

STEPS = 5


@record
class Lesson:
    """One key: of which step, the acts that show that it was pressed, what it will do, praise."""

    step: int
    key: str
    acts: tuple[str, ...]
    about: str
    praise: str
    on_list: str = ""
    """What comes first where one stands on a list."""
    on_same: str = ""
    """What comes first on the ticket of the lesson before."""


LESSONS = (
    Lesson(
        1,
        "ticket.next",
        (NEXT,),
        N_(
            "The ticket that nobody has and whose deadline presses most will become yours, start, "
            "and open: a late one goes before an urgent one."
        ),
        N_("Well done: you have a ticket."),
    ),
    Lesson(
        2,
        "ticket.take",
        ("take",),
        N_("It will make the ticket yours, so that nobody else takes it up."),
        N_("It is yours."),
        on_list=N_("First <list.open> opens a new ticket."),
        on_same=N_(
            "First <ticket.back> goes back to the list, and <list.open> opens a new ticket."
        ),
    ),
    Lesson(
        3,
        "ticket.start",
        ("start", "resume"),
        N_("It will tell everybody that you are working on the ticket."),
        N_("Now it is in progress."),
        on_list=N_("First <menu.mine> shows your tickets: choose the new one there."),
    ),
    Lesson(
        4,
        "ticket.stopwatch",
        ("timer_start", "timer_stop"),
        N_("Your stopwatch will stop, or begin on the ticket: the top line will show it."),
        N_("Well timed."),
    ),
    Lesson(
        5,
        "ticket.resolve",
        ("resolve",),
        N_("The ticket will be resolved, and leave the list of open work."),
        N_("Resolved."),
    ),
    Lesson(
        5,
        "ticket.undo",
        ("undo:resolve",),
        N_("And back: your last act will be undone, and the ticket be what it was."),
        N_("Nothing is lost."),
    ),
)


class Tour:
    """Where an agent is in the tour; it is over at first, and whenever it has been ended."""

    def __init__(self) -> None:
        self._place = len(LESSONS)
        self._praise = ""
        self._ticket = 0
        """That of the lesson before."""
        self._told = True

    @property
    def is_shown(self) -> bool:
        """Whether there is a lesson, or the farewell, to show."""
        return not self._told

    def begin(self) -> None:
        """Start at the first lesson."""
        self._place, self._praise, self._told = 0, "", False

    def end(self) -> None:
        """Show nothing more, and do not begin by itself again."""
        self._place, self._told = len(LESSONS), True
        remember_tour()

    def notice(self, seen: Seen) -> bool:
        """Go on if that is what the lesson waits for."""
        act, ticket = seen
        if self._place >= len(LESSONS) or act not in LESSONS[self._place].acts:
            return False
        self._praise = LESSONS[self._place].praise
        self._place += 1
        self._ticket = ticket
        if self._place == len(LESSONS):
            remember_tour()
        return True

    def draw(self, screen: ActingScreen, *, arriving: bool = False) -> None:
        """Put the lesson over the hints of a screen, with the keys as they are mapped there.

        The farewell goes with the screen on which it was said.
        """
        app, shown = screen.app, screen.query(TourPanel)
        keys = {active.binding.id for active in screen.active_bindings.values()}
        if self._place < len(LESSONS) and LESSONS[self._place].key not in keys:
            self._place += 1  # a desk without stopwatches
        if arriving and self._place == len(LESSONS):
            self._told = True
        if not self.is_shown:
            shown.remove()
            return
        panel = shown.first() if shown else TourPanel()
        praise = f"{DONE} {_(self._praise)}" if self._praise else ""
        if self._place == len(LESSONS):
            about = _(
                "That was the tour. <app.keys> shows every key, <app.palette> finds one by a word."
            )
            ending = with_keys("<app.tour> ✕", app)
            panel.show(_("The end of the tour"), "", praise, with_keys(about, app), ending)
        else:
            lesson = LESSONS[self._place]
            head = _("Tour, step {step} of {steps}: press").format(step=lesson.step, steps=STEPS)
            about = _(lesson.about)
            first = lesson.on_list if screen.ticket_shown is None else ""
            if screen.ticket_shown == self._ticket:
                first = lesson.on_same
            if first:
                about = f"{with_keys(_(first), app)} {about}"
            ending = with_keys(_("<app.tour> ends the tour"), app)
            panel.show(head, with_keys(f"<{lesson.key}>", app), praise, about, ending)
        if not shown:
            screen.mount(panel, before=screen.query_one(HintBar))


def seen(done: Done) -> Seen:
    """An act for the tour: an undo is named with what it took back."""
    return f"undo:{done.undid[0]}" if done.undid else done.act, done.ticket


def remember_tour() -> None:
    """Mark it as taken; where that cannot be kept, it is only offered once more."""
    mark = tour_mark()
    try:
        mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mark.touch(mode=0o600)
    except OSError:
        return
