"""Asking what a policy would have made of the past: its terms, the replay, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.promises import promise
from helpdesk_tui.reports import Scope, WhatIf
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.config_form import ConfigForm
from helpdesk_tui.screens.configuring import session_of
from helpdesk_tui.screens.dialogs import Choose
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.kinds import policies
from helpdesk_tui.screens.kinds.kind import Session
from helpdesk_tui.services import what_if
from helpdesk_tui.sla import Target
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import Status

if TYPE_CHECKING:
    from helpdesk_tui.app import HelpdeskApp

_UNTOUCHED = frozenset({"name", "description", "warn_percent"})
"""Fields of a policy on which no deadline depends."""


@dataclass(frozen=True, slots=True)
class Question:
    """A policy with other terms; `said` tells both as sentences, fit to draw."""

    policy: int
    fields: dict[str, Any]
    said: Sequence[str]


class WhatIfForm(ConfigForm):
    """The form of a policy, which is not saved but replayed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", N_("Replay"), id="form.replay"),
    ]

    HINTS = ("form.replay", "form.next", "form.fill", "form.previous", "form.leave")


def _terms(session: Session) -> Sequence[Field]:
    return [each for each in policies.KIND.fields(session) if each.id not in _UNTOUCHED]


KIND = replace(
    policies.KIND,
    about=N_("Change what the policy promises, as if it had always been so."),
    note=N_("The tickets of the period are replayed under these terms. Nothing is written."),
    fields=_terms,
)


async def ask(desk: HelpdeskApp) -> Question | None:
    """Choose a policy and change its terms; None when left."""

    async def search(text: str) -> list[Choice]:
        return await desk.store.run(what_if.offered, text)

    chosen: Choice | None = await desk.push_screen_wait(Choose(_("Which policy?"), search))
    if chosen is None:
        return None
    known = (await desk.store.run(KIND.values, chosen.id)).values
    session = session_of(desk)

    async def check(changed: dict[str, Any]) -> dict[str, Any]:
        await desk.store.run(what_if.changed, desk.actor, chosen.id, desk.clock(), changed)
        return changed

    title = f"{_('What if')} › {one_line(chosen.name)}"
    form = WhatIfForm(KIND, session, title, known, check, row=chosen.id)
    changed: dict[str, Any] | None = await desk.push_screen_wait(form)
    if changed is None:
        return None
    after = {**known, **changed}
    was = _("{name}: {value}").format(name=one_line(chosen.name), value=_promised(known))
    said = [was, f"→ {_promised(after)}"]
    others = sorted(set(changed) - {"target_status", "days", "seconds", "working_days_only"})
    if others:
        labels = {each.id: _(each.label) for each in _terms(session)}
        names = ", ".join(labels[name] for name in others)
        said.append("→ " + _("changed: {names}").format(names=names))
    return Question(chosen.id, changed, said)


def _promised(values: dict[str, Any]) -> str:
    target = Target(values["days"] or 0, values["seconds"] or 0)
    working = bool(values["working_days_only"])
    return promise(Status(values["target_status"]), target, working=working)


async def replay(
    desk: HelpdeskApp, question: Question, scope: Scope, progress: Callable[[int, int], None]
) -> WhatIf:
    """The answer; a batch at a time, so that others' acts pass between, and told how far it is."""
    asked = (desk.actor, scope, question.policy, question.fields, desk.clock())
    passing = await desk.store.run(what_if.Replay, *asked)
    while await desk.store.run(passing.step):
        progress(passing.done, passing.total)
    return await desk.store.run(passing.result)
