"""What spares the tests time without showing in what they see."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual import _wait
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


@contextmanager
def brisk() -> Iterator[None]:
    """As long as it lasts, nothing is waited for, parsed or swept up more often than need be."""
    with pytest.MonkeyPatch.context() as patch:
        _look_often_whether_a_key_is_dealt_with(patch)
        _parse_each_style_sheet_once(patch)
        usual = gc.get_threshold()
        gc.collect()
        gc.freeze()  # modules and tests stay to the end
        gc.set_threshold(50_000, 20, 20)
        try:
            yield
        finally:
            gc.set_threshold(*usual)
            gc.unfreeze()


def _look_often_whether_a_key_is_dealt_with(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_wait, "SLEEP_GRANULARITY", 0.005)
    patch.setattr(_wait, "SLEEP_IDLE", 0.0005)


def _parse_each_style_sheet_once(patch: pytest.MonkeyPatch) -> None:
    """Every application of a test would parse those of Textual and ours anew, thrice at its start.

    Rules are not changed once they are parsed: the widgets of one application share them already.
    """
    parse = Stylesheet._parse_rules
    parsed: dict[tuple[Any, ...], list[RuleSet]] = {}

    def parse_once(self: Stylesheet, css: str, *place: Any, **more: Any) -> list[RuleSet]:
        key = (css, place, *sorted(more.items()), *sorted(self._variables.items()))
        if key not in parsed:
            parsed[key] = parse(self, css, *place, **more)
        return parsed[key]

    patch.setattr(Stylesheet, "_parse_rules", parse_once)
