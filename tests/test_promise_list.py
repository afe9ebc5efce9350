"""Every promise of docs/promises.md has a test that names it, and the page says which."""

from __future__ import annotations

import ast
import re
from collections import defaultdict

from tests.system.terminal import ROOT

_ROW = re.compile(r"^\| P(\d+) \| (.+) \| (.*) \|$", re.M)
_LINK = re.compile(r"\]\(\.\./([^)]+)\)")


def marked() -> dict[int, set[str]]:
    """The files whose tests show a promise, by its number."""
    found: dict[int, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.promise":
                for number in node.args:
                    assert isinstance(number, ast.Constant) and isinstance(number.value, int)
                    found[number.value].add(str(path.relative_to(ROOT)))
    return found


def test_every_promise_is_shown_by_the_tests_that_the_page_names() -> None:
    page = (ROOT / "docs" / "promises.md").read_text()
    told = {int(number): set(_LINK.findall(links)) for number, _said, links in _ROW.findall(page)}
    assert list(told) == list(range(1, len(told) + 1))
    assert all(told.values())
    assert told == marked()
