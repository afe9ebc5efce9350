from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.markup import Package, offences
from tests.source import MODULES, parse


@pytest.fixture(scope="module")
def package() -> Package:
    return Package.of(map(parse, MODULES))


@pytest.mark.promise(2)
@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_plain_text_reaches_a_markup_api(path: Path, package: Package) -> None:
    assert offences(parse(path), package) == []


@pytest.mark.parametrize(
    "code",
    [
        "Static(subject)",
        "Static(f'{subject}')",
        "Static(content=subject)",
        "Label(_('Late'))",
        "Button(_('Save'), id='save')",
        "Option(row.subject)",
        "OptionList(*names)",
        "Select([(team.name, team.id) for team in teams])",
        "Select(options, prompt=_('Team'))",
        "Static(Content.from_markup(subject))",
        "Static(Content.from_markup(f'[b]{subject}'))",
        "Static('[b]Late[/b]')",
        "Static('Late', tooltip=_('Late'))",
        "Static(one_line(subject))",
        "self.notify(_('Saved'))",
        "self.app.notify('Saved', markup=True)",
        "self.query_one('#bar', Static).update(str(count))",
        "self.border_title = ticket.subject",
        "text = Content(a)\ntext = str(a)\nStatic(text)",
        "def draw(text: str) -> None:\n    text = text + '.'\n    Static(text)",
        "class Bar(Static): pass\nBar(subject)",
        "class Bar(Static): pass\nself.query_one('#bar', Bar).update(subject)",
        "class Bar(Static): pass\nclass Low(Bar): pass\nLow(subject)",
        "class Bar(Widget):\n    def render(self):\n        return self.subject",
        "class Bar(Widget):\n    def render(self):\n        return ' '.join(parts)",
        "class A:\n    def hint(self) -> str: ...\ndef f() -> None: Static(self.hint())",
    ],
)
def test_the_rule_sees(code: str) -> None:
    tree = ast.parse("from textual.widgets import Static\n" + code)
    assert len(offences(tree, Package.of([tree]))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "Static()",
        "Static('Late', id='late')",
        "Static(Content(one_line(subject)))",
        "Static(Content.from_markup('[b]$name[/b]', name=subject))",
        "Static(subject, markup=False)",
        "Label(Content(_('Late')) if late else '')",
        "Label(Content(', ').join(parts))",
        "Label(Text(subject) + subject)",
        "Button(self.save_content)",
        "Button(save_content())",
        "OptionList(*[Option(Content(name)) for name in names])",
        "OptionList(*names, markup=False)",
        "Select([(Content(team.name), team.id) for team in teams])",
        "self.notify(_('Saved'), markup=False)",
        "self.query_one(Static).update(Content(str(count)))",
        "bar.update(total=3, progress=count)",
        "self.border_title = Content(ticket.subject)",
        "text = Content(a)\ntext = text + b\nStatic(text)",
        "def draw(text: Content | None) -> None:\n    Static(text)",
        "def hint() -> Content: ...\nStatic(hint())",
        "def hint() -> Content: ...\nclass A:\n    def hint(self) -> str: ...\nStatic(hint())",
        "class A:\n    def hint(self) -> Content: ...\ndef f() -> None: Static(self.hint())",
        "class Bar(Widget):\n    def render(self):\n        return Content(self.subject)",
        "class Pager(Widget): pass\nself.query_one(Pager).update(lines)",
        "known |= {1: subject}\nknown.update({1: subject})",
    ],
)
def test_the_rule_allows(code: str) -> None:
    tree = ast.parse("from textual.widgets import Static\n" + code)
    assert offences(tree, Package.of([tree])) == []
