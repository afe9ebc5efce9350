"""Acts on tickets: each is done by itself, and each outcome is reported."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from helpdesk_tui.commands.notes import notes
from helpdesk_tui.commands.output import complain, refuse, say, say_json_array
from helpdesk_tui.commands.parser import USAGE
from helpdesk_tui.commands.session import Request, Session, opened
from helpdesk_tui.commands.values import field_values, named
from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import _
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries import ticket as one
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services import conversation, lifecycle, tickets
from helpdesk_tui.vocabulary import ACTS, TEXT_LIMIT

Act = Callable[[Actor, int, int], Done]
"""A service: called with the actor, the ticket's id and now."""

_STEPS: dict[str, Act] = {
    "release": lifecycle.release,
    "start": lifecycle.start,
    "wait": lifecycle.wait,
    "resume": lifecycle.resume,
    "resolve": lifecycle.resolve,
    "reopen": lifecycle.reopen,
    "close": lifecycle.close,
    "share": lifecycle.share,
    "unshare": lifecycle.unshare,
    "copy": tickets.copy,
    "follow-up": tickets.follow_up,
}


def step(options: Namespace, request: Request) -> int:
    """One step of a ticket's life, on each ticket."""
    several = len(set(options.numbers)) > 1
    with opened(request) as session:
        if options.command == "take":
            owner = named(session, "agent", options.owner)
            act: Act = partial(lifecycle.take, owner=owner)
        elif options.command == "close" and several:
            act = _close_one_of_many
        elif options.command == "start" and several:
            return _start_many(options, session)
        else:
            act = _STEPS[options.command]
        return _each(options, session, options.numbers, act)


def _start_many(options: Namespace, session: Session) -> int:
    """The stopwatch can run on one ticket only: on which of them, nobody has said."""
    act = partial(lifecycle.start, timed=False)
    said = _("The stopwatch runs on none of them: “timer start NUMBER” starts it on one.")
    managed = session.store.call(switches).manage_timer
    return _each(options, session, options.numbers, act, at_the_end=said if managed else "")


def _close_one_of_many(actor: Actor, ticket: int, now: int) -> Done:
    """Closing is final: many at a time need more than the right to close one."""
    team = one.detail(ticket).team
    permit(actor, "ticket.close_many", frozenset({team.id} if team else ()))
    return lifecycle.close(actor, ticket, now)


def assign(options: Namespace, request: Request) -> int:
    """Give each ticket to an agent, a team, or both."""
    with opened(request) as session:
        agent = named(session, "agent", options.assignee)
        team = named(session, "team", options.team)
        act = partial(lifecycle.assign, agent=agent, team=team)
        return _each(options, session, options.numbers, act)


def edit(options: Namespace, request: Request) -> int:
    """Change the fields that are written as field=value."""
    typed = dict(field.split("=", 1) for field in options.fields if "=" in field)
    if len(typed) < len(options.fields):
        complain(_("Write each field once, as field=value; nothing after = empties it."))
        return USAGE
    with opened(request) as session:
        act = partial(tickets.edit, fields=field_values(session, typed))
        return _each(options, session, [options.number], act)


def speak(options: Namespace, request: Request) -> int:
    """Add a note or a message to a ticket."""
    text = _standard_input() if options.text == "-" else options.text
    service = conversation.note if options.command == "note" else conversation.message
    with opened(request) as session:
        return _each(options, session, [options.number], partial(service, body=text))


def _standard_input() -> str:
    """What is piped in, up to a little more than a message may hold."""
    if sys.stdin is None:
        return ""
    return sys.stdin.buffer.read(4 * TEXT_LIMIT + 4).decode("utf-8", "replace")


def _each(
    options: Namespace,
    session: Session,
    numbers: Sequence[str],
    act: Act,
    *,
    at_the_end: str = "",
) -> int:
    """Do the act on each ticket, report each outcome, and tell whether all went well; what is to
    be said at the end is said once something was done.
    """
    several = len(numbers) > 1
    outcomes: list[dict[str, Any]] = []
    for number in dict.fromkeys(numbers):
        problems: list[str] = []
        done: Done | None = None
        try:
            ticket = session.find(number)
            done = session.store.call(act, session.actor, ticket, session.now)
        except HelpdeskError as error:
            refuse(error, problems.append)
        beside = notes(session, done) if done else []
        for line in (_told(session, done), *beside) if done and not options.json else ():
            say(line)
        for problem in problems:
            complain(f"{number}: {problem}" if several else problem)
        error_text = " ".join(problems) or None
        shown = done.number if done else number
        outcomes.append({"number": shown, "ok": bool(done), "error": error_text, "notes": beside})
    if options.json:
        say_json_array(outcomes)
    elif at_the_end and any(outcome["ok"] for outcome in outcomes):
        say(at_the_end)
    return 0 if all(outcome["ok"] for outcome in outcomes) else 1


def _told(session: Session, done: Done) -> str:
    """The outcome as the ticket's history tells it."""
    if done.event is None:
        return _("{number}: nothing to change").format(number=done.number)
    return _("{number}: {who} {did}").format(
        number=done.number, who=session.actor.name, did=_(ACTS[done.act])
    )
