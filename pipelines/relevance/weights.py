"""Weights: what each signal is worth, read from weights.toml and checked once, at import."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, FiniteFloat

WEIGHTS_FILE = Path(__file__).with_name("weights.toml")


class Weights(BaseModel):
    """The contents of weights.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bias: FiniteFloat  # points of an article without any signal
    weights: dict[str, FiniteFloat]  # points for each unit of a signal


def read_weights(path: Path = WEIGHTS_FILE) -> Weights:
    """Return the checked contents of `path`; raises pydantic.ValidationError or tomllib.TOMLDecodeError when it is not as it should be."""
    return Weights.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


WEIGHTS = read_weights()
