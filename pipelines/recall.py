"""Recall: what labels let one say about all verdicts, those that nobody labelled included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Z = 1.96  # of a 95 % interval


@dataclass(frozen=True, slots=True)
class Stratum:
    """The pages that ended alike, and what people said of some of them."""

    kind: str
    kept: bool  # whether the rules took them for relevant
    pages: int  # all that ended so
    labelled: int
    relevant: int  # of the labelled

    @property
    def right(self) -> int:
        """How many of the labelled the rules had right."""
        return self.relevant if self.kept else self.labelled - self.relevant


@dataclass(frozen=True, slots=True)
class Estimate:
    """Precision and recall, 0 to 1, each with the value that it would have if every stratum were as bad as its labels allow."""

    precision: float
    precision_at_worst: float
    recall: float
    recall_at_worst: float


def estimate(strata: Sequence[Stratum]) -> Estimate | None:
    """Return precision and recall over all pages of `strata`; None where one of them has pages and no label, or nothing is relevant.

    The estimator of stratified sampling (W. G. Cochran, Sampling Techniques, 3rd edition, 1977, chapter 5): of the N pages of a stratum, n
    labelled and r of these relevant, N * r / n are taken to be relevant; so each label weighs N / n, the inverse of the rate at which it
    was really drawn, whatever rate had been set and however many were labelled. Then, over the strata,

        precision = r / n of the kept;    recall = N * r / n of the kept / sum of N * r / n of all.

    "At worst" takes the lower end of the 95 % interval of r / n where the pages were kept, and the upper end where they were not (E. B.
    Wilson, Journal of the American Statistical Association 22, 1927); a stratum labelled to its last page has no interval.

    It holds as far as the labelled are a random part of their stratum. Near misses are read from the line downwards: as long as some of
    them have no label, recall is rather better than said. Pages that judging again moved to another verdict before they had a label make
    their old stratum look better than it is: label first, reprocess then.
    """
    if any(stratum.pages and not stratum.labelled for stratum in strata):
        return None
    kept = [stratum for stratum in strata if stratum.kept]
    missed = [stratum for stratum in strata if not stratum.kept]
    found, lost = sum(map(_relevant, kept)), sum(map(_relevant, missed))
    if not found:
        return None
    pages = sum(stratum.pages for stratum in kept)
    found_at_worst = sum(stratum.pages * _interval(stratum)[0] for stratum in kept)
    lost_at_worst = sum(stratum.pages * _interval(stratum)[1] for stratum in missed)
    return Estimate(found / pages, found_at_worst / pages, found / (found + lost), found_at_worst / (found_at_worst + lost_at_worst))


def _relevant(stratum: Stratum) -> float:
    return stratum.pages * stratum.relevant / stratum.labelled if stratum.labelled else 0.0


def _interval(stratum: Stratum) -> tuple[float, float]:
    """Wilson's 95 % interval of the share that is relevant."""
    if not stratum.labelled:
        return 0.0, 0.0
    share, count = stratum.relevant / stratum.labelled, stratum.labelled
    if count >= stratum.pages:
        return share, share
    middle = share + Z * Z / (2 * count)
    half = Z * sqrt(share * (1 - share) / count + Z * Z / (4 * count * count))
    scale = 1 + Z * Z / count
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
