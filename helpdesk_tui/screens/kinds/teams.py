"""Teams."""

from __future__ import annotations

from helpdesk_tui.i18n import N_
from helpdesk_tui.queries import people
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.kinds.kind import (
    SEARCHED,
    ConfigKind,
    Session,
    choice,
    name_field,
    number_column,
    text_column,
)


def everybody(text: str) -> list[Choice]:
    """Agents of every role: those who only read belong to teams too."""
    return people.agents(text, working=False)


def _fields(session: Session) -> list[Field]:
    return [
        name_field(),
        choice("calendar_id", N_("Calendar"), session.named(people.calendars)),
        Field("members", N_("Members"), "choices", help=SEARCHED, search=session.named(everybody)),
    ]


KIND = ConfigKind(
    "team",
    N_("Teams"),
    N_("New team"),
    N_("Who works on which tickets."),
    N_("The queue My team shows those of one's active team."),
    (
        text_column("name", N_("Name"), 0),
        number_column("members", N_("Members"), 9),
        text_column("calendar", N_("Calendar"), 24, drop=1),
    ),
    _fields,
    {
        "calendar_id": N_("For tickets of the team whose policy and customer have none."),
        "members": N_("Type part of a name and Enter; a comma stands between two names."),
    },
)
