"""The demonstration desk as data: its people, and the tickets still open, in English and French."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk_tui.vocabulary import Priority, Role, Status

Text = tuple[str, str]
"""The same in English and in French."""

MINUTE, HOUR, DAY = 1, 60, 1440
"""Stories count in minutes."""

URGENT, HIGH, NORMAL, LOW = Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW

SUPPORT, NETWORK = "support", "network"
TEAMS: dict[str, Text] = {
    SUPPORT: ("Support", "Assistance"),
    NETWORK: ("Network and equipment", "Réseau et matériel"),
}

INCIDENT, REQUEST, QUESTION, BILLING = "incident", "request", "question", "billing"
TYPES: dict[str, tuple[Text, Priority | None]] = {
    INCIDENT: (("Incident", "Incident"), HIGH),
    REQUEST: (("Request", "Demande"), None),
    QUESTION: (("Question", "Question"), LOW),
    BILLING: (("Billing", "Facturation"), None),
}

VIEWS: tuple[tuple[Text, str, Text], ...] = (
    (("Pressing", "Pressants"), "p", ("prio>=high is:open", "priorité>=haute est:ouvert")),
    (("Waiting", "En attente"), "w", ("status:waiting", "statut:en-attente")),
)
"""Those that everybody shares: name, key and search."""

AGENTS: dict[str, tuple[str, Role, tuple[str, ...]]] = {
    "alice": ("Alice Martin", Role.ADMINISTRATOR, (SUPPORT, NETWORK)),
    "bruno": ("Bruno Keller", Role.MANAGER, (SUPPORT, NETWORK)),
    "chloe": ("Chloé Dubois", Role.AGENT, (SUPPORT,)),
    "david": ("David Okafor", Role.AGENT, (SUPPORT, NETWORK)),
    "emma": ("Emma Lindqvist", Role.AGENT, (NETWORK,)),
    "victor": ("Victor Hall", Role.VIEWER, (SUPPORT,)),
}
"""By login, the first being the one who is shown the desk; the first team is the active one."""

CUSTOMERS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "lenoir": (
        "Maison Lenoir",
        (("Sophie Lenoir", "sophie@lenoir.example"), ("Karim Benali", "karim@lenoir.example")),
    ),
    "clinic": (
        "Clinique Saint-Roch",
        (
            ("Anne Vasseur", "a.vasseur@saint-roch.example"),
            ("Paul Ferrand", "it@saint-roch.example"),
        ),
    ),
    "alpine": ("Alpine Outdoor", (("Julia Brandt", "julia@alpine-outdoor.example"),)),
    "hotel": (
        "Hôtel du Port",
        (
            ("Marc Delmas", "direction@hotelduport.example"),
            ("Inès Carvalho", "ines@hotelduport.example"),
        ),
    ),
    "northwind": (
        "Northwind Logistics",
        (
            ("Tom Becker", "tom.becker@northwind.example"),
            ("Olga Novak", "olga.novak@northwind.example"),
        ),
    ),
    "studio": ("Studio Kaléido", (("Léa Moreau", "lea@kaleido.example"),)),
    "aubry": ("Cabinet Aubry & Fils", (("Claire Aubry", "claire@aubry.example"),)),
    "velo": ("Vélo Minute", (("Hugo Perrin", "hugo@velominute.example"),)),
    "seeds": (
        "Greenfield Seeds",
        (("Nora Quinn", "nora@greenfield.example"), ("Peter Lund", "peter@greenfield.example")),
    ),
    "school": ("École Montaigne", (("Bruno Salvi", "b.salvi@montaigne.example"),)),
    "print": ("Imprimerie Colibri", (("Yann Le Goff", "yann@colibri.example"),)),
    "baltic": (
        "Baltic Foods",
        (
            ("Marta Kowalska", "marta@balticfoods.example"),
            ("Jan Petersen", "jan@balticfoods.example"),
        ),
    ),
}


OFFICE: Text = ("Office hours", "Heures de bureau")
OFFICE_ZONE = "Europe/Paris"
OFFICE_WEEK = dict.fromkeys(
    ("mon", "tue", "wed", "thu", "fri"), (("09:00", "12:00"), ("13:00", "17:00"))
)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the desk promises: a status within days and minutes, of office hours or of all."""

    name: Text
    target: Status
    days: int = 0
    minutes: int = 0
    least: Priority | None = None
    team: str | None = None
    around_the_clock: bool = False


POLICIES = (
    Policy(
        ("Urgent: first answer", "Urgent : première réponse"),
        *(Status.IN_PROGRESS, 0, 30 * MINUTE, URGENT, None, True),
    ),
    Policy(
        ("Urgent: solution", "Urgent : solution"),
        *(Status.RESOLVED, 0, 4 * HOUR, URGENT, None, True),
    ),
    Policy(
        ("High priority: solution", "Priorité haute : solution"),
        *(Status.RESOLVED, 0, 10 * HOUR, HIGH, None, True),
    ),
    Policy(("First answer", "Première réponse"), Status.IN_PROGRESS, 0, 4 * HOUR),
    Policy(("Solution", "Solution"), Status.RESOLVED, 5),
    Policy(
        ("Network: on site", "Réseau : sur place"),
        *(Status.IN_PROGRESS, 1, 2 * HOUR, None, NETWORK),
    ),
)
"""The urgent ones count every hour, so that there is something to see on any day."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something said on a ticket: a reply to the customer, a note, or the customer's own words."""

    kind: str
    text: Text


def reply(en: str, fr: str) -> Said:
    return Said("reply", (en, fr))


def note(en: str, fr: str) -> Said:
    return Said("note", (en, fr))


def customer(en: str, fr: str) -> Said:
    return Said("customer", (en, fr))


@dataclass(frozen=True, slots=True)
class Story:
    """One ticket: what it is, when it came and is due (minutes from now), what happened since."""

    subject: Text
    description: Text
    customer: str
    type: str
    priority: Priority
    team: str | None
    came: int
    due: int | None
    agent: str | None = None
    """Who does the acts; nobody has the ticket when empty."""
    acts: tuple[Said | str, ...] = ()
    lasted: int | None = None
    """Minutes from its coming to the last act; most of its age when empty."""
