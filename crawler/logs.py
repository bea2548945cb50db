"""Logs: one line an event, whatever went wrong; the traceback only at LOG_LEVEL=DEBUG."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from pipelines.dropping import PageEnded


class OneLineFormatter(LogFormatter):
    """What Scrapy says of items: a stage's verdict in one line, not the whole page."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:  # noqa: ARG002
        return {"level": logging.DEBUG, "msg": "Kept %(url)s", "args": {"url": getattr(item, "url", item)}}

    def dropped(self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:  # noqa: ARG002
        level = logging.DEBUG if isinstance(exception, PageEnded) else logging.WARNING
        return {"level": level, "msg": "%(url)s ended: %(why)s", "args": {"url": getattr(item, "url", item), "why": exception}}

    def item_error(self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:  # noqa: ARG002
        args = {"url": getattr(item, "url", item), "why": repr(exception)}
        return {"level": logging.ERROR, "msg": "%(url)s could not be judged: %(why)s", "args": args}

    def download_error(self, failure: Failure, request: Request, spider: Spider, errmsg: str | None = None) -> LogFormatterResult:  # noqa: ARG002
        return {"level": logging.DEBUG, "msg": "%(request)s: %(why)s", "args": {"request": request, "why": errmsg or failure.value}}


def keep_logs_brief(level: str) -> None:
    """Let the log hold one line an event, of `level` and above, with tracebacks folded into it. To be called once Scrapy's logging is set up."""
    # Scrapy logs each page at DEBUG, and makes a record of it before any handler throws it away.
    logging.getLogger("scrapy").setLevel(level)
    if level == "DEBUG":
        return
    logging.setLogRecordFactory(_brief_record)
    # It would warn, for each outlet, that no referrer is sent; that is how it is meant.
    logging.getLogger("scrapy.downloadermiddlewares.redirect").setLevel(logging.ERROR)
    # An outlet that does not answer is reported as one; that its robots.txt did not answer either goes without saying.
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)


def _brief_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **kwargs)
    if record.exc_info and (error := record.exc_info[1]) is not None:
        record.msg = f"{record.getMessage()} [{type(error).__name__}: {' '.join(str(error).split())}]"
        record.args = ()
        record.exc_info = None
    return record
