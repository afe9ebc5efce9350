"""What the page of a report is put together from; everything but Drawn is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpdesk_tui.commands.report_style import STYLE
from helpdesk_tui.commands.report_svg import safe
from helpdesk_tui.i18n import _, language

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The browser itself refuses whatever would come from elsewhere, and every script."""

_NAMED = {"t": "", "w": ' class="w"', "n": ' class="n"', "g": ' class="g"'}
"""The mark of a column of words, of words on one line, of numbers, of bars."""


class Drawn(str):
    """Markup of our own, fit for the page as it is."""

    __slots__ = ()


class Heading(str):
    """The name of what the rows below it are about."""

    __slots__ = ()


def whole(
    title: str, about: Sequence[str], summary: Drawn, parts: Iterable[tuple[str, Drawn]]
) -> str:
    """The page, each part under its title."""
    said = "".join(f'<p class="quiet">{safe(line)}</p>' for line in about)
    drawn = "\n".join(f"<section><h2>{safe(name)}</h2>\n{part}</section>" for name, part in parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{safe(title)} · {safe(about[0])}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<header><h1>{safe(title)}</h1>{said}</header>\n{summary}\n{drawn}\n</body>\n"
        "</html>\n"
    )


def tiles(figures: Iterable[tuple[str, object]]) -> Drawn:
    """A few large figures with their names."""
    drawn = "".join(
        f"<div><dt>{safe(name)}</dt><dd>{safe(value)}</dd></div>" for name, value in figures
    )
    return Drawn(f"<dl>{drawn}</dl>")


def key(*marks: tuple[str, str]) -> Drawn:
    """What the colours of a chart stand for."""
    drawn = "".join(f'<span class="{kind}">{safe(word)}</span>' for kind, word in marks)
    return Drawn(f'<p class="key">{drawn}</p>')


def nothing(message: str) -> Drawn:
    """A sentence in place of a chart without figures."""
    return Drawn(f'<p class="quiet">{safe(_(message))}</p>')


def table(
    heads: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[object]],
    *,
    kind: str = "",
    folds: str = "",
) -> Drawn:
    """Titles with the kind of each column, and rows; with `folds`, under a title that hides it."""
    titles = "".join(
        f'<th scope="col"{_NAMED[column]}>{safe(title)}</th>' for title, column in heads
    )
    lines = []
    below = False
    for row in rows:
        first, *others = row
        if isinstance(first, Heading):
            below = True
            of_all = f'class="of" scope="rowgroup" colspan="{len(heads)}"'
            lines.append(f"<tr><th {of_all}>{safe(first)}</th></tr>")
            continue
        cells = "".join(
            f"<td{_NAMED[column]}>{_cell(value)}</td>"
            for value, (_title, column) in zip(others, heads[1:], strict=True)
        )
        mark = ' class="in"' if below else _NAMED[heads[0][1]]
        lines.append(f'<tr><th scope="row"{mark}>{_cell(first)}</th>{cells}</tr>')
    drawn = (
        f'<div class="wide"><table{f" class={kind!r}" if kind else ""}><thead><tr>{titles}</tr>'
        f"</thead><tbody>\n{chr(10).join(lines)}\n</tbody></table></div>"
    )
    if folds:
        # open, since nobody can unfold what is printed
        return Drawn(f"<details open><summary>{safe(folds)}</summary>{drawn}</details>")
    return Drawn(drawn)


def _cell(value: object) -> str:
    if isinstance(value, Drawn):
        return value
    return safe("—" if value is None else value)
