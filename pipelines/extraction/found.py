"""Found: a value together with where on the page it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pipelines.items import Origin

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What was read for a field. A page that does not state the field gives its empty value, and no origin."""

    value: T
    origin: Origin | None = None
