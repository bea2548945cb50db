"""Write `kibana/pantau.ndjson` from the sources beside it, or say whether it is what they give.

`python -m pipelines.delivery.kibana` checks and writes; with `--check` it changes nothing and ends with 1 where the file is another.
"""

from __future__ import annotations

import argparse
import sys

from pipelines.delivery.kibana import OBJECTS, SourceError, saved_objects
from pipelines.delivery.kibana.check import problems


def main(arguments: list[str]) -> int:
    """Do what the module's first lines say; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.delivery.kibana", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare the file with what the sources give")
    only_check = parser.parse_args(arguments).check
    try:
        text = saved_objects()
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    if found := problems(text):
        print("\n".join(found), file=sys.stderr)
        return 1
    name = f"{OBJECTS.parent.name}/{OBJECTS.name}"
    if not only_check:
        OBJECTS.write_text(text, encoding="utf-8")
        print(f"{name}: {text.count(chr(10))} objects")
    elif not OBJECTS.is_file() or OBJECTS.read_text(encoding="utf-8") != text:
        print(f"{name} is not what the sources give: run python -m pipelines.delivery.kibana", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
