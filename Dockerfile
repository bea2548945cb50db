# The crawler and its commands, as a user without rights: `docker build -t pantau .`, then `docker run --rm pantau scrapy list`.
FROM python:3.12-slim AS build
WORKDIR /opt/pantau
RUN python -m venv .venv
COPY requirements.lock .
RUN .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r requirements.lock

FROM python:3.12-slim
# Named volumes take owner and mode from these two when they are first mounted.
RUN useradd --system --uid 10001 --home-dir /tmp --shell /usr/sbin/nologin pantau \
    && install -d -o pantau -g pantau -m 700 /data /secrets
WORKDIR /opt/pantau
COPY --from=build /opt/pantau/.venv .venv
COPY scrapy.cfg pyproject.toml ./
COPY deploy deploy
COPY pipelines pipelines
COPY crawler crawler
COPY newsroom newsroom
ENV PATH=/opt/pantau/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ARCHIVE_URL=sqlite:////data/pantau.db
USER pantau
ENTRYPOINT ["sh", "deploy/with-key.sh"]
CMD ["python", "deploy/every.py", "900", "/tmp/last-round", "scrapy", "monitor", "--since", "7d"]
