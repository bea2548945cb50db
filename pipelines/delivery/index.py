"""Index: templates, and one index per version of the mapping, behind aliases that everything else names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elasticsearch import ApiError, AuthorizationException, BadRequestError, Elasticsearch, NotFoundError

from pipelines.delivery.client import DeliveryError, address, one_line_errors
from pipelines.delivery.definition import Definition


def setup(client: Elasticsearch, definition: Definition) -> str:
    """Make sure that the definition's templates are there and its aliases lead to an index with its mapping; returns that index's name.

    What is missing is created; what is there is left as it is, so calling it again is safe at any time.

    Raises:
        DeliveryError: the alias is itself an index, or leads to one with another mapping, or Elasticsearch refused.
    """
    with one_line_errors(client):
        found = target(client, definition)
        _put_templates(client, definition)
        if found is None:
            found = definition.index
            create(client, found)
            _require_mapping(client, definition, found)
        for name, options in definition.aliases.items():
            if not client.indices.exists_alias(index=found, name=name):
                client.indices.put_alias(index=found, name=name, body=options)
        return found


def create(client: Elasticsearch, index: str) -> None:
    """Create `index`, as its template says; nothing happens if it is there."""
    try:
        client.indices.create(index=index)
    except BadRequestError as error:
        if error.message != "resource_already_exists_exception":
            raise


def create_new(client: Elasticsearch, definition: Definition) -> str:
    """Put the definition's templates, create an index with them that no alias leads to, and return its name.

    It never has the name that `setup` gives: a rebuild that was killed must not leave a half-filled index for that to find.
    Raises ApiError, TransportError.
    """
    _put_templates(client, definition)
    number = 1
    while True:
        number += 1
        index = f"{definition.index}-{number}"
        try:
            client.indices.create(index=index)
        except BadRequestError as error:
            if error.message != "resource_already_exists_exception":
                raise
        else:
            return index


def switch(client: Elasticsearch, definition: Definition, index: str) -> tuple[str, ...]:
    """Let the definition's aliases lead to `index` and nowhere else, in one call; returns the indices they led to before.

    Raises ApiError, TransportError.
    """
    before = behind(client, definition)
    found = client.options(ignore_status=404).indices.get_alias(name=",".join(definition.aliases)).body
    held = [(name, alias) for name, held in found.items() if isinstance(held, dict) for alias in held.get("aliases", ())]
    actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": alias}} for name, alias in held]
    actions += [{"add": {"index": index, "alias": alias, **options}} for alias, options in definition.aliases.items()]
    client.indices.update_aliases(actions=actions)
    return before


def behind(client: Elasticsearch, definition: Definition) -> tuple[str, ...]:
    """Return the indices that the definition's alias leads to. Raises DeliveryError where the alias is itself an index."""
    return tuple(sorted(_held(client, definition)))


def _held(client: Elasticsearch, definition: Definition) -> dict[str, Any]:
    """The indices that the definition's alias leads to, each with its aliases; none where there is no such alias."""
    try:
        found: dict[str, Any] = client.indices.get_alias(index=definition.alias).body
    except NotFoundError:
        return {}
    if definition.alias in found:
        raise DeliveryError(
            f"Elasticsearch at {address(client)} has an index named {definition.alias}, where an alias of that name is needed: delete it "
            f"if all that it holds is in the archive, or reindex it under another name, then run this again."
        )
    return found


def leftovers(client: Elasticsearch, definition: Definition) -> tuple[str, ...]:
    """Return the definition's indices that no alias leads to: those before a rebuild, and what a killed rebuild had begun.

    Raises ApiError, TransportError.
    """
    found = client.indices.get_alias(index=f"{definition.alias}-v*").body
    return tuple(sorted(name for name, index in found.items() if not index["aliases"]))


def require_ready(client: Elasticsearch, definition: Definition) -> None:
    """Raise DeliveryError unless the definition's alias leads to an index with its mapping.

    A key that may write but not read the index's metadata cannot tell; then the writes themselves have to.
    """
    with one_line_errors(client):
        try:
            found = target(client, definition)
        except AuthorizationException:
            return
    if found is None:
        raise DeliveryError(f"Elasticsearch at {address(client)} has no alias {definition.alias}: create it with `scrapy index setup`.")


def target(client: Elasticsearch, definition: Definition) -> str | None:
    """Return the index that writes to the definition's alias go to, or None where there is no such alias.

    Raises:
        DeliveryError: the alias is an index, leads to several of which none is the write index, or its mapping is not ours.
        ApiError, TransportError: Elasticsearch could not be asked.
    """
    if index := write_index(client, definition):
        _require_mapping(client, definition, index)
    return index


def write_index(client: Elasticsearch, definition: Definition) -> str | None:
    """Like `target`, whatever mapping the index has."""
    alias, found = definition.alias, _held(client, definition)
    if not found:
        return None
    writable = [name for name, index in found.items() if len(found) == 1 or index["aliases"][alias].get("is_write_index")]
    if len(writable) != 1:
        raise DeliveryError(
            f"Elasticsearch at {address(client)}: the alias {alias} leads to {', '.join(sorted(found))}, and none of them is its write index: "
            f"set one."
        )
    return writable[0]


def is_ready(client: Elasticsearch, definition: Definition) -> bool:
    """Whether the definition's alias leads to one index, which has its mapping.

    Raises DeliveryError where the alias is itself an index, ApiError, TransportError.
    """
    indices = behind(client, definition)
    return len(indices) == 1 and not mapping_difference(client, definition, indices[0])


def count(client: Elasticsearch, index: str) -> int:
    """Return the number of documents that a search finds in `index`, an index or an alias; 0 where it does not exist."""
    try:
        return int(client.count(index=index)["count"])
    except ApiError as error:
        if error.status_code == 404:
            return 0
        raise


def mapping_difference(client: Elasticsearch, definition: Definition, index: str) -> str:
    """Return the path of the first field of the definition's mapping that `index` lacks or has otherwise; "" where there is none.

    Raises ApiError, TransportError.
    """
    return difference(definition.mappings, client.indices.get_mapping(index=index).body[index]["mappings"])


def _put_templates(client: Elasticsearch, definition: Definition) -> None:
    for name, body in definition.component_templates.items():
        client.cluster.put_component_template(name=name, body=body)
    client.indices.put_index_template(name=definition.template, body=definition.index_template)


def _require_mapping(client: Elasticsearch, definition: Definition, index: str) -> None:
    if field := mapping_difference(client, definition, index):
        raise DeliveryError(
            f"Elasticsearch at {address(client)}: the mapping of {index} is not version {definition.version} of ours (it differs at "
            f"{field}): build a new index from the archive with `scrapy index rebuild`."
        )


def difference(ours: Mapping[str, Any], theirs: Mapping[str, Any], path: str = "") -> str:
    """Return the path of the first setting of ours that theirs lacks or has otherwise; "" where there is none."""
    for name, value in ours.items():
        here = path if name == "properties" else f"{path}.{name}".lstrip(".")
        if name == "type" and value == "object":
            continue  # Elasticsearch leaves it out of its answer
        other = theirs.get(name)
        if isinstance(value, Mapping):
            if not isinstance(other, Mapping):
                return here
            if deeper := difference(value, other, here):
                return deeper
        elif str(value).lower() != str(other).lower():
            return here
    return ""
