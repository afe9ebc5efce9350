"""Tickets found by anything written about them, each with the place where the words stand."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from helpdesk_tui.commands.output import complain, say, say_json_array, width
from helpdesk_tui.commands.session import Request, Session, opened
from helpdesk_tui.dates import iso
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queries.search import search
from helpdesk_tui.rows import Found
from helpdesk_tui.search_terms import Term, terms
from helpdesk_tui.text import cells, fit, one_line

_PAGE = 200


def run(options: Namespace, request: Request) -> int:
    """Write the newest tickets that hold all words; 0 also when there is none."""
    asked = terms(" ".join(options.words))
    if not asked:
        raise Invalid("words", N_("There is no word in that: type letters or digits."))
    with opened(request) as session:
        found = _pages(session, asked, options.limit)
        if options.json:
            say_json_array(map(_as_json, found))
            return 0
        nothing = True
        for each in found:
            _say(each, session.written(each.created_at))
            nothing = False
    if nothing:
        complain(_("Nothing holds all of that."))
    return 0


def _pages(session: Session, asked: Sequence[Term], limit: int) -> Iterator[Found]:
    """At most `limit` tickets (0: all), read a few at a time."""
    beyond, left = None, limit or sys.maxsize
    while left:
        page = session.store.call(search, asked, min(left, _PAGE), beyond)
        yield from page
        if len(page) < _PAGE:
            return
        beyond, left = page[-1].id, left - len(page)


def _say(found: Found, created: str) -> None:
    about = (found.number, _(found.status.label), found.customer, created, found.subject.text)
    say(_cut("  ".join(part for part in about if part)))
    if found.said.text:
        say(_cut(f"    {found.said.text}"))


def _cut(line: str) -> str:
    """The line no wider than the terminal; whole where there is none."""
    columns = width()
    clean = one_line(line)
    return clean if columns is None or cells(clean) <= columns else fit(clean, columns)


def _as_json(found: Found) -> dict[str, Any]:
    return {
        "number": found.number,
        "subject": found.subject.text,
        "customer": found.customer or None,
        "status": found.status.word,
        "created_at": iso(found.created_at),
        "snippet": found.said.text,
        "hits": [list(place) for place in found.said.hits],
    }
