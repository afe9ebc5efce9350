"""Public holidays of a country or region, from an optional package."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import N_

NOT_INSTALLED = N_(
    "Public holidays need one more package: {command} installs it. Dates can be typed meanwhile."
)
INSTALL = "pip install 'helpdesk-tui[holidays]'"


def closed_dates(country: str, years: Iterable[int]) -> list[date]:
    """The holidays of `FR` or `DE-BY` in those years; raises Invalid when none are known."""
    try:
        import holidays
    except ImportError:
        raise HelpdeskError(NOT_INSTALLED, command=INSTALL) from None
    code, _dash, region = country.strip().upper().partition("-")
    try:
        return sorted(holidays.country_holidays(code, subdiv=region or None, years=list(years)))
    except NotImplementedError:
        message = N_("No public holidays are known for “{country}”: write FR, or DE-BY.")
        raise Invalid("country", message, country=country) from None
