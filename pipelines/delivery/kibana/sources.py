"""Sources: the TOML files that Kibana's objects are made from, their shape, and errors that name file, line and place.

`kibana/data_views.toml` says how fields are called and shown, `kibana/searches.toml` has the saved searches, and `kibana/dashboards/` a
file for each dashboard, with its texts beside it in Markdown.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, ValidationError

from pipelines.delivery.kibana.fields import SourceError
from pipelines.relevance.toml_lines import Place, lines

SOURCES = Path(__file__).resolve().parents[3] / "kibana"
Text = Annotated[str, Field(pattern=r"\S")]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Shape = TypeVar("Shape", bound=BaseModel)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ColourRange(_Table):
    """The colours of numbers from `from` to `to`, both included; where two ranges hold a number, the later one counts."""

    begin: float = Field(alias="from")
    to: float
    text: Colour
    background: Colour


class FieldFormat(_Table):
    """How values of a field are shown."""

    kind: Literal["link", "colours", "number", "duration"]
    ranges: tuple[ColourRange, ...] = ()  # of colours
    pattern: str = ""  # of number, as https://numeraljs.com writes it
    unit: str = ""  # of duration: what the field counts


class ShownField(_Table):
    """How a field is called and shown."""

    label: Text
    about: Text
    format: str = ""


class DataView(_Table):
    """What Kibana knows of an index."""

    index: Text
    name: Text
    time_field: str = ""  # "" where the time range of a dashboard is not to apply
    fields_of: str = ""  # the data view whose fields and hidden ones this one has too
    hidden: tuple[Text, ...] = ()  # fields that a document does not show, with asterisks
    fields: dict[str, ShownField] = {}


class DataViews(_Table):
    """The shape of `data_views.toml`."""

    formats: dict[str, FieldFormat] = {}
    data_views: dict[Identifier, DataView]


class Search(_Table):
    """A saved search; one with {kind} in its id is a search for each kind of interaction of the topic."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+(\{kind\})?$")]
    title: Text
    about: Text
    data_view: Identifier
    query: str = ""  # KQL
    columns: Annotated[tuple[Text, ...], Field(min_length=1)]
    widths: dict[str, PositiveInt] = {}  # pixels, by column; the others share what is left
    sort: str = "@timestamp"  # the highest first
    last: str = ""  # the time range that opening it sets: "now-7d", "now/d"; "" leaves it as it is
    rows: int = 3  # lines of text a row at most; -1 for as many as there are
    breakdown: str = ""  # the field that stacks the chart above the table


class Searches(_Table):
    """The shape of `searches.toml`."""

    searches: tuple[Search, ...]


class Step(_Table):
    """The colour of values from `from` up to the next step."""

    begin: float = Field(alias="from")
    colour: Colour


class Measure(_Table):
    """A number, date or word that is worked out of the documents."""

    label: Text
    operation: Literal["count", "unique", "sum", "max", "median", "last"] = "count"
    field: str = ""
    where: str = ""  # KQL: of these documents only
    newest_by: str = "@timestamp"  # of last: the date by which a document is the last one
    decimals: NonNegativeInt | None = None
    colour: Colour | None = None  # of its bars
    steps: tuple[Step, ...] = ()  # of its cells in a table
    width: PositiveInt | None = None  # of its column, in pixels


class _Panel(_Table):
    id: Identifier
    title: Text
    about: str = ""
    grid: tuple[NonNegativeInt, NonNegativeInt, PositiveInt, PositiveInt]  # from the left, from the top, width, height; 48 wide


class _Chart(_Panel):
    data_view: Identifier
    where: str = ""  # KQL


class Split(_Table):
    """The values of a field, those with the most documents first."""

    field: Text
    label: Text
    size: Annotated[int, Field(ge=1, le=1000)]
    others: bool = False  # whether what is left over is shown as "Other"
    colours: dict[str, Colour] = {}  # by value


class Metric(_Chart):
    """One number."""

    type: Literal["metric"]
    value: Measure


class Timeline(_Chart):
    """Stacked bars over time: of the values of a field, or of several measures."""

    type: Literal["timeline"]
    time: Text = "@timestamp"
    values: Annotated[tuple[Measure, ...], Field(min_length=1)]
    split: Split | None = None


class Cloud(_Chart):
    """Words, the bigger the more often."""

    type: Literal["cloud"]
    of: Split
    value: Measure


class HeatMap(_Chart):
    """Values of a field by day."""

    type: Literal["heat_map"]
    time: Text = "@timestamp"
    of: Split
    value: Measure


class Table(_Chart):
    """A row for each value of a field."""

    type: Literal["table"]
    rows: Split
    rows_hidden: bool = False  # whether the value itself is left out: an id tells a person nothing
    columns: Annotated[tuple[Measure, ...], Field(min_length=1)]
    order: str = ""  # the label of the column by which rows are chosen and shown, the highest first; "" is by the value's name
    lines: PositiveInt = 1  # of text a row
    page: PositiveInt = 10  # rows


class List(_Panel):
    """The documents of a saved search."""

    type: Literal["list"]
    search: Identifier


class Note(_Panel):
    """A Markdown file of this folder."""

    type: Literal["note"]
    file: Text


class Control(_Table):
    """A filter at the head of a dashboard."""

    id: Identifier
    type: Literal["options", "range"]
    title: Text
    data_view: Identifier
    field: Text
    step: float | None = None  # of a range
    width: Literal["small", "medium", "large"] = "medium"


Panel = Annotated[Metric | Timeline | Cloud | HeatMap | Table | List | Note, Field(discriminator="type")]
Chart = Metric | Timeline | Cloud | HeatMap | Table


class Dashboard(_Table):
    """The shape of a file of `dashboards/`."""

    id: Identifier
    title: Text
    about: Text
    last: Text  # the time range that opening it sets, up to now: "now-7d"
    refresh_minutes: PositiveInt
    controls: tuple[Control, ...] = ()
    panels: Annotated[tuple[Panel, ...], Field(min_length=1)]


def read(file: Path, shape: type[Shape]) -> Shape:
    """Return the content of the TOML file `file`. Raises SourceError where it cannot be read or has not the shape `shape`."""
    name = f"{file.parent.name}/{file.name}"
    text = read_text(file)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{name} is not TOML: {error}; check quotes, commas and brackets there.") from None
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        begins = lines(text)
        first, *more = error.errors(include_url=False)
        place, line = _place(first["loc"], begins)
        others = f" ({len(more)} more after it)" if more else ""
        raise SourceError(f"{name} line {line}: {place}: {first['msg']}; it is {str(first['input'])[:60]!r}{others}.") from None


def read_text(file: Path) -> str:
    """Return the text of `file`. Raises SourceError where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{file.parent.name}/{file.name} cannot be read: {error.strerror}; Kibana's objects are made from it.") from None
    except UnicodeDecodeError:
        raise SourceError(f"{file.parent.name}/{file.name} is not UTF-8; save it as UTF-8.") from None


def dashboard_files(folder: Path = SOURCES) -> list[Path]:
    """Return the files of the dashboards in `folder`, by name."""
    return sorted((folder / "dashboards").glob("*.toml"))


def _place(location: tuple[str | int, ...], begins: dict[Place, int]) -> tuple[str, int]:
    """Return where a fault is, in words, and on which line: the place itself or the nearest table around it that the file has."""
    known: Place = ()
    for part in location:
        if (*known, part) in begins:
            known = (*known, part)
    parts = [str(part) for part in location if part not in ("metric", "timeline", "cloud", "heat_map", "table", "list", "note")]
    return ".".join(parts) or "the file", begins.get(known, 1)
