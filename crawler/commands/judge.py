"""judge: what the stages make of given pages, without network and storage."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.spiderloader import SpiderLoader

from crawler.addresses import key_at, outlet_at
from crawler.arguments import Arguments
from crawler.canonical import canonicalize
from crawler.command import BAD_USAGE, FAILURE, ProjectCommand, Stop, say
from crawler.display import explain
from crawler.outlet import OutletSpider
from crawler.recorder import open_archive
from crawler.run import outlets
from pipelines.archive import article_to_dict, evidence_to_dict
from pipelines.items import Judgement, Page
from pipelines.judgement import article_from_text, judge_article, judge_page
from pipelines.language import LanguageStage
from pipelines.relevance import load_topic


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "--file page.html [--further page2.html ...] --url URL | --stored URL [--save FILE] | --text TEXT [--title TITLE] | --jsonl FILE"

    def short_desc(self) -> str:
        return "Judge given pages: article, verdict, score and why"

    def long_desc(self) -> str:
        return (
            "Runs the stages on pages from files or from the archive, without network, and prints the article, the verdict, the score and the"
            " evidence. The archive keeps the pages of relevant articles, of near misses, and those that failed."
            ' A JSONL line is {"id", "url", "html_file" | "html" | "title" + "text", "further_files"}; files are relative to the JSONL file.'
            ' "-" is standard input. The further pages of an article are not fetched: they are given, in order.'
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        given = parser.add_mutually_exclusive_group(required=True)
        given.add_argument("--file", metavar="FILE", help="an HTML page")
        given.add_argument("--stored", metavar="URL", help="a page that the archive keeps")
        given.add_argument("--text", metavar="TEXT", help="an article's plain text")
        given.add_argument("--jsonl", metavar="FILE", help="many pages or texts, one JSON object a line")
        parser.add_argument("--further", metavar="FILE", action="append", default=[], help="a further page of --file's article; repeatable")
        parser.add_argument("--save", metavar="FILE", help="write the --stored page to a file as well, as it was received")
        parser.add_argument("--url", default="", help="the address that the page came from")
        parser.add_argument("--title", default="", help="the title of --text")
        parser.add_argument(
            "--topic", metavar="NAME", help="judge by this topic, or by the topic's file at this path, instead of the setting TOPIC"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object for each input")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise Stop(f"judge takes no argument {args[0]!r}; name a page with --file", BAD_USAGE)
        assert self.settings is not None
        self.bench = Bench(
            opts.topic or self.configuration().topic,
            LanguageStage.from_settings(self.settings),
            outlets(SpiderLoader.from_settings(self.settings)),
        )
        for given_id, judged in self.judgements(opts):
            if isinstance(judged, Judgement):
                print(json.dumps(as_json(given_id, judged), ensure_ascii=False) if opts.json else explain(judged))
            else:
                self.exitcode = FAILURE
                say(judged)
                if opts.json:
                    print(
                        json.dumps({"id": given_id, "verdict": "failed", "reason": judged, "score": 0.0, "evidence": None, "article": None})
                    )

    def judgements(self, opts: argparse.Namespace) -> Iterator[tuple[Any, Judgement | str]]:
        """Yield each input's id and its judgement, or the one line that says why it has none."""
        if opts.jsonl is not None:
            yield from self.judged_lines(opts.jsonl)
            return
        if opts.further and opts.file is None:
            raise Stop("--further names more pages of the article in --file; give that as well", BAD_USAGE)
        if opts.save and opts.stored is None:
            raise Stop("--save writes the page that --stored names; give that as well", BAD_USAGE)
        Arguments.parse({"url": opts.url} if opts.url else {})
        if opts.stored is not None:
            Arguments.parse({"url": opts.stored})
            yield opts.stored, self.stored(opts.stored, opts.save)
        elif opts.file is not None:
            yield opts.file, self.bench.page(_read(opts.file), opts.url, [_read(name) for name in opts.further])
        else:
            text = _read("-").decode("utf-8", "replace") if opts.text == "-" else opts.text
            yield "text", self.bench.text(opts.title, text, opts.url)

    def stored(self, url: str, file: str | None) -> Judgement:
        """Judge the page that the archive keeps for `url`, and write it to `file` if one is named. Raises Stop if there is none."""
        archive = open_archive(self.configuration().archive_url)
        page = archive.page(key_at(url, self.bench.outlets, archive))
        if page is None:
            raise Stop(f"the archive keeps no page of {url}; it keeps those of relevant articles, of near misses, and those that failed")
        if file:
            try:
                Path(file).write_bytes(page.body)
            except OSError as error:
                raise Stop(f"{file} cannot be written: {error.strerror}; name another file", BAD_USAGE) from None
        return judge_page(page, self.bench.topic, self.bench.language)

    def judged_lines(self, name: str) -> Iterator[tuple[Any, Judgement | str]]:
        folder = Path(name).parent if name != "-" else Path()
        for number, line in enumerate(_read(name).splitlines(), 1):
            if not line.strip():
                continue
            given_id: Any = number
            try:
                given = json.loads(line)
                if not isinstance(given, dict):
                    raise ValueError("it is not a JSON object")
                given_id = given.get("id", number)
                yield given_id, self.bench.line(given, folder)
            except json.JSONDecodeError as error:
                yield given_id, f"{name} line {number}: it is not JSON ({error})"
            except RecursionError:
                yield given_id, f"{name} line {number}: it is nested too deeply"
            except (ValueError, Stop) as error:
                yield given_id, f"{name} line {number}: {error}"


class Bench:
    """The stages, set up once for many pages."""

    def __init__(self, topic: str, language: LanguageStage, known: dict[str, type[OutletSpider]]):
        self.topic = load_topic(topic)
        self.language = language
        self.outlets = known

    def page(self, body: bytes, url: str, further: Sequence[bytes] = ()) -> Judgement:
        """Judge a page; `further` are the bodies of the article's other pages, in order."""
        spider = outlet_at(url, self.outlets)
        page = Page(
            url=url,
            outlet=spider.name if spider else (urlsplit(url).hostname or "").removeprefix("www."),
            body=body,
            fetched_at=datetime.now(UTC),
            timezone=spider.timezone if spider else OutletSpider.timezone,
            canonical_url=canonicalize(url),
        )
        page = replace(page, further=tuple(replace(page, body=each) for each in further))
        return judge_page(page, self.topic, self.language)

    def text(self, title: str, text: str, url: str = "") -> Judgement:
        return judge_article(article_from_text(title, text, url, urlsplit(url).hostname or ""), self.topic, self.language)

    def line(self, given: dict[str, Any], folder: Path) -> Judgement:
        """Judge one JSONL object. Raises ValueError or Stop with what is wrong with it."""
        for key in ("url", "html_file", "html", "title", "text"):
            if not isinstance(given.get(key, ""), (str, type(None))):
                raise ValueError(f"{key} is not a string")
        names = given.get("further_files") or []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ValueError("further_files is not a list of strings")
        url = given.get("url") or ""
        further = [_read(str(folder / name)) for name in names]
        if given.get("html_file"):
            return self.page(_read(str(folder / given["html_file"])), url, further)
        if given.get("html") is not None:
            return self.page(given["html"].encode("utf-8", "replace"), url, further)
        if given.get("text") is None and given.get("title") is None:
            raise ValueError("it has none of html_file, html, title and text")
        return self.text(given.get("title") or "", given.get("text") or "", url)


def as_json(given_id: Any, judged: Judgement) -> dict[str, Any]:
    """The object that `--json` prints for one input."""
    article = judged.article
    return {
        "id": given_id,
        "verdict": judged.verdict.value,
        "reason": judged.reason,
        "score": article.score if article else 0.0,
        "evidence": evidence_to_dict(article.evidence) if article else None,
        "article": article_to_dict(article) if article else None,
    }


def _read(name: str) -> bytes:
    """Read a file, or standard input for "-". Raises Stop with one line where it cannot be read."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Stop(f"{name} cannot be read: {error.strerror}; check the path", BAD_USAGE) from None
