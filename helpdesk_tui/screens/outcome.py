"""What came of an act on several tickets: done, refused, or somebody else's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import _, explain, ngettext, sentence
from helpdesk_tui.rows import Done
from helpdesk_tui.screens.acts import DONE
from helpdesk_tui.services.lifecycle import Owned


@dataclass
class Outcome:
    """Collects ticket by ticket, so that one refusal does not stop the others."""

    done: list[Done] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """The sentences that say why."""
    owned: list[Owned] = field(default_factory=list)

    async def collect(self, act: Awaitable[Done]) -> None:
        """Wait for an act and file its result."""
        try:
            self.done.append(await act)
        except Owned as error:
            self.owned.append(error)
        except HelpdeskError as error:
            self.refused.append(explain(error))

    def sentence(self, written: Callable[[int], str]) -> tuple[str, bool]:
        """What to say, and whether it is a refusal; `written` writes an instant for the reader."""
        refused = self.refused + [explain(error) for error in self.owned]
        if len(self.done) == 1 and not refused:
            return said(self.done[0], written), False
        if not self.done:
            more = len(refused) - 1
            if more < 1:
                return (refused[0] if refused else ""), True
            text = ngettext("{first} ({more} more refused)", "{first} ({more} more refused)", more)
            return text.format(first=refused[0], more=more), True
        count = len(self.done)
        message = ngettext("{count} ticket changed", "{count} tickets changed", count)
        message = message.format(count=count)
        if not refused:
            return message + ".", False
        text = ngettext("{done}, {count} refused: {first}", "{done}, {count} refused: {first}", 2)
        return text.format(done=message, count=len(refused), first=refused[0]), True


def said(done: Done, written: Callable[[int], str]) -> str:
    """One act as a sentence, with what else it brought about."""
    message = _(DONE.get(done.act, DONE["edit"])).format(number=done.number)
    notes = [sentence(text, fields, written) for text, fields in done.notes]
    return " ".join([message, *notes])
