"""How a promise reads: what is to be reached within how much time."""

from __future__ import annotations

from helpdesk_tui import dates
from helpdesk_tui.i18n import N_, _, ngettext
from helpdesk_tui.records import record
from helpdesk_tui.rows import CommitmentRow
from helpdesk_tui.sla import Target
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import Status

_REACH = {
    Status.IN_PROGRESS: N_("start within {time}"),
    Status.RESOLVED: N_("resolve within {time}"),
    Status.CLOSED: N_("close within {time}"),
}

AIMS = {
    Status.IN_PROGRESS: N_("Start"),
    Status.RESOLVED: N_("Resolve"),
    Status.CLOSED: N_("Close"),
}
"""What a promise asks for, in one word."""

DUE_DATE = N_("Due date")
"""The same of the date that a person gave the ticket."""

STATE_WORDS = {
    "running": N_("running"),
    "at_risk": N_("at risk"),
    "breached": N_("breached"),
    "paused": N_("paused"),
    "met": N_("met"),
    "met_late": N_("met late"),
}
STATE_GLYPHS = {
    "running": "○",
    "at_risk": "●",
    "breached": "▲",
    "paused": "‖",
    "met": "✓",
    "met_late": "✗",
}
STATE_INKS = {"at_risk": "soon", "breached": "late", "met_late": "late", "paused": "muted"}
KIND_WORDS = {
    "running": N_("running"),
    "paused": N_("paused"),
    "closed": N_("closed hours"),
    "holiday": N_("holiday"),
}


@record
class Promised:
    """A promise as a field of a sentence: worded in the language in which that is said."""

    status: Status
    target: Target
    working: bool

    def __str__(self) -> str:
        return promise(self.status, self.target, working=self.working)


@record
class Lasting:
    """A length of time as a field of a sentence, in seconds."""

    seconds: int

    def __str__(self) -> str:
        return dates.duration(self.seconds)


def told_in(row: CommitmentRow, zone: str) -> str:
    """The zone whose hours count, where the reader's clock, in `zone`, tells other ones."""
    own = row.calendar.zone.key
    if not row.working_days_only or own == zone:
        return ""
    return _("hours of {own}, told in {zone}").format(own=own, zone=zone)


def told_elsewhere(own: str, zone: str) -> list[str]:
    """The same as a sentence, for the zone of a calendar whose times a form foretells."""
    if own == zone:
        return []
    said = _("The hours are those of {own}; these times are told in {zone}.")
    return [said.format(own=own, zone=zone)]


def promise(status: Status, target: Target, *, working: bool) -> str:
    """For example “resolve within 2 working days and 4 h”."""
    return _(_REACH[status]).format(time=span(target, working=working))


def span(target: Target, *, working: bool) -> str:
    """Days and time of a target in words; `working` days or those of the calendar."""
    parts = []
    if target.days and working:
        parts.append(ngettext("{n} working day", "{n} working days", target.days))
    elif target.days:
        parts.append(ngettext("{n} day", "{n} days", target.days))
    said = [part.format(n=target.days) for part in parts]
    if target.seconds:
        said.append(dates.duration(target.seconds))
    return _(" and ").join(said)


def clock(row: CommitmentRow, now: int, zone: str) -> str:
    """What is left or how late it is, in working time; when it was met."""
    if row.met_at is not None:
        when = dates.instant(row.met_at, zone, now)
        return f"{_(STATE_WORDS[row.state(now)])} {when}"
    left = row.remaining(now) or 0
    if row.due_at is None:
        said = _("paused, {left} left")
        if row.is_out_of_time(now):
            said = _("standing, {left} left: its calendar has too little working time to come")
        return said.format(left=countdown(row, left))
    if row.state(now) == "breached":
        return _("breached, {left} late").format(left=countdown(row, abs(left)))
    return _("{left} left").format(left=countdown(row, left))


def countdown(row: CommitmentRow, seconds: int) -> str:
    """Time left of a promise: a day of working time would be taken for one of the calendar."""
    if row.working_days_only and abs(seconds) >= _DAY:
        return dates.duration(seconds)
    return dates.countdown(seconds)


_DAY = 86_400


def standing(row: CommitmentRow, now: int, zone: str) -> str:
    """The clock, and until when while it runs or is late."""
    said = clock(row, now, zone)
    if row.due_at is None or row.met_at is not None:
        return said
    return f"{said} · " + _("due {due}").format(due=dates.instant(row.due_at, zone, now))


def change_name(field: str) -> str | None:
    """What an act's change is called that tells of a policy's promise; None for any other."""
    kind, _colon, policy = field.partition(":")
    message = _CHANGES.get(kind)
    return _(message).format(policy=one_line(policy)) if message else None


_CHANGES = {
    "sla_due": N_("deadline of {policy}"),
    "sla_left": N_("time left of {policy}"),
    "sla_met": N_("promise of {policy} met"),
}
