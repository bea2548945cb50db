"""history: an article's revisions, and what each of them changed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from rich.text import Text
from scrapy.spiderloader import SpiderLoader

from crawler.addresses import key_at
from crawler.arguments import Arguments
from crawler.command import BAD_USAGE, ProjectCommand, Stop, console
from crawler.display import about, changes, in_indonesia, plural
from crawler.recorder import open_archive
from crawler.run import outlets
from pipelines.archive import Revision, Visits, article_to_dict
from pipelines.differences import Difference, Words, difference
from pipelines.items import Article, Story, Verdict


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "URL [--json]"

    def short_desc(self) -> str:
        return "Show what an outlet changed in an article"

    def long_desc(self) -> str:
        return (
            "Prints every revision of a kept article: when it was seen, and what it changed of the one before. - is a sentence that was removed,"
            " + one that was added, ~ one in which [-these words-] became {+those+}. URL may be any address of the article."
            " Exit code: 0 it is there, 1 the archive does not know it, 2 bad usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON object: the revisions, and the changes as operations")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise Stop("history takes the address of one article; scrapy search finds some", BAD_USAGE)
        Arguments.parse({"url": args[0]})
        assert self.settings is not None
        known = outlets(SpiderLoader.from_settings(self.settings))
        archive = open_archive(self.configuration().archive_url)
        key = key_at(args[0], known, archive)
        revisions, visits, verdict = archive.revisions(key), archive.visits(key), archive.verdict(key)
        if not revisions or visits is None or verdict is None:
            judged = f"; it was judged {verdict[0]}, and of those no text is kept" if verdict else ""
            raise Stop(f"the archive holds no article of {args[0]}{judged}")
        if opts.json:
            print(json.dumps(as_json(revisions, visits, verdict[0]), ensure_ascii=False))
            return
        out = console()
        for line in lines(revisions, visits, verdict[0], archive.story(key)):
            out.print(line, soft_wrap=True)


def lines(revisions: Sequence[Revision], visits: Visits, verdict: Verdict, story: Story | None) -> Iterator[Text]:
    """What a person reads: the article as it is now, its visits, and then its revisions."""
    article = revisions[-1].article
    yield Text(article.title, style="bold")
    yield Text(f"  {about(article)}")
    yield Text(f"  {article.url}")
    yield Text(f"  {verdict} {article.score:.2f}" + (f" · story {story.id}: {_reach(story)}" if story else ""))
    following = f"the next is due {in_indonesia(visits.next_at)}" if visits.next_at else "none is left"
    yield Text(f"  visited again {plural(visits.done, 'time')}; {following}")
    if visits.gone_at:
        yield Text(f"  gone since {in_indonesia(visits.gone_at)}", style="red")
    for before, revision in pairwise([None, *revisions]):
        assert revision is not None
        yield Text()
        yield Text(
            " · ".join([f"revision {revision.number}", f"seen {in_indonesia(revision.seen_at)}", *_judged(before, revision)]), style="bold"
        )
        if before is None:
            yield Text(f"  {revision.article.title}")
        else:
            yield from (Text("  ").append_text(line) for line in changes(difference(before.article, revision.article)))


def _reach(story: Story) -> str:
    return f"{plural(story.articles, 'article')} of {plural(story.reach, 'outlet')}"


def _judged(before: Revision | None, revision: Revision) -> list[str]:
    """Score, verdict and length of a revision, each with what it was before if that was something else."""
    scores = [f"{each.article.score:.2f}" for each in (before, revision) if each]
    verdicts = [str(each.verdict) for each in (before, revision) if each and each.verdict]
    lengths = [f"{each.article.word_count}" for each in (before, revision) if each]
    told = [("", verdicts, ""), ("score ", scores, ""), ("", lengths, " words")]
    return [f"{name}{' → '.join(dict.fromkeys(values))}{unit}" for name, values, unit in told if values]


def as_json(revisions: Sequence[Revision], visits: Visits, verdict: Verdict) -> dict[str, Any]:
    """The object that `--json` prints; times are in UTC."""
    article = revisions[-1].article
    return {
        "url": article.url,
        "canonical_url": article.canonical_url,
        "outlet": article.outlet,
        "verdict": verdict.value,
        "edited_after_publication": len(revisions) > 1,
        "gone_at": visits.gone_at.isoformat() if visits.gone_at else None,
        "visits": visits.done,
        "next_visit_at": visits.next_at.isoformat() if visits.next_at else None,
        "revisions": [_revision(before.article if before else None, each) for before, each in pairwise([None, *revisions]) if each],
    }


def _revision(before: Article | None, revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "seen_at": revision.seen_at.isoformat(),
        "verdict": revision.verdict.value if revision.verdict else None,
        **article_to_dict(revision.article),
        "difference": _operations(difference(before, revision.article)) if before else None,
    }


def _operations(found: Difference) -> dict[str, Any]:
    return {
        "title": [_words(words) for words in found.title],
        "sentences": [{"change": each.change.value, "words": [_words(words) for words in each.words]} for each in found.sentences],
    }


def _words(words: Words) -> dict[str, str]:
    return {"change": words.change.value, "text": words.text}
