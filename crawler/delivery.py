"""Delivery from the commands: what waits in the archive goes to Elasticsearch where one is set, and one line says what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.command import say
from crawler.configuration import Configuration
from crawler.display import plural
from pipelines.archive import Archive
from pipelines.relevance import Topic

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch


def client_of(configuration: Configuration) -> Elasticsearch | None:
    """The client of the configured cluster, or None where no ELASTICSEARCH_URL is set. Raises DeliveryError for values that cannot be used."""
    if not configuration.elasticsearch_url:
        return None
    from pipelines.delivery import connect  # slow to import, and of no use without a cluster

    return connect(
        configuration.elasticsearch_url,
        configuration.elasticsearch_api_key,
        configuration.elasticsearch_ca_certs,
        configuration.elasticsearch_cert_fingerprint,
    )


def deliver_everything(archive: Archive, client: Elasticsearch | None, topic: Topic) -> bool:
    """Deliver the articles that wait, the runs and how the outlets stand; returns False where something should have been delivered and was not."""
    if client is None:
        if waiting := archive.outbox_size():
            say(f"ELASTICSEARCH_URL is not set, so nothing is delivered; in the outbox: {plural(waiting, 'article')}")
        return True
    from pipelines.delivery import DeliveryError, articles_index, deliver, deliver_runs, health_index, runs_index

    delivery = deliver(archive, client, articles_index(topic))
    line = f"delivered {plural(delivery.delivered, 'article')} to Elasticsearch, {delivery.remaining:,} waiting"
    if delivery.rejected:
        line += f", {delivery.rejected:,} rejected (scrapy index rejected says why)"
    say(line)
    if delivery.error:
        say(delivery.error)
        return False
    try:
        deliver_runs(archive, client, runs_index(), health_index())
    except DeliveryError as error:
        say(str(error))
        return False
    return not delivery.rejected
