"""The tour: five steps that teach the daily keys on real tickets, each noticed when it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import Done
from helpdesk_tui.settings import tour_mark
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.hint_bar import DONE, HintBar
from helpdesk_tui.widgets.tour_panel import TourPanel

if TYPE_CHECKING:
    from helpdesk_tui.screens.acting import ActingScreen

NEXT = "next"
"""What `n` has done: its act alone is that of another key."""

STEPS = 5


@dataclass(frozen=True, slots=True)
class Lesson:
    """One key: of which step, the acts that show that it was pressed, what for, and praise."""

    step: int
    key: str
    acts: tuple[str, ...]
    about: str
    praise: str
    on_list: bool = False
    """Whether it is for another ticket than the one that the lesson before has opened."""


LESSONS = (
    Lesson(
        1,
        "ticket.next",
        (NEXT,),
        N_("The most urgent ticket that nobody has becomes yours, is started, and opens."),
        N_("Well done: below stands why it came first."),
    ),
    Lesson(
        2,
        "ticket.take",
        ("take",),
        N_("On a ticket of the list, it makes it yours, so that nobody else takes it up."),
        N_("It is yours."),
        on_list=True,
    ),
    Lesson(
        3,
        "ticket.start",
        ("start", "resume"),
        N_("On a new ticket, it tells everybody that you are working on it."),
        N_("Now it is in progress."),
        on_list=True,
    ),
    Lesson(
        4,
        "ticket.stopwatch",
        ("timer_start", "timer_stop"),
        N_("Your stopwatch stops, or begins on this ticket: the top line shows it."),
        N_("Well timed."),
    ),
    Lesson(
        5,
        "ticket.resolve",
        ("resolve",),
        N_("This ticket is resolved, and leaves the list of open work."),
        N_("Resolved."),
    ),
    Lesson(
        5,
        "ticket.undo",
        ("undo:resolve",),
        N_("And back: your last act is undone, and the ticket is what it was."),
        N_("Nothing is lost."),
    ),
)


class Tour:
    """Where an agent is in the tour; it is over at first, and whenever it has been ended."""

    def __init__(self) -> None:
        self._place = len(LESSONS)
        self._praise = ""
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

    def notice(self, act: str) -> bool:
        """Go on if that is what the lesson waits for."""
        if self._place >= len(LESSONS) or act not in LESSONS[self._place].acts:
            return False
        self._praise = LESSONS[self._place].praise
        self._place += 1
        if self._place == len(LESSONS):
            remember_tour()
        return True

    def draw(self, screen: ActingScreen, *, arriving: bool = False) -> None:
        """Put the lesson over the hints of a screen, with the keys as they are mapped there.

        The farewell goes with the screen on which it was said.
        """
        shown, keys = screen.query(TourPanel), dict(_keys(screen))
        if self._place < len(LESSONS) and LESSONS[self._place].key not in keys:
            self._place += 1  # a desk without stopwatches
        if arriving and self._place == len(LESSONS):
            self._told = True
        if not self.is_shown:
            shown.remove()
            return
        panel = shown.first() if shown else TourPanel()
        praise = f"{DONE} {_(self._praise)} " if self._praise else ""
        if self._place == len(LESSONS):
            about = _("That was the tour. {keys} shows every key, {palette} finds one by a word.")
            about = about.format(keys=keys["app.keys"], palette=keys["app.palette"])
            panel.show(_("The end of the tour"), "", praise, about, f"{keys['app.tour']} ✕")
        else:
            lesson = LESSONS[self._place]
            head = _("Tour, step {step} of {steps}: press").format(step=lesson.step, steps=STEPS)
            about = _(lesson.about)
            if lesson.on_list and "ticket.back" in keys:
                back = _("{key} goes back to the list.").format(key=keys["ticket.back"])
                about = f"{about} {back}"
            ending = _("{key} ends the tour").format(key=keys["app.tour"])
            panel.show(head, keys[lesson.key], praise, about, ending)
        if not shown:
            screen.mount(panel, before=screen.query_one(HintBar))


def seen(done: Done) -> str:
    """The act as lessons name it: of an undo, with what it took back."""
    return f"undo:{done.undid[0]}" if done.undid else done.act


def remember_tour() -> None:
    """Mark it as taken; where that cannot be kept, it is only offered once more."""
    mark = tour_mark()
    try:
        mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mark.touch(mode=0o600)
    except OSError:
        return


def _keys(screen: ActingScreen) -> Iterator[tuple[str, str]]:
    """Ids of the keys that work on the screen, with the first key of each as displayed."""
    known: set[str] = set()
    for active in screen.active_bindings.values():
        name = active.binding.id
        if name is not None and name not in known:
            known.add(name)
            yield name, one_line(screen.app.get_key_display(active.binding))
