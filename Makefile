# The two that matter: `make demo` and `make test`. Both set up what they need and are safe to repeat.
.PHONY: help demo test setup crawl elasticsearch benchmark benchmark-extraction benchmark-relevance fit-relevance benchmark-stories benchmark-delivery kibana lock

help:
	@echo "make demo           crawl ten outlets played on this machine, and show what was found and why"
	@echo "make test           lint, types and the whole test suite, with real servers"
	@echo "make setup          build .venv only"
	@echo "make crawl          crawl the live outlets into var/pantau.db"
	@echo "make elasticsearch  start the Elasticsearch of the tests for a person"
	@echo "make benchmark      measure speed; the tables are in benchmarks/"
	@echo "make benchmark-extraction  measure extraction beside its peers, in a virtualenv of theirs"
	@echo "make benchmark-relevance   measure relevance beside keyword searches"
	@echo "make benchmark-stories     measure how copies are told, and what an insert costs in a large archive"
	@echo "make benchmark-delivery    measure delivery to a real Elasticsearch, its speed and its memory"
	@echo "make fit-relevance  find anew in labelled articles what each signal of relevance is worth"
	@echo "make kibana         write kibana/pantau.ndjson anew from its sources"
	@echo "make lock           renew the lock files from pyproject.toml"

setup: .venv/.demo

.venv/.demo: requirements.lock deploy/setup.sh
	@sh deploy/setup.sh requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock deploy/setup.sh
	@sh deploy/setup.sh requirements-dev.lock
	@touch $@ .venv/.demo

demo: setup
	@.venv/bin/scrapy demo

crawl: setup
	@.venv/bin/scrapy monitor

test: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/pytest -n 2 --dist worksteal

elasticsearch: .venv/.dev
	@.venv/bin/python -m tests.elasticsearch.server

benchmark: .venv/.dev
	@.venv/bin/python -m benchmarks.crawl

benchmark-extraction: .venv/.dev
	@.venv/bin/python -m benchmarks.extraction --markdown benchmarks/extraction/README.md

fit-relevance: .venv/.dev
	@.venv/bin/python -m benchmarks.relevance.fit

benchmark-relevance: .venv/.dev
	@.venv/bin/python -m benchmarks.relevance --markdown benchmarks/relevance/README.md

benchmark-stories: .venv/.dev
	@.venv/bin/python -m benchmarks.stories --markdown benchmarks/stories/README.md

benchmark-delivery: .venv/.dev
	@.venv/bin/python -m benchmarks.delivery --markdown benchmarks/delivery/README.md

kibana: setup
	@.venv/bin/python -m pipelines.delivery.kibana

lock: .venv/.dev
	.venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.lock
	.venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --group dev pyproject.toml -o requirements-dev.lock
	.venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate benchmarks/extraction/requirements.in -o benchmarks/extraction/requirements.lock
