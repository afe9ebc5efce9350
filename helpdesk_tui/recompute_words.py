"""What a recomputation of deadlines comes to, in words: on screen and in commands."""

from __future__ import annotations

from helpdesk_tui.i18n import _, ngettext


def planned(moved: int, tickets: int) -> str:
    """How many of the open tickets it would move."""
    if not tickets:
        return _("No ticket is open: there is no deadline to recompute.")
    if not moved:
        text = ngettext(
            "0 of {count} open ticket would move: its deadlines are those that the policies ask"
            " for.",
            "0 of {count} open tickets would move: their deadlines are those that the policies"
            " ask for.",
            tickets,
        )
        return text.format(count=tickets)
    text = ngettext(
        "{moved} of {count} open tickets gets other deadlines.",
        "{moved} of {count} open tickets get other deadlines.",
        moved,
    )
    return text.format(moved=moved, count=tickets)


def done(moved: int, tickets: int) -> str:
    """How many of the open tickets it has moved."""
    text = ngettext(
        "{moved} of {count} open tickets has other deadlines.",
        "{moved} of {count} open tickets have other deadlines.",
        moved,
    )
    return text.format(moved=moved, count=tickets)
