"""A search on the command line: refused where it is wrong, with a mark under it."""

from __future__ import annotations

from helpdesk_tui.commands.output import complain
from helpdesk_tui.commands.session import Session
from helpdesk_tui.query_language import parse, pointed


def check(session: Session, text: str) -> None:
    """Show where a search is wrong and raise what is to be said; nobody types on here."""
    wrong = parse(text, session.now, session.zone).wrong
    if wrong is None:
        return
    at, size = pointed(text, wrong)
    complain(text)
    complain(" " * at + "^" * size)
    raise wrong.error
