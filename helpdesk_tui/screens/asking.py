"""The acts that ask something before they are done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from helpdesk_tui import dates
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, _, ngettext
from helpdesk_tui.queries import people, time
from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.rows import Choice, Done, TimeRow
from helpdesk_tui.screens.dialogs import Choose, Compose, Prompt
from helpdesk_tui.screens.outcome import Outcome, said
from helpdesk_tui.screens.ticket_form import ticket_form
from helpdesk_tui.services import conversation, lifecycle, tickets
from helpdesk_tui.services.lifecycle import Owned
from helpdesk_tui.text import fold
from helpdesk_tui.vocabulary import Priority
from helpdesk_tui.widgets.named_keys import with_keys

if TYPE_CHECKING:
    from helpdesk_tui.screens.acting import ActingScreen

MOST_DOUBTS = 3
"""Forgotten stopwatches that a question names."""

Asking = Callable[["ActingScreen", list[int]], Awaitable[None]]


async def take(screen: ActingScreen, ids: list[int]) -> None:
    """Others' tickets are taken only after a question that names their owners."""
    desk = screen.desk
    outcome = await screen.perform(ids, lambda t: lifecycle.take(desk.actor, t, desk.clock()))
    owned, outcome.owned = outcome.owned, []
    if owned and await screen.agree(_whose(owned), _("Take over")):
        owners = {error.ticket: error.owner for error in owned}
        again = await screen.perform(
            list(owners),
            lambda t: lifecycle.take(desk.actor, t, desk.clock(), owner=owners[t]),
        )
        outcome = Outcome(outcome.done + again.done, outcome.refused + again.refused, again.owned)
    screen.tell_outcome(outcome)


def _whose(owned: list[Owned]) -> str:
    names = ", ".join(sorted({error.name for error in owned}))
    if len(owned) == 1:
        number = owned[0].fields["number"]
        return _("{number} is {owner}'s. Take it over?").format(number=number, owner=names)
    return _("{count} of these tickets are others' ({owners}). Take them over?").format(
        count=len(owned), owners=names
    )


async def start(screen: ActingScreen, ids: list[int]) -> None:
    """Only one ticket can be worked on at a time: of many, none has the stopwatch running."""
    desk = screen.desk
    await screen.perform_and_tell(
        ids, lambda t: lifecycle.start(desk.actor, t, desk.clock(), timed=len(ids) == 1)
    )


async def assign(screen: ActingScreen, ids: list[int]) -> None:
    """Agents and teams in one list, from who has the ticket now, else from oneself; a team carries
    its id negated.
    """
    desk = screen.desk
    ticket = screen.current()
    current = await _responsible(screen, ticket.id) if ticket and ids == [ticket.id] else None

    async def search(text: str) -> list[Choice]:
        agents = await desk.store.run(people.agents, text)
        teams = await desk.store.run(people.teams, text)
        if not text.strip():
            agents.sort(key=lambda agent: agent.id != desk.actor.id)
        return agents + [Choice(-team.id, team.name, _("team")) for team in teams]

    chosen = await desk.push_screen_wait(Choose(_("Assign to"), search, current=current))
    if chosen is None:
        return
    agent = chosen.id if chosen.id > 0 else None
    team = -chosen.id if chosen.id < 0 else None
    await screen.perform_and_tell(
        ids, lambda t: lifecycle.assign(desk.actor, t, desk.clock(), agent=agent, team=team)
    )


async def _responsible(screen: ActingScreen, ticket: int) -> Choice | None:
    """The agent, else the team, that a ticket is assigned to, as `assign` lists them."""
    detail = await screen.desk.store.run(ticket_queries.detail, ticket)
    if detail.assignee is not None or detail.team is None:
        return detail.assignee
    return Choice(-detail.team.id, detail.team.name)


async def close(screen: ActingScreen, ids: list[int]) -> None:
    """Closing is for ever, so it always asks."""
    desk = screen.desk
    ticket = screen.current()
    if ticket is not None and ids == [ticket.id]:
        question = _("Close {number} for ever? A closed ticket never changes again.").format(
            number=ticket.number
        )
    else:
        question = ngettext(
            "Close {count} ticket for ever?", "Close {count} tickets for ever?", len(ids)
        ).format(count=len(ids))
    doubtful = await desk.store.run(time.doubtful, ids, desk.clock())
    if doubtful:
        question += "\n\n" + _doubts(screen, doubtful)
    if await screen.agree(question, _("Close")):
        await screen.perform_and_tell(
            ids, lambda t: lifecycle.close(desk.actor, t, desk.clock(), resolve_first=True)
        )


def _doubts(screen: ActingScreen, rows: list[TimeRow]) -> str:
    """Whose time looks forgotten; from then on it is a manager's to correct."""
    told = ", ".join(
        f"{row.agent.name} {dates.duration(row.lasting(screen.desk.clock()))} ({row.ticket.number})"
        for row in rows[:MOST_DOUBTS]
    )
    doubt = _(
        "A stopwatch looks forgotten: {entries}. <ticket.time_entries> corrects the time before."
    )
    return with_keys(doubt, screen.app).format(
        entries=told + (" …" if len(rows) > MOST_DOUBTS else "")
    )


async def share(screen: ActingScreen, ids: list[int]) -> None:
    """The ticket in hand decides for all: hide when it is shared, else share."""
    desk = screen.desk
    ticket = screen.current()
    service = lifecycle.unshare if ticket and ticket.shared else lifecycle.share
    await screen.perform_and_tell(ids, lambda t: service(desk.actor, t, desk.clock()))


async def copy(screen: ActingScreen, ids: list[int]) -> None:
    desk = screen.desk
    await screen.perform_and_tell(
        _in_hand(screen), lambda t: tickets.copy(desk.actor, t, desk.clock())
    )


async def follow_up(screen: ActingScreen, ids: list[int]) -> None:
    desk = screen.desk
    await screen.perform_and_tell(
        _in_hand(screen), lambda t: tickets.follow_up(desk.actor, t, desk.clock())
    )


async def priority(screen: ActingScreen, ids: list[int]) -> None:
    """Chosen from the four; the present one is offered first."""
    desk = screen.desk
    ticket = screen.current()

    async def search(text: str) -> list[Choice]:
        choices = [Choice(int(each), _(each.label)) for each in Priority]
        return [choice for choice in choices if fold(text) in fold(choice.name)]

    now = Choice(int(ticket.priority), _(ticket.priority.label)) if ticket else None
    chosen = await desk.push_screen_wait(Choose(_("Priority"), search, current=now))
    if chosen is not None:
        fields = {"priority": chosen.id}
        await screen.perform_and_tell(
            ids, lambda t: tickets.edit(desk.actor, t, desk.clock(), fields)
        )


async def progress(screen: ActingScreen, ids: list[int]) -> None:
    """A number from 0 to 100, with or without the sign."""
    desk = screen.desk
    percent = await desk.push_screen_wait(
        Prompt(_("Progress in %"), check=percentage, hint=_("0 to 100"))
    )
    if percent is not None:
        fields = {"progress": percent}
        await screen.perform_and_tell(
            ids, lambda t: tickets.edit(desk.actor, t, desk.clock(), fields)
        )


def percentage(typed: str) -> int:
    """The number typed; raises Invalid unless it goes from 0 to 100."""
    digits = typed.strip().rstrip("%").strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 3 or int(digits) > 100:
        raise Invalid("progress", N_("Progress goes from 0 to 100."))
    return int(digits)


async def edit(screen: ActingScreen, ids: list[int]) -> None:
    desk = screen.desk
    ticket = screen.current()
    if ticket is None:
        return
    detail = await desk.store.run(ticket_queries.detail, ticket.id)
    draft = desk.drafts.begin("edit", detail.id, called=detail.number)
    form = ticket_form(desk.store, desk.actor, desk.clock, desk.zone, ticket=detail, draft=draft)
    await _finish(screen, await desk.push_screen_wait(form))


async def create(screen: ActingScreen) -> None:
    desk = screen.desk
    draft = desk.drafts.begin("ticket")
    form = ticket_form(desk.store, desk.actor, desk.clock, desk.zone, ticket=None, draft=draft)
    done: Done | None = await desk.push_screen_wait(form)
    await _finish(screen, done)
    if done is not None:
        await screen.go_to(done.ticket)


async def message(screen: ActingScreen, ids: list[int]) -> None:
    await _say(screen, conversation.message, internal=False)


async def note(screen: ActingScreen, ids: list[int]) -> None:
    await _say(screen, conversation.note, internal=True)


async def _say(screen: ActingScreen, service: Callable[..., Done], *, internal: bool) -> None:
    """The text stays in its editor until it is saved, whatever is refused meanwhile."""
    desk = screen.desk
    ticket = screen.current()
    if ticket is None:
        return

    sent: list[Done] = []

    async def send(body: str) -> None:
        sent.append(await desk.store.run(service, desk.actor, ticket.id, desk.clock(), body))

    title = f"{ticket.number} {ticket.subject}"
    kind = "note" if internal else "message"
    draft = desk.drafts.begin(kind, ticket.id, called=ticket.number)
    await desk.push_screen_wait(Compose(title, internal=internal, send=send, draft=draft))
    await _finish(screen, sent[0] if sent else None)


async def _finish(screen: ActingScreen, done: Done | None) -> None:
    if done is not None:
        screen.desk.remember([done])
        await screen.refresh_from_desk()
        screen.tell(said(done, screen.desk.written))


def _in_hand(screen: ActingScreen) -> list[int]:
    ticket = screen.current()
    return [ticket.id] if ticket else []


ASKING: dict[str, Asking] = {
    "take": take,
    "start": start,
    "assign": assign,
    "close": close,
    "share": share,
    "copy": copy,
    "follow_up": follow_up,
    "edit": edit,
    "priority": priority,
    "progress": progress,
    "message": message,
    "note": note,
}
"""By the act's id in acts.py."""
