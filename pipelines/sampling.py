"""Sampling: which irrelevant pages are kept all the same, for a person to see what the rules miss."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from pipelines.items import Judgement, Verdict

HASHES = 2**64


@dataclass(frozen=True, slots=True)
class Sampling:
    """How many irrelevant pages are sampled, in two kinds, since either may hide what the archive should have."""

    named: int  # one in so many of those that name every side and were judged by the rules; 0: none
    unnamed: int  # one in so many of those that the prefilter ended; 0: none

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Read SAMPLE_NAMED and SAMPLE_UNNAMED."""
        return cls(named=int(settings.get("SAMPLE_NAMED") or 0), unnamed=int(settings.get("SAMPLE_UNNAMED") or 0))

    def takes(self, judgement: Judgement) -> bool:
        """Whether the page of `judgement` belongs to the sample.

        By its address alone, so that a page judged twice, or on two machines, is sampled in both cases or in neither; and what one rate
        samples, every higher one does as well.
        """
        if judgement.verdict is not Verdict.IRRELEVANT or judgement.page is None:
            return False
        one_in = self.unnamed if judgement.article is None else self.named
        return one_in > 0 and place(judgement.canonical_url) * one_in < HASHES


def place(canonical_url: str) -> int:
    """Return the number from 0 to 2**64 - 1 that an address always has: the same for the same address, else as if drawn at random."""
    return int.from_bytes(hashlib.blake2b(canonical_url.encode(errors="surrogatepass"), digest_size=8).digest())
