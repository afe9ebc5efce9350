"""Records: they are what frozen dataclasses are, but only once there is one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, field, is_dataclass, replace
from threading import Barrier

import pytest

from helpdesk_tui.records import record


@record
class Span:
    """From one instant to another."""

    start: int
    end: int = 7
    names: list[str] = field(default_factory=list)

    @property
    def length(self) -> int:
        return self.end - self.start


def test_a_record_is_a_frozen_dataclass() -> None:
    span = Span(3)
    assert (span.length, span.names) == (4, [])
    assert span == Span(start=3, end=7) != Span(4)
    assert replace(span, end=5).length == 2
    assert repr(span) == "Span(start=3, end=7, names=[])"
    with pytest.raises(FrozenInstanceError):
        span.end = 8  # type: ignore[misc]
    with pytest.raises(TypeError, match="start"):
        Span()  # type: ignore[call-arg]


def test_it_is_hashed_by_its_values() -> None:
    @record
    class Key:
        id: int

    assert {Key(1): "one"}[Key(1)] == "one"


def test_its_methods_are_made_with_the_first() -> None:
    @record
    class Late:
        id: int

    assert not is_dataclass(Late)
    assert is_dataclass(Late(1))


def test_two_threads_may_make_the_first() -> None:
    @record
    class Raced:
        id: int

    together = Barrier(2)

    def first(number: int) -> int:
        together.wait()
        return Raced(number).id

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(first, (1, 2))) == [1, 2]
