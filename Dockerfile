# The crawler and its commands, as a user without rights: `docker build -t pantau:local .`, then `docker run --rm pantau:local scrapy list`.
# The tag names Python and Debian, so that building again brings their security fixes and nothing else.
FROM python:3.12-slim-bookworm AS build
WORKDIR /opt/pantau
RUN python -m venv --without-pip .venv
COPY requirements.lock .
RUN pip --disable-pip-version-check --no-cache-dir --python .venv/bin/python install --require-hashes --no-deps -r requirements.lock

FROM python:3.12-slim-bookworm
# Named volumes take owner and mode from these when they are first mounted.
RUN useradd --system --uid 10001 --home-dir /tmp --shell /usr/sbin/nologin pantau \
    && install -d -o pantau -g pantau -m 700 /data /secrets /kibana-key /opt/pantau/var
WORKDIR /opt/pantau
COPY --from=build /opt/pantau/.venv .venv
COPY scrapy.cfg pyproject.toml ./
COPY deploy deploy
COPY kibana kibana
COPY pipelines pipelines
COPY crawler crawler
# For `scrapy demo` alone, and small: `docker run --rm --network none pantau:local scrapy demo` shows all of it without a network.
COPY newsroom newsroom
# Compiled once here: the user may not write beside the sources, and every round would compile them again.
RUN .venv/bin/python -m compileall -q pipelines crawler newsroom
ENV PATH=/opt/pantau/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ARCHIVE_URL=sqlite:////data/pantau.db
USER pantau
ENTRYPOINT ["sh", "deploy/with-key.sh"]
# Each round reads the key anew: the set-up may have replaced it.
CMD ["python", "deploy/every.py", "900", "/tmp/last-round", "sh", "deploy/with-key.sh", "scrapy", "monitor", "--since", "7d"]
