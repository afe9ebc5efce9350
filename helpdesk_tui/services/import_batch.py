"""One batch of an import: what each line means on this desk, and writing those that are new."""

from __future__ import annotations

from collections.abc import Sequence

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Agent, Team, Ticket, TicketType, tuples
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import import_rows, people
from helpdesk_tui.services.csv_tickets import SHOWN, Start, TicketLine
from helpdesk_tui.services.import_parties import Parties, folded
from helpdesk_tui.services.import_report import ImportReport
from helpdesk_tui.services.import_rows import Draft
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import Priority, Role


class Batch:
    """Made inside the transaction it serves, or outside any in a dry run, which never saves."""

    def __init__(
        self, actor: Actor, now: int, source: str, parties: Parties, *, dry_run: bool
    ) -> None:
        self.report = ImportReport()
        self.seen: set[str] = set()
        """External numbers of the lines that are or would be created."""
        self._actor = actor
        self._now = now
        self._source = source
        self._parties = parties
        self._dry_run = dry_run
        teams = Team.select(Team.name_folded, Team.id).where(~Team.archived)
        self._teams: dict[str, int] = dict(tuples(teams))
        agents = Agent.select(Agent.login, Agent.id, Agent.role).where(~Agent.archived)
        self._agents: dict[str, tuple[int, int]] = {
            login: (row, role) for login, row, role in tuples(agents)
        }
        types = TicketType.select(
            TicketType.name_folded, TicketType.id, TicketType.default_priority
        )
        self._types: dict[str, tuple[int | None, int | None]] = {
            name: (row, priority) for name, row, priority in tuples(types)
        }

    def deal(self, lines: Sequence[TicketLine], before: set[str]) -> None:
        """Create what is new, unless the run is dry; `before` are the numbers created earlier."""
        there = before | self.seen | self._there(lines)
        fresh = [line for line in lines if line.external_id not in there]
        self.report.already += len(lines) - len(fresh)
        self._parties.look_up(fresh)
        drafts = [draft for line in fresh if (draft := self._draft(line)) is not None]
        if drafts and not self._dry_run:
            self._parties.save(self._now)
            import_rows.insert(self._actor, self._now, self._source, drafts)

    def _there(self, lines: Sequence[TicketLine]) -> set[str]:
        query = Ticket.select(Ticket.external_id).where(
            Ticket.source == self._source,
            Ticket.external_id.in_([line.external_id for line in lines]),
        )
        return {row[0] for row in tuples(query)}

    def _draft(self, line: TicketLine) -> Draft | None:
        """The line ready to be written, or None after it was counted otherwise."""
        if line.external_id in self.seen:
            self.report.already += 1
            return None
        try:
            team = self._team(line)
            assignee = self._assignee(line)
        except Invalid as reason:
            self.report.refuse(line.number, reason)
            return None
        type_id, usual = self._type(line.type) if line.type else (None, None)
        customer, contact = self._parties.of(line, self.report)
        self.seen.add(line.external_id)
        self.report.created += 1
        self.report.drawn += line.start is Start.DRAWN
        self.report.undated += line.start is Start.NOW
        self.report.contradictory += line.contradicts_itself
        for field, length in line.cut:
            self.report.shorten(line.number, field, length)
        priority = line.priority or Priority(usual or Priority.NORMAL)
        return Draft(line, customer, contact, type_id, priority, team, assignee)

    def _team(self, line: TicketLine) -> int | None:
        if not line.team:
            return None
        if folded(line.team) in self._teams:
            return self._teams[folded(line.team)]
        message = N_("Line {line}: there is no team “{value}”; add it first, or correct the name.")
        raise _unknown(line, "team", message, line.team)

    def _assignee(self, line: TicketLine) -> int | None:
        if not line.assignee:
            return None
        found = self._agents.get(line.assignee.lower())
        if found is None:
            message = N_(
                "Line {line}: there is no agent with the login “{value}”; add the agent first, or"
                " correct the login."
            )
            raise _unknown(line, "assignee", message, line.assignee)
        row, role = found
        if role < Role.AGENT:
            message = N_(
                "Line {line}: “{value}” may only read, so cannot be the assignee; name another."
            )
            raise _unknown(line, "assignee", message, line.assignee)
        return row

    def _type(self, name: str) -> tuple[int | None, int | None]:
        """Id and usual priority of the type, which is added when the desk has none of the name."""
        if folded(name) not in self._types:
            self.report.note(N_("The ticket type {name} is new."), name=one_line(name))
            row = None if self._dry_run else people.add_type(self._actor, self._now, name)
            self._types[folded(name)] = (row, None)
        return self._types[folded(name)]


def _unknown(line: TicketLine, field: str, message: str, value: str) -> Invalid:
    return Invalid(field, message, line=line.number, value=one_line(value, SHOWN))
