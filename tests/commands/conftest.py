from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tests.commands.clock import Later
from tests.conftest import NOW, Run

SENTENCES = {
    "There is no ticket {number}.": "Il n’y a pas de ticket {number}.",
    "{number} is closed: make a follow-up instead.": "{number} est fermé : créez plutôt une suite.",
    "Progress goes from 0 to 100.": "L’avancement va de 0 à 100.",
    "There is no ticket for you to take.": "Il n’y a aucun ticket à prendre.",
    "the oldest of those without a deadline": "le plus ancien de ceux sans échéance",
    "{number}: {who} {did}": "{number} : {who} {did}",
    "took charge": "a pris en charge",
    "Number": "Numéro",
    "New": "Nouveau",
    "usage: ": "usage : ",
    "missing: {what}": "manque : {what}",
    "list the tickets of a queue": "affiche les tickets d’une file",
    "{number} is yours already.": "{number} est déjà à vous.",
}


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A French catalogue of the few sentences that these tests read."""
    catalogue = Catalog(locale="fr")
    for english, translated in SENTENCES.items():
        catalogue.add(english, translated)
    folder = tmp_path / "locale" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "helpdesk_tui.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr("helpdesk_tui.i18n._LOCALE", tmp_path / "locale")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, run: Run) -> Later:
    """Moves the clock that `run` has stopped."""

    def move(seconds: int) -> None:
        monkeypatch.setattr("helpdesk_tui.store.Store.clock", lambda store: NOW + seconds)

    return move
