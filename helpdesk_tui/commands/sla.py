"""Deadlines explained, and those of open tickets brought up to date with the policies."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from helpdesk_tui import recompute_words
from helpdesk_tui.commands.output import say, say_json
from helpdesk_tui.commands.session import Request, Session, opened
from helpdesk_tui.explanation_text import LABEL_WIDTH, LENGTH_WIDTH, Step, due_date_steps, steps
from helpdesk_tui.i18n import _
from helpdesk_tui.promises import DUE_DATE, STATE_GLYPHS, promise, told_in
from helpdesk_tui.queries import commitments, export_sla
from helpdesk_tui.queries import ticket as one
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import CommitmentRow, TicketDetail
from helpdesk_tui.services.recompute import Recomputation
from helpdesk_tui.sla_explanation import Pauses, explain
from helpdesk_tui.text import cells, one_line


def explanation(options: Namespace, request: Request) -> int:
    """Every piece of time that the deadlines of a ticket are made of."""
    with opened(request) as session:
        call, ticket = session.store.call, session.find(options.number)
        detail = call(one.detail, ticket)
        if options.json:
            promises = call(export_sla.explained, ticket, session.now)
            say_json({"number": detail.number, "sla": promises})
            return 0
        say(f"{detail.number}  {detail.subject}")
        if not call(switches).manage_sla:
            say(_("No SLA is managed here: the settings say so."))
        elif not detail.commitments:
            say(_("No policy asks anything of this ticket."))
        _draw(session, detail, call(commitments.pauses, ticket))
    return 0


def _draw(session: Session, ticket: TicketDetail, pauses: Pauses) -> None:
    for row in ticket.commitments:
        say("")
        say(_heading(row, session.now))
        if hours := told_in(row, session.zone):
            say(f"  {hours}")
        told = explain(row, pauses)
        _say_steps(steps(row, told, session.zone, session.now, ticket.events))
    if ticket.due_at is not None:
        say("")
        say(_(DUE_DATE))
        _say_steps(due_date_steps(ticket, session.zone))


def _say_steps(told: Iterable[Step]) -> None:
    for step in told:
        label = one_line(step.label) + " " * (LABEL_WIDTH - cells(step.label))
        length = one_line(step.length) + " " * (LENGTH_WIDTH - cells(step.length))
        say(f"  {label} {length} {step.text}".rstrip())


def _heading(row: CommitmentRow, now: int) -> str:
    words = promise(row.target_status, row.target, working=row.working_days_only)
    return f"{STATE_GLYPHS[row.state(now)]} {words} · {row.policy}"


def recompute(options: Namespace, request: Request) -> int:
    """Tell how many deadlines today's policies and calendars move, then move them."""
    with opened(request) as session:
        planned = _pass_over(session, rehearsal=True)
        if not options.json:
            say(recompute_words.planned(planned.moved, planned.tickets))
        done = None if options.dry_run else _pass_over(session, rehearsal=False)
        if options.json:
            moved = (done or planned).moved
            say_json({"dry_run": options.dry_run, "tickets": planned.tickets, "moved": moved})
        elif done is None:
            say(_("This was a trial: nothing was written."))
        elif done.moved:
            say(recompute_words.done(done.moved, done.tickets))
    return 0


def _pass_over(session: Session, *, rehearsal: bool) -> Recomputation:
    work = Recomputation(session.actor, session.now, rehearsal=rehearsal)
    while session.store.call(work.step):
        pass
    return work
