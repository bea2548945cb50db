"""Text as the databases can hold it: without NUL and lone surrogates, and keys short enough for an index."""

from __future__ import annotations

import hashlib
import re
from typing import Any

# PostgreSQL refuses both in text; neither can be encoded or shown. Replaced one by one, so that the evidence's offsets still hold.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
REPLACEMENT = "\ufffd"
MAX_KEY_BYTES = 2000  # PostgreSQL refuses an index entry above 2,704 bytes
KEPT_KEY_BYTES = 1900


def storable(value: Any) -> Any:
    """Return `value` with U+FFFD for each NUL and lone surrogate, inside lists, tuples and dicts too."""
    if isinstance(value, str):
        return UNSTORABLE.sub(REPLACEMENT, value)
    if isinstance(value, dict):
        return {storable(name): storable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [storable(inner) for inner in value]
    return value


def key(url: str) -> str:
    """Return the key under which the archive files `url`: the URL itself, or its start and its SHA-256 if it has more than 2,000 bytes."""
    clean: str = storable(url)
    encoded = clean.encode()
    if len(encoded) <= MAX_KEY_BYTES:
        return clean
    return f"{encoded[:KEPT_KEY_BYTES].decode(errors='ignore')}#sha256={hashlib.sha256(encoded).hexdigest()}"
