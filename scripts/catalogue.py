"""The French catalogue: `update` brings it in line with the source, `check` says what is wrong."""

from __future__ import annotations

import ast
import io
import string
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "helpdesk_tui"
PO = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "helpdesk_tui.po"
KEYWORDS = {"_": 1, "N_": 1, "ngettext": 2}
"""How many arguments of a call are a message."""
HEADER = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: fr\n"
    "Plural-Forms: nplurals=2; plural=(n > 1);\n"
)
PLURAL_FORMS = 2


def update(package: Path, po: Path) -> None:
    """Rewrites `po` and its .mo: new messages empty, gone ones dropped, translations kept."""
    old, new = read(po), extracted(package)
    for message in new:
        known = old.get(identity(message))
        if known is not None and known.id == message.id:
            message.string = known.string
            message.user_comments = known.user_comments
            message.flags = {"fuzzy"} & set(known.flags)
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_bytes(written(new))
    po.with_suffix(".mo").write_bytes(compiled(read(po)))


def problems(package: Path, po: Path) -> list[str]:
    """One line for each message or file that is not as it should be, in the order of the text."""
    source, catalogue = extracted(package), read(po)
    found = [f"stale: {identity(m)!r}" for m in catalogue if m.id and identity(m) not in source]
    found += [f"stale: {identity(m)!r}" for m in catalogue.obsolete.values()]
    for message in source:
        translated = catalogue.get(identity(message)) if message.id else None
        if translated is None and message.id:
            found.append(f"missing: {identity(message)!r}")
        elif translated is not None:
            found += [f"{fault}: {identity(message)!r}" for fault in faults(message, translated)]
    mo = po.with_suffix(".mo")
    if not mo.is_file() or mo.read_bytes() != compiled(catalogue):
        found.append(f"{mo.name} is not what {po.name} compiles to")
    return sorted(found)


def faults(source: Message, translated: Message) -> Iterator[str]:
    """What is wrong with one translation, judged against the message in the source."""
    if translated.id != source.id:
        yield "plural differs from the source"
    elif not has_all_forms(translated):
        yield "untranslated"
    elif translated.fuzzy:
        yield "fuzzy"
    elif not same_placeholders(source, forms(translated)):
        yield "placeholders differ"


def same_placeholders(source: Message, translations: list[str]) -> bool:
    """A singular form may name the number or not: French says `0 ticket`, English never does."""
    if isinstance(source.id, str):
        return placeholders(translations[0]) == placeholders(source.id)
    one, many = map(placeholders, source.id)
    first, *others = map(placeholders, translations)
    return first in (one, many) and all(other == many for other in others)


def placeholders(text: str) -> set[str] | None:
    """The names between braces; None when str.format could not read the text."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def identity(message: Message) -> str:
    """The English text by which a message is looked up: for a plural, its singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> list[str]:
    """The translations of a message, one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def has_all_forms(message: Message) -> bool:
    """Whether something stands for every plural form."""
    count = 1 if isinstance(message.id, str) else PLURAL_FORMS
    return len(forms(message)) == count and all(forms(message))


def extracted(package: Path) -> Catalog:
    """Every message of the source, without translations."""
    catalogue = Catalog(locale="fr")
    for module in sorted(package.rglob("*.py")):
        for text in messages(ast.parse(module.read_bytes())):
            catalogue.add(text, "" if isinstance(text, str) else ("",) * PLURAL_FORMS)
    return catalogue


def messages(tree: ast.Module) -> Iterator[str | tuple[str, ...]]:
    """The text of each marked call, by syntax because only that looks inside f-strings."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        match call.func:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in KEYWORDS:
                count = KEYWORDS[name]
                first = [a.value for a in call.args[:count] if isinstance(a, ast.Constant)]
                texts = [text for text in first if isinstance(text, str)]
                if len(texts) == count and texts[0]:
                    yield texts[0] if count == 1 else tuple(texts)


def read(po: Path) -> Catalog:
    """The catalogue as it stands in the file; empty when there is no file."""
    return read_po(io.BytesIO(po.read_bytes() if po.is_file() else b""), locale="fr")


def written(catalogue: Catalog) -> bytes:
    """The text of a .po that depends on nothing but messages: no dates, lines or versions."""
    for message in catalogue:
        message.flags &= {"fuzzy"}
    body = io.BytesIO()
    write_po(
        body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True,
        ignore_obsolete=True,
    )  # fmt: skip
    header = "".join(f'"{line}\\n"\n' for line in HEADER.splitlines())
    return f'msgid ""\nmsgstr ""\n{header}\n'.encode() + body.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The .mo, written here because Babel stamps its own date and version into one."""
    texts = {"": HEADER}
    for message in catalogue:
        if message.id and not message.fuzzy and has_all_forms(message):
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            texts["\0".join(ids)] = "\0".join(forms(message))
    pairs = sorted((key.encode(), value.encode()) for key, value in texts.items())
    table, data = b"", b""
    start = 28 + 16 * len(pairs)
    for column in zip(*pairs, strict=True):
        for text in column:
            table += struct.pack("<II", len(text), start + len(data))
            data += text + b"\0"
    count = len(pairs)
    head = struct.pack("<IIIIIII", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start)
    return head + table + data


def main(arguments: list[str]) -> int:
    """The exit status: 1 when `check` found something, 2 when called wrongly."""
    if arguments == ["update"]:
        update(PACKAGE, PO)
        return 0
    if arguments == ["check"]:
        found = problems(PACKAGE, PO)
        print(*found, sep="\n", end="\n" if found else "", file=sys.stderr)
        return 1 if found else 0
    print("usage: catalogue.py update|check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
