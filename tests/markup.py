"""Finds text that Textual would read as markup: `[/]` in a subject would end the program."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

EVERY = -1
"""Stands for all positional arguments."""

DRAWN_ARGUMENTS: dict[str, tuple[int, str]] = {
    "Button": (0, "label"),
    "Checkbox": (0, "label"),
    "Collapsible": (99, "title"),
    "Label": (0, "content"),
    "Option": (0, "prompt"),
    "OptionList": (EVERY, ""),
    "RadioButton": (0, "label"),
    "RadioSet": (EVERY, ""),
    "Select": (99, "prompt"),
    "Selection": (0, "prompt"),
    "SelectionList": (EVERY, ""),
    "Static": (0, "content"),
    "Tab": (0, "label"),
    "TabPane": (0, "title"),
    "TabbedContent": (EVERY, ""),
    "Tabs": (EVERY, ""),
    "Tree": (0, "label"),
    # Methods of widgets. One argument to update() is drawn text: dictionaries use |= instead.
    "add_column": (0, "label"),
    "add_columns": (EVERY, ""),
    "add_leaf": (0, "label"),
    "add_option": (0, "item"),
    "add_row": (EVERY, ""),
    "replace_option_prompt": (1, "prompt"),
    "set_label": (0, "label"),
    "set_prompt": (0, "prompt"),
    "update": (0, "content"),
}
DRAWN_ATTRIBUTES = {"border_subtitle", "border_title", "label", "tooltip"}
CONTENT_TYPES = {"Content", "Text"}
ITEMS = {"Option", "RadioButton", "Selection", "Tab"}
"""What a list takes in place of a text; each is judged where it is made."""


@dataclass
class Package:
    """What calls mean, gathered over all modules by simple names."""

    drawn: dict[str, tuple[int, str]] = field(default_factory=lambda: dict(DRAWN_ARGUMENTS))
    makers: set[str] = field(default_factory=set)
    """Functions annotated to return a Content; methods bear a leading dot."""
    classes: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, trees: Iterable[ast.Module]) -> Package:
        package = cls()
        nodes = [node for tree in trees for node in ast.walk(tree)]
        classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
        methods = {part for node in classes for part in node.body}
        others: set[str] = set()
        for node in nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = "." * (node in methods) + node.name
                (package.makers if is_content_type(node.returns) else others).add(name)
        package.makers -= others
        package.classes = {node.name for node in classes}
        for name in package.classes & package.drawn.keys():
            del package.drawn[name]  # a class of our own that bears a name of Textual's
        for _ in classes:  # as often as the deepest chain of subclasses could need
            for node in classes:
                for base in filter(package.drawn.get, map(last_name, node.bases)):
                    if base[0].isupper() and not has_own_init(node):
                        package.drawn[node.name] = package.drawn[base]
        return package


def offences(tree: ast.Module, package: Package) -> list[str]:
    """Where text reaches a markup API as plain `str`, as `line: source`."""
    if not imports_textual(tree):  # its update() is that of a dictionary
        drawn = {name: where for name, where in package.drawn.items() if name[0].isupper()}
        package = Package(drawn, package.makers, package.classes)
    scopes: list[ast.AST] = [tree]
    scopes += [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = {
        (node.lineno, ast.unparse(node))
        for scope in scopes
        for node in Scope(scope, package).offences()
    }
    return [f"{line}: {text}" for line, text in sorted(found)]


class Scope:
    """One function (or the module itself), with what its local names hold."""

    def __init__(self, scope: ast.AST, package: Package) -> None:
        self._package = package
        self._nodes = [n for n in inside(scope) if isinstance(n, ast.expr | ast.stmt)]
        self._render = isinstance(scope, ast.FunctionDef) and scope.name == "render"
        self._values: dict[str, list[ast.expr]] = {}
        self._contents: set[str] = set()
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
            for argument in [*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs]:
                if is_content_type(argument.annotation):
                    self._contents.add(argument.arg)
                elif not argument.arg.endswith("content"):
                    self._values[argument.arg] = [ast.Constant(None)]
        for node in self._nodes:
            self._learn(node)

    def _learn(self, node: ast.AST) -> None:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if is_content_type(node.annotation):
                self._contents.add(node.target.id)
        elif isinstance(node, ast.Assign | ast.AugAssign | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    self._values.setdefault(target.id, []).append(node.value)

    def offences(self) -> Iterator[ast.expr | ast.stmt]:
        """Each statement or call that draws something unsafe."""
        for node in self._nodes:
            if not all(map(self.is_safe, self._drawn_in(node))):
                yield node

    def _drawn_in(self, node: ast.expr | ast.stmt) -> Iterator[ast.expr]:
        match node:
            case ast.Call():
                yield from self._drawn_by(node)
            case ast.Assign(targets=targets, value=value):
                if any(
                    isinstance(t, ast.Attribute) and t.attr in DRAWN_ATTRIBUTES for t in targets
                ):
                    yield value
            case ast.AnnAssign(target=ast.Attribute(attr=name), value=ast.expr() as value):
                if name in DRAWN_ATTRIBUTES:
                    yield value
            case ast.Return(value=ast.expr() as value) if self._render:
                yield value

    def _drawn_by(self, call: ast.Call) -> Iterator[ast.expr]:
        """The arguments that the call would draw as markup."""
        name = last_name(call.func)
        plain = any(
            k.arg == "markup" and isinstance(k.value, ast.Constant) and k.value.value is False
            for k in call.keywords
        )
        if plain or self._is_on_widget_of_ours(call.func):
            return
        if name == "notify":
            yield call  # even a literal: its translation may hold a bracket
        yield from (k.value for k in call.keywords if k.arg in DRAWN_ATTRIBUTES)
        position, keyword = self._package.drawn.get(name, (99, ""))
        yield from (k.value for k in call.keywords if k.arg == keyword)
        if position == EVERY:
            yield from call.args
        elif name == "Select" and call.args:
            yield from labels(call.args[0])
        elif position < len(call.args):
            yield call.args[position]

    def _is_on_widget_of_ours(self, function: ast.expr) -> bool:
        """Whether it is a method of `query_one(Ours)`, where no such name of Textual's is meant."""
        match function:
            case ast.Attribute(
                value=ast.Call(func=ast.Attribute(attr="query_one"), args=[*_, kind])
            ):
                return last_name(kind) in self._package.classes - self._package.drawn.keys()
            case _:
                return False

    def is_safe(self, node: ast.expr) -> bool:
        """Whether Textual cannot take the value for markup."""
        match node:
            case ast.Constant(value=str(text)):
                return "[" not in text
            case ast.Constant() | ast.Dict() | ast.Set() | ast.DictComp() | ast.SetComp():
                return True
            case ast.IfExp(body=one, orelse=other):
                return self.is_safe(one) and self.is_safe(other)
            case ast.BoolOp(values=values):
                return all(map(self.is_safe, values))
            case ast.Starred(value=ast.ListComp(elt=item) | ast.GeneratorExp(elt=item)):
                return self.is_safe(item)
            case ast.Call() if last_name(node.func) in ITEMS:
                return True
            case _:
                return self.is_content(node)

    def is_content(self, node: ast.expr, seen: frozenset[str] = frozenset()) -> bool:
        """Whether the value is known to be a Content, by its making, type or name."""
        match node:
            case ast.Call(func=ast.Attribute(value=before, attr=name)):
                if last_name(before) == "Content" and name in {"from_markup", "from_text"}:
                    return is_literal_or_plain(node)
                return (
                    last_name(before) in CONTENT_TYPES
                    or self.is_content(before, seen)
                    or self._names_content("." + name)
                    or name in self._package.makers
                )
            case ast.Call(func=ast.Name(id=name)):
                return name in CONTENT_TYPES or self._names_content(name)
            case ast.BinOp(left=left, op=ast.Add()):
                return self.is_content(left, seen)
            case ast.Name(id=name) if name in self._values:
                values = self._values[name]  # one that builds on itself depends on the others
                return name in seen or all(self.is_content(v, seen | {name}) for v in values)
            case ast.Name(id=name):
                return name in self._contents or self._names_content(name)
            case ast.Attribute(attr=name):
                return self._names_content("." + name)
            case ast.IfExp(body=one, orelse=other):
                return self.is_content(one, seen) and self.is_content(other, seen)
            case _:
                return False

    def _names_content(self, name: str) -> bool:
        return name.endswith("content") or name in self._package.makers


def imports_textual(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "textual"
        for node in ast.walk(tree)
    )


def inside(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope in no particular order, without those of the functions in it."""
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += ast.iter_child_nodes(node)


def labels(options: ast.expr) -> Iterator[ast.expr]:
    """The texts of a Select's options, or the options themselves when they cannot be seen."""
    match options:
        case ast.List(elts=items) | ast.Tuple(elts=items):
            pass
        case ast.ListComp(elt=item) | ast.GeneratorExp(elt=item):
            items = [item]
        case _:
            items = [options]
    for item in items:
        yield item.elts[0] if isinstance(item, ast.Tuple) and item.elts else item


def is_literal_or_plain(call: ast.Call) -> bool:
    """Content.from_markup and from_text are safe on a program's own literal, or without markup."""
    literal = bool(call.args) and isinstance(call.args[0], ast.Constant)
    return literal or any(
        k.arg == "markup" and isinstance(k.value, ast.Constant) and k.value.value is False
        for k in call.keywords
    )


def is_content_type(annotation: ast.expr | None) -> bool:
    """Whether an annotation admits a Content and no plain text."""
    if annotation is None:
        return False
    names = {part.strip() for part in ast.unparse(annotation).strip("'\"").split("|")}
    return bool(names & CONTENT_TYPES) and names <= CONTENT_TYPES | {"None"}


def last_name(node: ast.expr) -> str:
    """`c` of `a.b.c`, of a subscripted `c[int]`, or of a plain `c`; else nothing."""
    match node:
        case ast.Subscript(value=value):
            return last_name(value)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def has_own_init(node: ast.ClassDef) -> bool:
    return any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in node.body)
