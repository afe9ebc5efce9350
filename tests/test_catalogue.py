from __future__ import annotations

import ast
import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk_tui import errors
from scripts.catalogue import PACKAGE, PO, compiled, problems, read, update
from tests.source import MODULES, Names, parse

SOURCE = """
from helpdesk_tui.i18n import N_, _, ngettext

TITLE = N_("Late")


def draw(number: str, count: int) -> list[str]:
    return [
        _("{number} is closed").format(number=number),
        ngettext("{count} ticket", "{count} tickets", count).format(count=count),
    ]
"""

INSIDE_STRINGS = """
label = f"{_('Late')}: {ngettext('{count} ticket', '{count} tickets', count)}"
line = f"[{_(title)} {i18n._('{number} is ' 'closed').format(number=number):>{width}}]"
"""

PLURAL = """
msgid "{count} ticket"
msgid_plural "{count} tickets"
msgstr[0] "{count} ticket"
msgstr[1] "{count} tickets"
"""
LATE = """
msgid "Late"
msgstr "En retard"
"""
CLOSED = """
msgid "{number} is closed"
msgstr "{number} est clos"
"""


class Desk:
    """A package with three messages, and its catalogue, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.package = folder / "package"
        self.package.mkdir()
        (self.package / "screen.py").write_text(SOURCE)
        self.po = self.package / "locale" / "helpdesk_tui.po"
        self.mo = self.po.with_suffix(".mo")

    def update(self) -> None:
        update(self.package, self.po)

    def write(self, *entries: str) -> None:
        """Replaces the catalogue by these entries, compiled as they stand."""
        self.po.parent.mkdir(exist_ok=True)
        self.po.write_text('msgid ""\nmsgstr ""\n"Language: fr\\n"\n' + "".join(entries))
        self.mo.write_bytes(compiled(read(self.po)))

    def problems(self) -> list[str]:
        return problems(self.package, self.po)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_package_is_wholly_translated() -> None:
    assert problems(PACKAGE, PO) == []


def test_a_complete_catalogue_has_no_problem(desk: Desk) -> None:
    desk.write(LATE, CLOSED, PLURAL)
    assert desk.problems() == []


def test_a_message_is_found_inside_an_f_string_too(desk: Desk) -> None:
    (desk.package / "screen.py").write_text(INSIDE_STRINGS)
    desk.write(LATE, CLOSED, PLURAL)
    assert desk.problems() == []


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ([CLOSED, PLURAL], "missing: 'Late'"),
        ([LATE.replace("En retard", ""), CLOSED, PLURAL], "untranslated: 'Late'"),
        (
            [LATE, CLOSED, PLURAL.replace('[1] "{count} tickets"', '[1] ""')],
            "untranslated: '{count} ticket'",
        ),
        ([LATE.replace("\nmsgid", "\n#, fuzzy\nmsgid"), CLOSED, PLURAL], "fuzzy: 'Late'"),
        ([LATE, CLOSED, PLURAL, LATE.replace("Late", "Early")], "stale: 'Early'"),
        ([LATE, CLOSED, PLURAL, '\n#~ msgid "Early"\n#~ msgstr "Tôt"\n'], "stale: 'Early'"),
        (
            [LATE, CLOSED.replace("{number} est", "{numero} est"), PLURAL],
            "placeholders differ: '{number} is closed'",
        ),
        (
            [LATE, CLOSED.replace("{number} est", "{number est"), PLURAL],
            "placeholders differ: '{number} is closed'",
        ),
        (
            [LATE, CLOSED, PLURAL.replace('[1] "{count}', '[1] "Des')],
            "placeholders differ: '{count} ticket'",
        ),
        (
            [LATE, CLOSED, '\nmsgid "{count} ticket"\nmsgstr "{count} ticket"\n'],
            "plural differs from the source: '{count} ticket'",
        ),
    ],
)
def test_each_fault_is_named(desk: Desk, entries: list[str], problem: str) -> None:
    desk.write(*entries)
    assert desk.problems() == [problem]


def test_a_stale_or_absent_compiled_file_is_named(desk: Desk) -> None:
    desk.write(LATE, CLOSED, PLURAL)
    desk.po.write_text(desk.po.read_text().replace("En retard", "Tardif"))
    sentence = "helpdesk_tui.mo is not what helpdesk_tui.po compiles to"
    assert desk.problems() == [sentence]
    desk.mo.unlink()
    assert desk.problems() == [sentence]


def test_update_keeps_translations_adds_messages_and_drops_gone_ones(desk: Desk) -> None:
    desk.write("\n# said of a queue" + LATE, CLOSED.replace("is closed", "is gone"))
    desk.update()
    text = desk.po.read_text()
    assert "# said of a queue\nmsgid" in text
    assert 'msgid "Late"\nmsgstr "En retard"' in text
    assert 'msgid "{number} is closed"\nmsgstr ""' in text
    assert "gone" not in text
    assert desk.problems() == [
        "untranslated: '{count} ticket'",
        "untranslated: '{number} is closed'",
    ]


def test_update_changes_nothing_when_nothing_changed(desk: Desk) -> None:
    desk.write(PLURAL, LATE, CLOSED)
    desk.update()
    first = desk.po.read_bytes(), desk.mo.read_bytes()
    assert first[0].index(b"Late") < first[0].index(b"{count}") < first[0].index(b"{number}")
    (desk.package / "screen.py").write_text("\n\n# moved down\n" + SOURCE)
    desk.update()
    assert (desk.po.read_bytes(), desk.mo.read_bytes()) == first


def test_the_compiled_file_is_one_that_gettext_reads(desk: Desk) -> None:
    desk.write(LATE, CLOSED, PLURAL.replace('[0] "{count} ticket"', '[0] "aucun ou un"'))
    desk.update()
    with desk.mo.open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Late") == "En retard"
    assert french.gettext("Unknown") == "Unknown"
    counted = [french.ngettext("{count} ticket", "{count} tickets", n) for n in (0, 1, 2)]
    assert counted == ["aucun ou un", "aucun ou un", "{count} tickets"]


REFUSALS = {
    f"helpdesk_tui.errors.{name}": 1 if value is errors.Invalid else 0
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.HelpdeskError)
}
MARKS = {"helpdesk_tui.i18n._": 0, "helpdesk_tui.i18n.N_": 0}
MESSAGE_AT = REFUSALS | MARKS | {"helpdesk_tui.i18n.Word": 0}
"""Which argument is the message."""


def unextractable(tree: ast.Module) -> Iterator[str]:
    """Calls whose message the catalogue cannot hold: unmarked, or put together on the way."""
    names = Names(tree)
    for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
        called = names.dotted(call.func) or ""
        match call.args[MESSAGE_AT.get(called, 99) :]:
            case [ast.JoinedStr() | ast.BinOp() | ast.Call(func=ast.Attribute(attr="format")), *_]:
                yield ast.unparse(call)
            case [ast.Constant(), *_] if called not in MARKS:
                yield ast.unparse(call)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_message_can_be_extracted(path: Path) -> None:
    assert list(unextractable(parse(path))) == []


@pytest.mark.parametrize(
    ("call", "is_wrong"),
    [
        ("NotFound('No such ticket.')", True),
        ("NotFound(N_('No such ticket.'))", False),
        ("NotFound(GONE)", False),
        ("Invalid('team', 'No such team.')", True),
        ("Invalid('team', N_('No such team.'))", False),
        ("_(f'{number} is closed')", True),
        ("_('{n} is closed'.format(n=number))", True),
        ("_('{n} is closed').format(n=number)", False),
        ("_('Late: ' + number)", True),
        ("_(queue.title)", False),
    ],
)
def test_what_counts_as_extractable(call: str, is_wrong: bool) -> None:
    imports = "from helpdesk_tui.errors import Invalid, NotFound"
    tree = ast.parse(f"{imports}; from helpdesk_tui.i18n import N_, _\n{call}")
    assert bool(list(unextractable(tree))) == is_wrong
