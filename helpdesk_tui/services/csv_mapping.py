"""Which column of a CSV file gives which field of a ticket: suggested, then corrected by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.text import fold, one_line

FIELDS: dict[str, str] = {
    "subject": N_("subject"),
    "description": N_("description"),
    "customer": N_("customer"),
    "contact_name": N_("contact"),
    "contact_email": N_("e-mail"),
    "type": N_("type"),
    "priority": N_("priority"),
    "status": N_("status"),
    "team": N_("team"),
    "assignee": N_("assignee"),
    "started_at": N_("start"),
    "responded_at": N_("first response"),
    "ended_at": N_("end"),
    "due_at": N_("due date"),
    "resolution": N_("resolution"),
    "external_id": N_("external number"),
}
"""The fields that a column can give, with their names for people."""

_HEADINGS: dict[str, str] = {
    "subject": "subject|sujet|title|titre|ticket subject|summary|objet|intitule",
    "description": "description|ticket description|body|text|content|details|message|corps|texte",
    "customer": (
        "customer|client|company|organization|organisation|account|societe|entreprise|compte"
        "|customer name|client name|company name|nom du client|nom client"
    ),
    "contact_name": (
        "contact name|contact|requester|requester name|reporter|person|nom du contact|demandeur"
        "|nom du demandeur|interlocuteur|personne"
    ),
    "contact_email": (
        "contact email|contact e mail|customer email|client email|requester email|email|e mail"
        "|email address|mail|courriel|adresse e mail|adresse email|adresse mail|email du client"
        "|email du contact|e mail du client|e mail du contact"
    ),
    "type": "type|ticket type|category|categorie|type de ticket|type de demande|kind|nature",
    "priority": "priority|ticket priority|priorite|urgency|urgence|severity|gravite",
    "status": "status|ticket status|state|statut|etat",
    "team": "team|group|equipe|groupe",
    "assignee": (
        "assignee|assigned to|agent|assignee login|agent login|assigne a|assigne|affecte a"
        "|technicien|intervenant"
    ),
    "started_at": (
        "started at|start|created at|created|created on|creation date|date created|opened"
        "|opened at|start date|date|debut|date de debut|cree le|date de creation|ouvert le"
    ),
    "responded_at": (
        "responded at|first response time|first response|first response at|first reply"
        "|premiere reponse|date de premiere reponse|heure de premiere reponse"
    ),
    "ended_at": (
        "ended at|resolved at|resolved|resolved on|resolution date|time to resolution|ended|end"
        "|end date|closed at|closed|fin|date de fin|resolu le|date de resolution|ferme le|clos le"
    ),
    "due_at": (
        "due at|due|due date|due by|deadline|echeance|date d echeance|date limite|a rendre le"
    ),
    "resolution": "resolution|solution|answer|reponse|ticket resolution",
    "external_id": (
        "external id|id|ticket id|number|ticket number|key|reference|ref|identifiant|numero"
        "|numero de ticket|n de ticket|id externe|id du ticket"
    ),
}
"""Headings in English and French by which a column is recognised, the surest first."""

_OF_A_PERSON = frozenset({"customer name", "client name", "nom du client", "nom client"})
"""Headings that name a person when an e-mail address stands beside them, else a customer."""

_NOT_PLAIN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """For each field that the file gives, the index of its column."""

    header: tuple[str, ...]
    columns: dict[str, int]

    @property
    def left_out(self) -> list[str]:
        """The headings of the columns that give nothing."""
        taken = set(self.columns.values())
        return [name for index, name in enumerate(self.header) if name and index not in taken]

    def cell(self, cells: Sequence[str], field: str) -> str:
        """The field's text, stripped; empty when no column gives it or the line is short."""
        index = self.columns.get(field)
        return cells[index].strip() if index is not None and index < len(cells) else ""


def plain(text: str) -> str:
    """A heading or a word as it is compared: folded, with single spaces between its parts."""
    return _NOT_PLAIN.sub(" ", fold(text)).strip()


def plan(header: Sequence[str], overrides: Iterable[str] = ()) -> ColumnMap:
    """The mapping that the headings suggest, then each `FIELD=COLUMN` (an empty COLUMN: none).

    Raises Invalid for a field or a column that does not exist, and when nothing gives a subject.
    """
    columns = _suggested(header)
    for override in overrides:
        field, index = _chosen(header, override)
        columns.pop(field, None)
        if index is not None:
            columns[field] = index
    if "subject" not in columns:
        raise Invalid(
            "map",
            N_("No column is known to hold the subject: say --map subject=COLUMN, one of {known}."),
            known=_listed(header),
        )
    return ColumnMap(tuple(header), columns)


def _suggested(header: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, heading in enumerate(header):
        places.setdefault(plain(heading), index)
    columns: dict[str, int] = {}
    for field, headings in _HEADINGS.items():
        known = (places[heading] for heading in headings.split("|") if heading in places)
        first = next(known, None)
        if first is not None:
            columns[field] = first
    named = columns.get("customer")
    of_a_person = named is not None and plain(header[named]) in _OF_A_PERSON
    if of_a_person and "contact_email" in columns and "contact_name" not in columns:
        columns["contact_name"] = columns.pop("customer")
    return columns


def _chosen(header: Sequence[str], override: str) -> tuple[str, int | None]:
    name, separator, column = override.partition("=")
    field = name.strip().lower().replace("-", "_")
    if not separator or field not in FIELDS:
        raise Invalid(
            "map",
            N_("“{override}” is no mapping: write FIELD=COLUMN, FIELD being one of {known}."),
            override=one_line(override, 40),
            known=", ".join(FIELDS),
        )
    if not column.strip():
        return field, None
    for alike in (str.strip, plain):
        for index, heading in enumerate(header):
            if alike(column) and alike(heading) == alike(column):
                return field, index
    raise Invalid(
        "map",
        N_("The file has no column “{column}”: choose one of {known}."),
        column=one_line(column.strip(), 40),
        known=_listed(header),
    )


def _listed(header: Sequence[str]) -> str:
    names = [one_line(heading, 30) for heading in header if heading]
    return ", ".join(names[:40]) + (", …" if len(names) > 40 else "")
