"""Desk: the objects of a file together: which there are, and which fields stand behind a reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipelines.delivery.kibana.fields import Fields, fields_of
from pipelines.delivery.kibana.objects import Json
from pipelines.delivery.kql import KqlError, fields, parse


class Desk:
    """The objects of one file."""

    def __init__(self, objects: Iterable[Json]):
        self.by_id: Mapping[tuple[str, str], Json] = {(one["type"], one["id"]): one for one in objects}
        self.fields: Mapping[str, Fields] = fields_of()

    def fields_behind(self, one: Json, name: str) -> Fields | None:
        """Return the fields of the data view to which the reference `name` of an object leads; None where that leads nowhere."""
        for reference in one["references"]:
            if reference["name"] == name:
                view = self.by_id.get((reference["type"], reference["id"]), {"attributes": {}})
                return self.fields.get(view["attributes"].get("title", ""))
        return None


def query_problems(query: Json, known: Fields) -> Iterator[str]:
    """Yield what is wrong with a query as Kibana keeps it, over an index with the fields `known`."""
    if query.get("language") != "kuery":
        yield f"is in {query.get('language')!r}; write KQL"
        return
    text = query["query"]
    try:
        named = fields(parse(text))
    except KqlError as error:
        yield f"{text!r} is not KQL: {error}"
        return
    for name in sorted(named):
        if not known.known(name):
            yield f"{text!r}: {known.problem(name)}"
