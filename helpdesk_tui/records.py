"""Records: frozen dataclasses whose methods are made with the first instance.

`dataclass` writes and compiles half a dozen functions for each class while its module is imported.
A start imports threescore classes of which it needs a few: that was an eighth of its time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")

_OF_EVERY_CLASS = frozenset({"__init__", "__dict__", "__weakref__"})


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """What `dataclass(frozen=True)` makes of a class, made later.

    A class whose fields are inherited, or asked of the class itself, has to be a dataclass.
    """

    def __init__(self: T, *args: Any, **fields: Any) -> None:
        _make(cls)
        cls.__init__(self, *args, **fields)

    setattr(cls, "__init__", __init__)  # noqa: B010  # mypy allows no other way
    return cls


def _make(cls: type[Any]) -> None:
    """Give the class its methods; two threads that do so at once do the same."""
    written = {name: value for name, value in vars(cls).items() if name not in _OF_EVERY_CLASS}
    made: type[Any] = dataclass(frozen=True)(type(cls.__name__, cls.__bases__, written))
    for name, value in vars(made).items():
        if name not in written and name not in _OF_EVERY_CLASS:
            setattr(cls, name, value)
    cls.__init__ = made.__init__  # last: from now on nobody comes here
