"""How a cell is drawn, and the shortest way from one way of drawing to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_ON = {1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 51, 52, 53}
"""The parameters that switch an attribute on; each is its own bit in `Pen.attributes`."""

_OFF = {
    22: (1, 2),
    23: (3,),
    24: (4, 21),
    25: (5, 6),
    27: (7,),
    28: (8,),
    29: (9,),
    54: (51, 52),
    55: (53,),
}
"""What each of these switches off."""


def _bits(*parameters: int) -> int:
    return sum(1 << parameter for parameter in parameters)


SEEN_ON_BLANKS = _bits(4, 5, 6, 7, 9, 21, 51, 52, 53)
"""Attributes that show on a space: lines through or around it, and colours turned round."""


class Unfamiliar(ValueError):
    """Something in the output that is not among what is understood."""


class Pen(NamedTuple):
    """Colours are the parameters that select them, empty for the terminal's own."""

    attributes: int = 0
    foreground: str = ""
    background: str = ""
    link: str = ""
    """The parameters and address of a hyperlink, as OSC 8 takes them."""

    def on_blanks(self) -> Pen:
        """What of this is seen of a space."""
        if self.attributes & SEEN_ON_BLANKS or self.link:
            return self
        return Pen(background=self.background)

    @property
    def only_fills(self) -> bool:
        """Whether nothing but the background differs from the terminal's own."""
        return not (self.attributes or self.foreground or self.link)

    def fills_like(self, blank: Pen) -> bool:
        """Whether a space of this looks like one of that pen, which only fills."""
        seen = self.attributes & SEEN_ON_BLANKS or self.link
        return not seen and self.background == blank.background

    def over(self, blank: Pen) -> Pen:
        """This, changed as little as drawing a space the way of `blank` takes."""
        return Pen(self.attributes & ~SEEN_ON_BLANKS, self.foreground, blank.background)


PLAIN = Pen()


@lru_cache(4096)
def selected(pen: Pen, parameters: str) -> Pen:
    """The pen after SGR with these parameters; raises Unfamiliar."""
    attributes, foreground, background = pen.attributes, pen.foreground, pen.background
    left = parameters.split(";")
    while left:
        word = left.pop(0)
        code = int(word) if word.isdecimal() else 0 if not word else -1
        if code == 0:
            attributes, foreground, background = 0, "", ""
        elif code in _ON:
            attributes |= _bits(code)
        elif code in _OFF:
            attributes &= ~_bits(*_OFF[code])
        elif 30 <= code <= 39 or 90 <= code <= 97:
            foreground = _colour(word, left)
        elif 40 <= code <= 49 or 100 <= code <= 107:
            background = _colour(word, left)
        else:
            raise Unfamiliar(parameters)
    return Pen(attributes, foreground, background, pen.link)


def _colour(word: str, left: list[str]) -> str:
    """Take the rest of a colour from the parameters left."""
    if word in ("39", "49"):
        return ""
    if word not in ("38", "48"):
        return word
    length = {"5": 2, "2": 4}.get(left[0] if left else "", 0)
    taken = left[:length]
    if not length or len(taken) < length or not all(map(str.isdecimal, taken)):
        raise Unfamiliar(";".join([word, *left]))
    del left[:length]
    return ";".join([word, *taken])


@lru_cache(4096)
def change(before: Pen | None, after: Pen) -> str:
    """The shortest sequences that make the terminal draw so; None when its state is not known."""
    former = before.link if before else ""
    link = "" if former == after.link else f"\x1b]8;{after.link or ';'}\x1b\\"
    if before is not None and before[:3] == after[:3]:
        return link
    anew = ";".join(["0", *_attributes(after.attributes), *filter(None, after[1:3])])
    way = anew if before is None else min(_difference(before, after), anew, key=len)
    return f"{link}\x1b[{'' if way == '0' else way}m"


def _difference(before: Pen, after: Pen) -> str:
    parameters = []
    kept = before.attributes
    for code, switched_off in _OFF.items():
        bits = _bits(*switched_off)
        if kept & bits & ~after.attributes:
            parameters.append(str(code))
            kept &= ~bits
    parameters += _attributes(after.attributes & ~kept)
    if before.foreground != after.foreground:
        parameters.append(after.foreground or "39")
    if before.background != after.background:
        parameters.append(after.background or "49")
    return ";".join(parameters)


def _attributes(attributes: int) -> list[str]:
    return [str(code) for code in sorted(_ON) if attributes & _bits(code)]
