"""Reader: a text in KQL becomes a tree, or an error that says where it stops being KQL."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput, UnexpectedToken

from pipelines.delivery.kql.nodes import And, Everything, Is, Name, Nested, Node, Not, Or, Range, Value, Wildcard

MAX_DEPTH = 100  # of brackets; Elasticsearch refuses far fewer
SHOWN_CHARS = 60  # of a text that is refused
OPERATORS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
CONSTANTS = {"true": True, "false": False}
WHITESPACE = {"t": "\t", "r": "\r", "n": "\n"}
UNQUOTED_PART = re.compile(r"\\u(?P<code>[0-9a-fA-F]{4})|\\(?P<word>(?i:and|or|not))|\\(?P<sign>.)|(?P<any>\*)", re.DOTALL)
QUOTED_PART = re.compile(r'\\u(?P<code>[0-9a-fA-F]{4})|\\(?P<sign>[trn"\\])')
QUOTED = re.compile(r'"(?:\\["\\]|[^"])*"')
BRACKET = re.compile(rf"\\.|{QUOTED.pattern}|[(){{}}]", re.DOTALL)
BRACKETS = {"(": 1, "{": 1, ")": -1, "}": -1}


class KqlError(ValueError):
    """A text that is not KQL; the message is one line with what is wrong, and at which character."""


def parse(text: str) -> Node:
    """Return what `text` asks for; Everything where it is empty or blank.

    The language is that of Kibana 8 and 9: https://www.elastic.co/docs/reference/query-languages/kql

    Raises:
        KqlError: `text` is not KQL. Characters are counted from 1.
    """
    _require_shallow(text)
    try:
        node: Node = _parser().parse(text)  # type: ignore[assignment] # the parser builds nodes at once, no trees of lark's
    except UnexpectedInput as error:
        raise _refusal(text, error) from None
    return node


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    """Makes nodes of the grammar's rules, named as those."""

    def start(self) -> Node:
        return Everything()

    def either(self, *queries: Node) -> Node:
        return Or(queries) if len(queries) > 1 else queries[0]

    def both(self, *queries: Node) -> Node:
        return And(queries) if len(queries) > 1 else queries[0]

    def negated(self, query: Node) -> Node:
        return Not(query)

    def alone(self, literal: tuple[Value, bool]) -> Node:
        return Is(None, *literal)

    def of_field(self, literal: tuple[Value, bool], values: Node) -> Node:
        return _told(values, _name(literal))

    def range(self, literal: tuple[Value, bool], operator: Token, value: tuple[Value, bool]) -> Node:
        return Range(_name(literal), OPERATORS[operator.strip()], value[0])

    def nested(self, literal: tuple[Value, bool], query: Node) -> Node:
        return Nested(_name(literal), query)

    def quoted(self, token: Token) -> tuple[Value, bool]:
        return _whole(QUOTED_PART.sub(_unescaped, token[1:-1])), True

    def unquoted(self, token: Token) -> tuple[Value, bool]:
        parts, position = [""], 0
        for found in UNQUOTED_PART.finditer(token):
            parts[-1] += token[position : found.start()]
            if found["any"]:
                parts.append("")
            else:
                parts[-1] += _unescaped(found)
            position = found.end()
        parts[-1] += token[position:]
        parts[0], parts[-1] = parts[0].lstrip(), parts[-1].rstrip()
        if len(parts) > 1:
            return Wildcard(tuple(_whole(part) for part in parts)), False
        if parts == ["null"]:
            raise KqlError(
                f'"null" is no value, at character {(token.start_pos or 0) + 1}: to find what lacks a field, write `not field: *`.'
            )
        return CONSTANTS.get(parts[0], _whole(parts[0])), False


@cache
def _parser() -> Lark:
    return Lark.open("kql.lark", rel_to=__file__, parser="lalr", transformer=_Builder())


def _name(literal: tuple[Value, bool]) -> Name:
    value, _ = literal
    return str(value).lower() if isinstance(value, bool) else value


def _told(values: Node, field: Name) -> Node:
    """Return what is said of values, said of those of `field`."""
    match values:
        case Is():
            return replace(values, field=field)
        case Not():
            return Not(_told(values.query, field))
        case And() | Or():
            return replace(values, queries=tuple(_told(query, field) for query in values.queries))
    raise TypeError(f"{values} is no list of values")


def _unescaped(found: re.Match[str]) -> str:
    parts = found.groupdict()
    if parts["code"]:
        return chr(int(parts["code"], 16))
    return parts.get("word") or WHITESPACE.get(parts["sign"], parts["sign"])


def _whole(text: str) -> str:
    """Return `text` with each two halves of a character that was escaped in UTF-16 as one; a half alone cannot be sent."""
    return text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")


def _require_shallow(text: str) -> None:
    depth = 0
    for bracket in BRACKET.finditer(text):
        depth += BRACKETS.get(bracket[0], 0)
        if depth > MAX_DEPTH:
            raise KqlError(f"More than {MAX_DEPTH} brackets are open at character {bracket.start() + 1}.")


def _refusal(text: str, error: UnexpectedInput) -> KqlError:
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    position = len(text) if at_end else error.pos_in_stream or 0
    position += len(text[position:]) - len(text[position:].lstrip())
    return KqlError(f"{_complaint(text, position)} at character {position + 1} of `{_one_line(text)}`.")


def _complaint(text: str, position: int) -> str:
    rest = text[position:]
    if not rest:
        return "A bracket is still open" if _open_brackets(text) else "A value is missing"
    if rest.startswith('"') and not QUOTED.match(rest):
        return "A quotation mark that is never closed"
    if rest.startswith("\\"):
        return "A backslash that escapes nothing; as a sign of its own it is written twice,"
    return f"`{_one_line(rest.split()[0])}` is not expected"


def _open_brackets(text: str) -> int:
    return sum(BRACKETS.get(bracket, 0) for bracket in BRACKET.findall(text))


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARS else f"{line[:SHOWN_CHARS]}…"
