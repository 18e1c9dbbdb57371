"""Reading YAML so that every mistake has a line. Every value is text: `yes`, `no` and `08` need no quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from flows.remark import Remark, remark

try:  # a dozen times as quick, and as safe
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML was built where there is no libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

#: Nothing of ours lies half as deep.
DEEPEST = 50


class Loader(_Loader):
    """What reads YAML here: plain values only."""


@dataclass(frozen=True)
class FlowError:
    """One mistake in a flow file: where it is, and how to mend it. `line` counts from 1."""

    file: str
    line: int
    step: str | None
    message: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}"
        return f"{where}, step `{self.step}`: {self.message}" if self.step else f"{where}: {self.message}"


class FlowErrors(Exception):
    """A library that cannot be read, with all that is wrong with it."""

    def __init__(self, errors: Sequence[FlowError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)


@dataclass(frozen=True)
class Source:
    """A YAML file as read: its values, and the nodes that know their lines."""

    file: str
    plain: dict[str, Any]
    node: yaml.Node

    def line(self, *path: str | int) -> int:
        """The line of the value at this path, or of the nearest thing around it that is there."""
        name, _ = _walk(self.node, path)
        return name.start_mark.line + 1

    def line_of(self, word: str, *path: str | int) -> int:
        """The line below this path where this very word stands as a value; else the line of the path."""
        name, within = _walk(self.node, path)
        lines = (node.start_mark.line for node in _values(within) if node.value == word)
        return next(lines, name.start_mark.line) + 1


def read(file: str, text: str) -> Source:
    """Read one file. Raises FlowErrors, naming the line, where it is not YAML, not a mapping, or says a key twice."""
    try:
        node = _composed(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line, text.count("\n")) + 1 if mark else 1
        said = remark("this is not YAML: {reason}; check the indentation and the quotes here", reason=error.problem)
        raise FlowErrors([FlowError(file, line, None, said)]) from None
    except (yaml.YAMLError, UnicodeError):
        said = remark("this cannot be read as YAML; save it as plain text in UTF-8")
        raise FlowErrors([FlowError(file, 1, None, said)]) from None
    if not isinstance(node, yaml.MappingNode):
        raise FlowErrors([FlowError(file, 1, None, remark("a flow file holds `flow:`, `start:` and `steps:`"))])
    errors = [*_mistakes(file, node, set())]
    if errors:
        raise FlowErrors(errors)
    return Source(file, _plain(node), node)


def _composed(text: str) -> yaml.Node | None:
    """What a text says, with its lines. Raises YAMLError, also where it goes so deep that libyaml would fall over."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise yaml.YAMLError("too deep")
    return yaml.compose(text, Loader=Loader)


def plain_yaml(text: str) -> Any:
    """What a file that Haven ships with says, as lists, mappings, texts and numbers."""
    return yaml.load(text, Loader=Loader)  # noqa: S506  a safe one


def _mistakes(file: str, node: yaml.Node, seen: set[int]) -> Iterator[FlowError]:
    line = node.start_mark.line + 1
    if id(node) in seen:
        yield FlowError(file, line, None, remark("`&` and `*` are not read; write the value out"))
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in keys:
                yield FlowError(file, key.start_mark.line + 1, None, _no_key(key))
            else:
                keys.add(key.value)
            yield from _mistakes(file, value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _mistakes(file, one, seen)


def _no_key(key: yaml.Node) -> Remark:
    if isinstance(key, yaml.ScalarNode):
        return remark("`{name}` stands here twice; keep one", name=key.value)
    return remark("a key is a plain word")


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one) for one in node.value]
    return None if node.tag.endswith(":null") else node.value


def _walk(node: yaml.Node, path: Sequence[str | int]) -> tuple[yaml.Node, yaml.Node]:
    """What stands at the path, or as near to it as there is: (the key that names it, its value)."""
    name = node
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == part), None)
            if found is None:
                break
            name, node = found
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            name = node = node.value[part]
        else:
            break
    return name, node


def _values(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _values(value)
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _values(one)
