"""What came of an act on several tickets: done, refused, or in the way of somebody else's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import N_, _, explain, ngettext, sentence
from helpdesk_tui.rows import Done
from helpdesk_tui.screens.acts import DONE, DONE_MANY
from helpdesk_tui.services.lifecycle import Owned
from helpdesk_tui.services.undo import Overtaken
from helpdesk_tui.vocabulary import FIELDS, UNDONE

CHANGED = N_("{count} tickets changed.")
"""Of acts that have no sentence of their own, or of different ones."""


@dataclass
class Outcome:
    """Collects ticket by ticket, so that one refusal does not stop the others."""

    done: list[Done] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """The sentences that say why."""
    owned: list[Owned] = field(default_factory=list)
    overtaken: list[Overtaken] = field(default_factory=list)
    """Acts over which others' changes lie."""

    async def collect(self, act: Awaitable[Done]) -> None:
        """Wait for an act and file its result."""
        try:
            self.done.append(await act)
        except Owned as error:
            self.owned.append(error)
        except Overtaken as error:
            self.overtaken.append(error)
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
        message = said_of_all(self.done, written)
        if not refused:
            return message, False
        text = ngettext("{count} refused: {first}", "{count} refused: {first}", len(refused))
        return f"{message} {text.format(count=len(refused), first=refused[0])}", True


def said_of_all(done: Sequence[Done], written: Callable[[int], str]) -> str:
    """Acts of one key press as a sentence: what has become of the tickets, and of how many."""
    if len(done) == 1:
        return said(done[0], written)
    undone = ", ".join(dict.fromkeys(_undone(each) for each in done if each.undid))
    if undone:
        text = ngettext(
            "Undone on {count} ticket: {did}", "Undone on {count} tickets: {did}", len(done)
        )
        message = text.format(count=len(done), did=undone) + "."
        return " ".join([message, *(note for each in done for note in _notes(each, written))])
    acts = {each.act for each in done}
    act = acts.pop() if len(acts) == 1 else ""
    return _(DONE_MANY.get(act, CHANGED)).format(count=len(done))


def said(done: Done, written: Callable[[int], str]) -> str:
    """One act as a sentence, with what else it brought about."""
    message = _(DONE.get(done.act, DONE["edit"]))
    message = message.format(number=done.number, did=_undone(done) if done.undid else "")
    return " ".join([message, *_notes(done, written)])


def _notes(done: Done, written: Callable[[int], str]) -> list[str]:
    return [sentence(text, fields, written) for text, fields in done.notes]


def _undone(done: Done) -> str:
    """The act that was taken back, with the fields that an edit had changed."""
    act, *fields = done.undid
    names = ", ".join(_(FIELDS[name]) for name in fields)
    did = _(UNDONE[act])
    return f"{did} ({names})" if names else did
