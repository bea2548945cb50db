"""Index: one index per version of the mapping, behind an alias that everything else names."""

from __future__ import annotations

from typing import Any

from elasticsearch import ApiError, AuthorizationException, BadRequestError, Elasticsearch, NotFoundError

from pipelines.delivery.client import DeliveryError, address, one_line_errors
from pipelines.delivery.mapping import MAPPINGS, VERSION

ALIAS = "articles"
SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,  # a few million articles of 3 KB; Elastic's advice is 10 to 50 GB a shard
    "auto_expand_replicas": "0-1",  # a copy as soon as there is a second node, and no yellow cluster before
}


def setup(client: Elasticsearch, alias: str = ALIAS) -> str:
    """Make sure that `alias` leads to an index with our mapping, and return that index's name.

    What is missing is created; what is there is left as it is, so calling it again is safe at any time.

    Raises:
        DeliveryError: `alias` is itself an index, or leads to one with another mapping, or Elasticsearch refused.
    """
    with one_line_errors(client):
        found = target(client, alias)
        if found is not None:
            return found
        index = f"{alias}-v{VERSION}"
        if client.indices.exists(index=index):
            _require_our_mapping(client, index)
            client.indices.put_alias(index=index, name=alias, is_write_index=True)
        else:
            create(client, index, alias)
        return target(client, alias) or index


def create(client: Elasticsearch, index: str, alias: str | None = None) -> None:
    """Create `index` with our mapping, behind `alias` if one is given; nothing happens if it has been created meanwhile."""
    aliases = {alias: {"is_write_index": True}} if alias else {}
    try:
        client.indices.create(index=index, mappings=MAPPINGS, settings=SETTINGS, aliases=aliases)
    except BadRequestError as error:
        if error.message != "resource_already_exists_exception":
            raise


def verify(client: Elasticsearch, alias: str = ALIAS) -> None:
    """Raise DeliveryError unless `alias` leads to an index with our mapping.

    A key that may write but not read the index's metadata cannot tell; then the writes themselves have to.
    """
    with one_line_errors(client):
        try:
            found = target(client, alias)
        except AuthorizationException:
            return
    if found is None:
        raise DeliveryError(f"Elasticsearch at {address(client)} has no alias {alias}: create it with `scrapy index setup`.")


def target(client: Elasticsearch, alias: str = ALIAS) -> str | None:
    """Return the index that writes to `alias` go to, or None where there is no such alias.

    Raises:
        DeliveryError: `alias` is an index, leads to several of which none is the write index, or its mapping is not ours.
        ApiError, TransportError: Elasticsearch could not be asked.
    """
    try:
        found: dict[str, Any] = client.indices.get_alias(index=alias).body
    except NotFoundError:
        return None
    place = f"Elasticsearch at {address(client)}"
    if alias in found:
        raise DeliveryError(
            f"{place} has an index named {alias}, where an alias of that name is needed: reindex it "
            f"under another name if you want to keep it, delete it, then run `scrapy index setup`."
        )
    writable = [name for name, index in found.items() if len(found) == 1 or index["aliases"][alias].get("is_write_index")]
    if len(writable) != 1:
        raise DeliveryError(
            f"{place}: the alias {alias} leads to {', '.join(sorted(found))}, and none of them is its write index: set one."
        )
    _require_our_mapping(client, writable[0])
    return writable[0]


def _require_our_mapping(client: Elasticsearch, index: str) -> None:
    theirs = client.indices.get_mapping(index=index).body[index]["mappings"]
    if field := _difference(MAPPINGS, theirs):
        raise DeliveryError(
            f"Elasticsearch at {address(client)}: the mapping of {index} is not version {VERSION} of ours (it differs at {field}): "
            f"build a new index from the archive with `scrapy index rebuild`."
        )


def _difference(ours: dict[str, Any], theirs: dict[str, Any], path: str = "") -> str:
    """Return the path of the first setting of ours that theirs lacks or has otherwise; "" where there is none."""
    for name, value in ours.items():
        here = path if name == "properties" else f"{path}.{name}".lstrip(".")
        if name == "type" and value == "object":
            continue  # Elasticsearch leaves it out of its answer
        other = theirs.get(name)
        if isinstance(value, dict):
            if not isinstance(other, dict):
                return here
            if deeper := _difference(value, other, here):
                return deeper
        elif str(value).lower() != str(other).lower():
            return here
    return ""


def count(client: Elasticsearch, alias: str = ALIAS) -> int:
    """Return the number of articles that a search finds behind `alias`; 0 where it does not exist."""
    try:
        return int(client.count(index=alias)["count"])
    except ApiError as error:
        if error.status_code == 404:
            return 0
        raise
