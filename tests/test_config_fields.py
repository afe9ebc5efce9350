from __future__ import annotations

import pytest

from helpdesk_tui.config_fields import FIELDS, READING_ORDER, SINGLE, key_of
from helpdesk_tui.config_forms import Reference, References
from helpdesk_tui.screens.config_kinds import KINDS
from helpdesk_tui.services import configuration
from helpdesk_tui.vocabulary import CONFIG_KINDS, CONFIG_LISTS, CONFIG_OPTIONS
from tests.test_config_kinds import SESSION

SCREENS = {kind.id: kind for kind in KINDS}


def test_commands_know_the_kinds_of_the_screens() -> None:
    assert tuple(SCREENS) == CONFIG_KINDS
    assert set(FIELDS) == set(READING_ORDER) == set(CONFIG_KINDS)
    assert set(CONFIG_LISTS) == {kind.id for kind in KINDS if "archive" in kind.acts}
    named = {field.name for fields in FIELDS.values() for field in fields}
    assert {*CONFIG_OPTIONS, "teams"} <= named


@pytest.mark.parametrize("kind", CONFIG_KINDS)
def test_commands_ask_what_the_forms_ask(kind: str) -> None:
    asked = {field.id: field.label for field in SCREENS[kind].fields(SESSION)}
    assert {f.column: f.label for f in FIELDS[kind] if not f.fixed} == asked
    names = [field.name for field in FIELDS[kind]]
    assert len(set(names)) == len(names) and "archived" not in names
    assert kind == SINGLE or key_of(kind) in names
    assert kind == SINGLE or FIELDS[kind][0].listed


@pytest.mark.parametrize("kind", CONFIG_KINDS)
def test_a_document_names_a_row_before_it_is_referred_to(kind: str) -> None:
    earlier = READING_ORDER[: READING_ORDER.index(kind)]
    for field in FIELDS[kind]:
        if isinstance(field.form, Reference | References) and field.documented:
            assert field.form.kind in earlier


@pytest.mark.parametrize("kind", CONFIG_LISTS)
def test_a_document_holds_all_that_is_saved(kind: str) -> None:
    saved = configuration.KINDS[kind]
    held = {field.column for field in FIELDS[kind] if field.documented}
    assert held >= set(saved.fields)
    elsewhere = set(saved.links) - held
    assert elsewhere <= {"members"}  # told by the teams of agents
