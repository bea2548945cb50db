"""Rejudging: a stored page's whole way as a stage, so that worker processes can walk it under their limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pipelines.items import Page, Verdict
from pipelines.judgement import judge_page
from pipelines.language import LanguageStage
from pipelines.prefilter import PrefilterStage
from pipelines.stage import Ended, Stage

READS = ("TOPIC", "LANGUAGE_MIN_PROBABILITY")  # the settings that RejudgeStage reads


class RejudgeStage(Stage):
    """Ends every page, a relevant one too, with its verdict and its article as far as it got."""

    def __init__(self, prefilter: PrefilterStage, language: LanguageStage):
        self.prefilter = prefilter
        self.language = language

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Build the stage from READS; raises TopicError when there is no such topic."""
        return cls(PrefilterStage.from_settings(settings), LanguageStage.from_settings(settings))

    def judge(self, page: Page) -> Ended:
        judged = judge_page(page, self.prefilter.topic, self.language)
        reason = judged.reason
        if judged.verdict is Verdict.IRRELEVANT and isinstance(early := self.prefilter.judge(page), Ended):
            reason = early.reason  # what a crawl would have said; it tells which of the two samples the page belongs to
        return Ended(judged.verdict, reason, judged.article)
