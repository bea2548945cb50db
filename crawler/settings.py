"""Every setting: its unit, its default and why. Those in ENVIRONMENT can be given in the environment or in `.env`; all with `-s NAME=value`."""

import os
from pathlib import Path

from dotenv import dotenv_values

BOT_NAME = "pantau"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"

# --- What a person sets ---------------------------------------------------------------------------------------------

# SQLAlchemy URL of the archive. SQLite needs no set-up; postgresql+psycopg://user:password@host/database works the same.
ARCHIVE_URL = "sqlite:///var/pantau.db"

# Where found articles are delivered. Empty: they wait in the archive's outbox.
ELASTICSEARCH_URL = ""
ELASTICSEARCH_API_KEY = ""  # base64 form, as Elasticsearch hands it out
ELASTICSEARCH_CA_CERTS = ""  # path of a PEM file, for a cluster whose certificate no public authority signed
ELASTICSEARCH_CERT_FINGERPRINT = ""  # or its SHA-256, in hex: that one certificate is trusted, and no other

# Where `scrapy index kibana` brings dashboards and alert rules, like https://localhost:5601; a space is /s/NAME behind it.
KIBANA_URL = ""
KIBANA_API_KEY = ""  # base64 form; or credentials in the URL, https://user:password@host

# Who asks, and where to complain: every outlet sees this in every request. CONTACT is an address or a page.
CONTACT = ""
USER_AGENT = ""  # empty: "Pantau/VERSION (+CONTACT)"

# Seconds between two requests to one outlet. An outlet's own Crawl-delay counts where it is longer.
DOWNLOAD_DELAY = 1.0

# Hosts on loopback, private and link-local addresses that may be asked all the same: host[:port], comma-separated.
ALLOWED_PRIVATE_HOSTS = ""

# Where connections really go, as curl's --connect-to: HOST1:PORT1:HOST2:PORT2, comma-separated; an empty HOST1 or PORT1 means any.
CONNECT_TO = ""

# The subject: the name of a file in pipelines/relevance/topics, or the path of one's own.
TOPIC = "russia_dprk"

# Article pages fetched in one run of one outlet: keeps a first run, or an outlet that suddenly lists its whole past, within bounds.
PAGES_PER_RUN = 1000

# When a kept article is asked for again, counted from when it was first recorded: outlets correct most in the first hours, and hardly
# anything after three days. "never": no revisits.
REVISIT_AFTER = "1h 6h 24h 72h"

# Outlets crawled at once by `scrapy monitor`: each costs about 10 MB, and more of them gain nothing once a core is busy.
OUTLETS_AT_ONCE = 8

# Seconds after which a run of one outlet is stopped; what it did not reach is found by the next run. 0: never.
CLOSESPIDER_TIMEOUT = 3600

LOG_LEVEL = "WARNING"

# --- How it judges (each described by the stage that reads it) ---------------------------------------------------------

LANGUAGE_MIN_PROBABILITY = 0.8

# Processes that judge beside the reactor, and what one page may cost there before it ends as failed.
WORKERS = None  # None: one fewer than the CPUs, at least one
WORKER_TIMEOUT = 2  # seconds
WORKER_MEMORY_MB = 300  # megabytes beyond what a worker starts with

# Irrelevant pages kept for a person to check (scrapy review): one in so many; 0: none. Those that name every side are few, and a miss among
# them is the likelier one. Those that the prefilter ends, nearly all that is fetched, are kept so that its misses show as well.
SAMPLE_NAMED = 10
SAMPLE_UNNAMED = 500
# How many of them are kept at most, those with a label left aside: a run that adds one removes the oldest. At 20 kB each, about 100 MB.
SAMPLE_KEPT = 5000

ITEM_PIPELINES = {
    "pipelines.extraction.ExtractionStage": 200,
    "pipelines.language.LanguageStage": 300,
    "pipelines.relevance.RelevanceStage": 400,
}

# --- How it fetches ------------------------------------------------------------------------------------------------------

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Pantau"  # the product name that robots.txt groups are matched with
HTTPERROR_ALLOWED_CODES: list[int] = []

CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 8
CONCURRENT_ITEMS = 1  # of one response, which never yields more than one; Scrapy starts as many tasks for each response
DOWNLOAD_TIMEOUT = 30  # seconds
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # bytes; the largest sitemaps are 50 MB unpacked, and pages far smaller
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
COOKIES_ENABLED = False
REFERER_ENABLED = False  # an outlet need not learn which feed named its article
WARN_ON_GENERATOR_RETURN_VALUE = False  # it would look up the callback's source for every page
METAREFRESH_ENABLED = False
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # each run's report names what did not answer, in one line
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408]  # not 429: that is an answer, and asking again at once would be rude
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.5",
}
HTTPPROXY_ENABLED = False  # a proxy resolves names itself, past the guard against private networks
TWISTED_DNS_RESOLVER = "crawler.network.GuardedResolver"
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}

SPIDER_MIDDLEWARES = {  # what they look after cannot happen here, and each costs every page a generator
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}
EXTENSIONS = {
    "crawler.politeness.Politeness": 0,
    "crawler.recorder.Recorder": 0,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.logstats.LogStats": None,
}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # it would run code that arrives over HTTP
LOG_FORMATTER = "crawler.logs.OneLineFormatter"
STATS_DUMP = False
DOWNLOADER_STATS = False  # it would size up every request and response

ENVIRONMENT = (
    "ARCHIVE_URL",
    "ELASTICSEARCH_URL",
    "ELASTICSEARCH_API_KEY",
    "ELASTICSEARCH_CA_CERTS",
    "ELASTICSEARCH_CERT_FINGERPRINT",
    "KIBANA_URL",
    "KIBANA_API_KEY",
    "CONTACT",
    "USER_AGENT",
    "DOWNLOAD_DELAY",
    "ALLOWED_PRIVATE_HOSTS",
    "CONNECT_TO",
    "TOPIC",
    "PAGES_PER_RUN",
    "REVISIT_AFTER",
    "OUTLETS_AT_ONCE",
    "CLOSESPIDER_TIMEOUT",
    "LOG_LEVEL",
)
_given = {**dotenv_values(Path(__file__).parent.parent / ".env", interpolate=False), **os.environ}
globals().update({name: _given[name] for name in ENVIRONMENT if _given.get(name)})
