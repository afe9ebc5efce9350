"""What can be said of each kind of configuration in commands and documents, by which names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpdesk_tui.config_forms import (
    CLOSED,
    SPECIAL,
    WEEK,
    Duration,
    Form,
    Names,
    Number,
    Reference,
    References,
    Switch,
    Text,
    Word,
)
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import LANGUAGES, N_
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import Priority, Role, Status


@dataclass(frozen=True, slots=True)
class ConfigField:
    """One field of a kind, as people name it."""

    name: str
    column: str
    """The field that services know it by."""
    form: Form
    label: str
    """A message id."""
    listed: bool = True
    """Whether a list has room for it."""
    documented: bool = True
    """Whether documents hold it; the other side of a link does not stand there twice."""
    fixed: bool = False
    """Whether it is what the row is known by for good."""

    def read(self, value: Any, names: Names) -> Any:
        """The value as services take it; raises Invalid that names the column, or NotFound."""
        try:
            return self.form.read(value, names)
        except Invalid as error:
            error.field = self.column
            raise


def _field(
    name: str,
    form: Form,
    label: str,
    column: str = "",
    *,
    listed: bool = True,
    documented: bool = True,
) -> ConfigField:
    return ConfigField(name, column or name, form, label, listed, documented)


def _reference(name: str, label: str, kind: str = "", column: str = "") -> ConfigField:
    return _field(name, Reference(kind or name), label, column or f"{name}_id")


_PRIORITY = Word({each: (each.word, each.label) for each in reversed(Priority)})
_ROLE = Word({each: (each.word, each.label) for each in Role})
_STATUS = Word({each: (each.word, each.label) for each in Status})
_LANGUAGE = Word(
    {code: (code, N_("English") if code == "en" else N_("French")) for code in LANGUAGES}
)
_RESET = Word(
    {
        "never": ("never", N_("Never")),
        "yearly": ("yearly", N_("Each year")),
        "monthly": ("monthly", N_("Each month")),
    }
)
_WEEKDAY = Word(
    dict(
        enumerate(
            (
                ("monday", N_("Monday")),
                ("tuesday", N_("Tuesday")),
                ("wednesday", N_("Wednesday")),
                ("thursday", N_("Thursday")),
                ("friday", N_("Friday")),
                ("saturday", N_("Saturday")),
                ("sunday", N_("Sunday")),
            )
        )
    )
)

_NAME = _field("name", Text(), N_("Name"))
_CALENDAR = _reference("calendar", N_("Calendar"))
_EMAIL = _field("email", Text(), N_("E-mail"))
_PHONE = _field("phone", Text(), N_("Phone"))

FIELDS: Mapping[str, tuple[ConfigField, ...]] = {
    "policy": (
        _NAME,
        _field("target_status", _STATUS, N_("To reach")),
        _field("days", Number(), N_("Days")),
        _field("time", Duration(), N_("And time"), "seconds"),
        _field("working_days_only", Switch(), N_("Working time")),
        _field("min_priority", _PRIORITY, N_("From priority")),
        _reference("type", N_("Type")),
        _reference("team", N_("Team")),
        _CALENDAR,
        _field("warn_percent", Number(), N_("Warn at %"), listed=False),
        _field("description", Text(), N_("Description"), listed=False),
    ),
    "type": (_NAME, _field("priority", _PRIORITY, N_("Priority"), "default_priority")),
    "calendar": (
        _NAME,
        _field("zone", Text(), N_("Time zone")),
        _field("week", WEEK, N_("Opening hours"), listed=False),
        _field("country", Text(), N_("Country")),
        _field("closed", CLOSED, N_("Closed dates"), listed=False),
        _field("special", SPECIAL, N_("Special dates"), listed=False),
    ),
    "team": (
        _NAME,
        _CALENDAR,
        _field("members", References("agent"), N_("Members"), documented=False),
    ),
    "agent": (
        _field("login", Text(), N_("Login")),
        _NAME,
        _field("role", _ROLE, N_("Role")),
        _field("teams", References("team"), N_("Teams")),
        _field("active_team", Reference("team"), N_("Active team"), "team_id", listed=False),
        _EMAIL,
        _field("language", _LANGUAGE, N_("Language"), listed=False),
        _field("zone", Text(), N_("Time zone"), listed=False),
    ),
    "customer": (_NAME, _CALENDAR),
    "contact": (_EMAIL, _NAME, _reference("customer", N_("Customer")), _PHONE),
    "lead": (_NAME, _field("company", Text(), N_("Company")), _EMAIL, _PHONE),
    "sequence": (
        ConfigField("code", "code", Text(), N_("Numbers of"), fixed=True),
        _field("prefix", Text(), N_("Prefix")),
        _field("padding", Number(), N_("Digits")),
        _field("suffix", Text(), N_("Suffix")),
        _field("reset", _RESET, N_("Begins anew")),
        _field("next_number", Number(), N_("Next number")),
    ),
    "settings": (
        _field("manage_sla", Switch(), N_("Manage SLA")),
        _reference("default_calendar", N_("Calendar"), "calendar", "default_calendar"),
        _field("bell", Switch(), N_("Bell")),
        _field("manage_timer", Switch(), N_("Manage timer")),
        _field("timer_limit_hours", Number(), N_("Ask after hours")),
        _field("rounding_minutes", Number(), N_("Round to min")),
        _field("rounding_least", Number(), N_("At least min")),
        _field("language", _LANGUAGE, N_("Language")),
        _field("first_weekday", _WEEKDAY, N_("Week begins")),
    ),
}

SINGLE = "settings"
"""The kind that has just one row, which needs no name."""

_KEYS = {"agent": "login", "contact": "email", "sequence": "code"}

READING_ORDER = (
    *("calendar", "team", "type", "agent", "customer"),
    *("contact", "lead", "policy", "sequence", "settings"),
)
"""The kinds, each after those that it refers to: the order of documents."""


def key_of(kind: str) -> str:
    """The field by which rows of the kind are named."""
    return _KEYS.get(kind, "name")


def called(kind: str, values: Mapping[str, Any]) -> str:
    """What a row of these columns is called; empty for the settings."""
    return "" if kind == SINGLE else str(values.get(key_of(kind)) or values.get("name") or "")


def field_named(kind: str, name: str) -> ConfigField:
    """The field that can be set; raises Invalid that lists those there are."""
    offered = {field.name: field for field in FIELDS[kind] if not field.fixed}
    if name not in offered:
        message = N_("There is no field “{name}” to set: there are {known}.")
        raise Invalid("field", message, name=one_line(name, 40), known=", ".join(offered))
    return offered[name]
