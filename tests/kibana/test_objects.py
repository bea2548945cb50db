"""Kibana's objects: the committed file is what the sources give, and what Kibana would choke on is found without one."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.delivery.kibana import OBJECTS, SOURCES, SourceError, saved_objects
from pipelines.delivery.kibana.__main__ import main
from pipelines.delivery.kibana.check import LARGEST, problems
from pipelines.delivery.kibana.desk import query_problems
from pipelines.delivery.kibana.fields import fields_of
from pipelines.delivery.kibana.lens import kuery
from pipelines.delivery.kibana.objects import dumps, ndjson
from pipelines.relevance import DEFAULT_TOPIC, load_topic

Objects = dict[str, Any]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sources, to change."""
    return shutil.copytree(SOURCES, tmp_path / "kibana")


@pytest.fixture
def objects() -> Objects:
    """The objects by id, to break."""
    return {one["id"]: one for one in map(json.loads, saved_objects().splitlines())}


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_the_committed_file_is_what_the_sources_give() -> None:
    assert OBJECTS.read_text() == saved_objects()


def test_nothing_in_the_objects_would_be_refused_or_broken() -> None:
    assert problems(OBJECTS.read_text()) == []


def test_the_objects_that_links_and_commands_name_are_there(objects: Objects) -> None:
    kinds = {f"pantau-kind-{kind}" for kind in {word.kind for word in load_topic(DEFAULT_TOPIC).words.values()}}
    searches = {"pantau-todays-finds", "pantau-high-score", "pantau-edited", "pantau-near-misses-search", "pantau-by-kind", *kinds}
    views = {"pantau-articles": "articles", "pantau-near-misses": "articles-near-misses", "pantau-crawl-runs": "crawl-runs"}

    assert searches <= {name for name, one in objects.items() if one["type"] == "search"}
    for name, index in views.items():
        assert (objects[name]["attributes"]["title"], objects[name]["attributes"]["timeFieldName"]) == (index, "@timestamp")
    assert {one["attributes"]["title"] for one in objects.values() if one["type"] == "dashboard"} == {"Russia-DPRK monitor", "Crawl health"}


def test_an_outlet_that_was_not_crawled_for_long_is_still_shown_as_it_stands(objects: Objects) -> None:
    """A data view with a time field would hide it from a dashboard of the last day."""
    assert "timeFieldName" not in objects["pantau-outlet-health"]["attributes"]


def test_every_example_of_the_search_tips_is_a_query_over_the_articles() -> None:
    table = [line.split("|")[2] for line in (SOURCES / "search-tips.md").read_text().splitlines() if line.startswith("|")]
    examples = [example for cell in table for example in re.findall(r"`(.+?)`", cell)]

    assert len(examples) > 10
    assert [problem for example in examples for problem in query_problems(kuery(example), fields_of()["articles"])] == []


def test_a_field_that_the_mapping_no_longer_has_is_named_with_where_it_stands_and_what_is_near(sources: Path) -> None:
    replace(sources / "dashboards" / "monitor.toml", 'field = "story.reach"', 'field = "story.outlets"')

    with pytest.raises(
        SourceError, match=r"^monitor\.toml: story-table: Reach: 'story\.outlets' is not a field of articles; near it are story\."
    ):
        saved_objects(sources)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("data_views.toml", 'time_field = "@timestamp"', 'time_field = "time"', "pantau-articles: time_field: 'time' is not a field"),
        ("data_views.toml", 'index = "crawl-runs"', 'index = "runs"', "there is no index 'runs'"),
        ("data_views.toml", "lead = {", "intro = {", "fields: 'intro' is not a field of articles"),
        ("data_views.toml", '"provenance.*"', '"origin.*"', "hidden: no field of articles is called 'origin.*'"),
        ("data_views.toml", 'format = "link"', 'format = "links"', "url: there is no format 'links'"),
        ("searches.toml", '"earlier_titles",', '"old_titles",', "pantau-edited: columns: 'old_titles' is not a field"),
        ("searches.toml", 'sort = "edited_at"', 'sort = "changes"', "sort: 'changes' is a text of articles"),
        ("searches.toml", "rows = 6", 'rows = "six"', "searches.3.rows: Input should be a valid integer"),
        ("dashboards/monitor.toml", 'field = "interactions"', 'field = "title"', "monitor.toml: kind: field: 'title' is a text"),
        ("dashboards/monitor.toml", 'order = "Reach"', 'order = "Outlets"', "story-table: order: there is no column 'Outlets'"),
        ("dashboards/monitor.toml", 'search = "pantau-all-articles"', 'search = "all"', "article-list: there is no search 'all'"),
        ("dashboards/monitor.toml", 'file = "search-tips.md"', 'file = "tips.md"', "tips.md cannot be read: No such file"),
        ("dashboards/monitor.toml", "grid = [0, 0, 12, 5]", "grid = [0, 0, 12]", "monitor.toml line 40: panels.0.grid"),
        ("dashboards/crawl-health.toml", 'type = "metric"', 'type = "number"', "crawl-health.toml line "),
        ("dashboards/crawl-health.toml", 'title = "Crawl health"', "title = Crawl health", "crawl-health.toml is not TOML"),
        ("dashboards/crawl-health.toml", 'data_view = "pantau-crawl-runs"', 'data_view = "runs"', "there is no data view 'runs'"),
    ],
)
def test_a_fault_of_a_source_is_one_line_that_names_file_and_place(sources: Path, file: str, old: str, new: str, said: str) -> None:
    replace(sources / file, old, new)

    with pytest.raises(SourceError) as error:
        saved_objects(sources)

    assert said in str(error.value)
    assert "\n" not in str(error.value)


def change_panels(objects: Objects, change: Callable[[list[Objects]], object], name: str = "pantau-monitor") -> None:
    attributes = objects[name]["attributes"]
    panels = json.loads(attributes["panelsJSON"])
    change(panels)
    attributes["panelsJSON"] = dumps(panels)


def change_columns(objects: Objects, change: Callable[[Objects], object]) -> None:
    """Change the columns of the table of stories."""

    def inner(panels: list[Objects]) -> None:
        state = next(panel for panel in panels if panel["panelIndex"] == "story-table")["embeddableConfig"]["attributes"]["state"]
        change(state["datasourceStates"]["formBased"]["layers"]["story-table-layer"]["columns"])

    change_panels(objects, inner)


def change_search(objects: Objects, **changes: object) -> None:
    meta = objects["pantau-edited"]["attributes"]["kibanaSavedObjectMeta"]
    meta["searchSourceJSON"] = dumps(json.loads(meta["searchSourceJSON"]) | changes)


def change_controls(objects: Objects, change: Callable[[Objects], object]) -> None:
    group = objects["pantau-monitor"]["attributes"]["controlGroupInput"]
    controls = json.loads(group["panelsJSON"])
    change(controls)
    group["panelsJSON"] = dumps(controls)


BREAKS: list[tuple[str, Callable[[Objects], object]]] = [
    ("dashboard pantau-monitor: typeMigrationVersion is 10.3.0", lambda o: o["pantau-monitor"].update(typeMigrationVersion="10.3.0")),
    ("search pantau-edited: coreMigrationVersion is 9.0.0", lambda o: o["pantau-edited"].update(coreMigrationVersion="9.0.0")),
    ("map pantau-tag: is of no type that we make", lambda o: o["pantau-tag"].update(type="map")),
    ("line 1: not a saved object", lambda o: o["pantau-tag"].pop("references")),
    ("search pantau-edited: is there 2 times", lambda o: o["pantau-high-score"].update(id="pantau-edited")),
    ("tag pantau-tag: has 1,0", lambda o: o["pantau-tag"]["attributes"].update(description="x" * LARGEST)),
    (
        "index-pattern pantau-articles, fieldAttrs: is no JSON in a string",
        lambda o: o["pantau-articles"]["attributes"].update(fieldAttrs="{'title': 1}"),
    ),
    (
        "controlGroupInput.panelsJSON: is no JSON in a string",
        lambda o: o["pantau-monitor"]["attributes"]["controlGroupInput"].update(panelsJSON="{"),
    ),
    ("there is no index-pattern pantau-articles in the file", lambda o: o.pop("pantau-articles")),
    (
        "dashboard pantau-monitor, reference spare: is not used",
        lambda o: o["pantau-monitor"]["references"].append({"name": "spare", "type": "search", "id": "pantau-edited"}),
    ),
    (
        "has 2 references called kibanaSavedObjectMeta",
        lambda o: o["pantau-edited"]["references"].append(o["pantau-edited"]["references"][0]),
    ),
    ("uses a reference kibanaSavedObjectMeta.searchSourceJSON.index, which it has not", lambda o: o["pantau-edited"]["references"].pop(0)),
    (
        "leads to the type search; it needs index-pattern",
        lambda o: o["pantau-edited"]["references"][0].update(type="search", id="pantau-high-score"),
    ),
    ("title: 'articels' is not an index of ours", lambda o: o["pantau-articles"]["attributes"].update(title="articels")),
    ("timeFieldName: 'time' is not a field of articles", lambda o: o["pantau-articles"]["attributes"].update(timeFieldName="time")),
    ("fieldFormatMap: 'link' is not a field", lambda o: o["pantau-articles"]["attributes"].update(fieldFormatMap='{"link":{}}')),
    (
        "sourceFilters: no field of articles is called 'hash*'",
        lambda o: o["pantau-articles"]["attributes"].update(sourceFilters='[{"value":"hash*"}]'),
    ),
    ("search pantau-edited, columns: 'headline' is not a field", lambda o: o["pantau-edited"]["attributes"].update(columns=["headline"])),
    ("sort: 'body' is a text", lambda o: o["pantau-edited"]["attributes"].update(sort=[["body", "desc"]])),
    ("breakdownField: 'when' is not a field", lambda o: o["pantau-by-kind"]["attributes"].update(breakdownField="when")),
    ("query: 'edited: (' is not KQL", lambda o: change_search(o, query=kuery("edited: ("))),
    ("query: 'edit: true': 'edit' is not a field of articles", lambda o: change_search(o, query=kuery("edit: true"))),
    ("query: is in 'lucene'", lambda o: change_search(o, query={"query": "a", "language": "lucene"})),
    ("panel articles: lies from column 40 to 52", lambda o: change_panels(o, lambda p: p[0]["gridData"].update(x=40, y=200))),
    ("panel articles: overlaps with panel stories", lambda o: change_panels(o, lambda p: p[0]["gridData"].update(x=4))),
    ("panel articles: its grid is called other", lambda o: change_panels(o, lambda p: p[0]["gridData"].update(i="other"))),
    ("panel stories: is there 2 times", lambda o: change_panels(o, lambda p: p.append(p[1]))),
    (
        "panel articles: is a chart without data",
        lambda o: change_panels(o, lambda p: p[0]["embeddableConfig"]["attributes"]["state"].pop("datasourceStates")),
    ),
    (
        "panel articles: its own references are not those of its layers",
        lambda o: change_panels(o, lambda p: p[0]["embeddableConfig"]["attributes"]["references"].clear()),
    ),
    (
        "panel articles: draws a column gone",
        lambda o: change_panels(
            o, lambda p: p[0]["embeddableConfig"]["attributes"]["state"]["visualization"].update(metricAccessor="gone")
        ),
    ),
    ("panel story-table: columnOrder is not the columns", lambda o: change_columns(o, lambda c: c.pop("story-table-5"))),
    (
        "Reach: 'story.outlet' is not a field of articles; near it are outlet",
        lambda o: change_columns(o, lambda c: c["story-table-4"].update(sourceField="story.outlet")),
    ),
    ("Reach: 'outlet' of articles is a string", lambda o: change_columns(o, lambda c: c["story-table-4"].update(sourceField="outlet"))),
    (
        "First outlet: 'score' of articles is a number",
        lambda o: change_columns(o, lambda c: c["story-table-1"]["params"].update(sortField="score")),
    ),
    (
        "Story: is ordered by a column none",
        lambda o: change_columns(o, lambda c: c["story-table-rows"]["params"]["orderBy"].update(columnId="none")),
    ),
    (
        "First headline: 'first: 1': 'first' is not",
        lambda o: change_columns(o, lambda c: c["story-table-2"].update(filter=kuery("first: 1"))),
    ),
    ("control kind: 'kinds' is not a field", lambda o: change_controls(o, lambda c: c["kind"]["explicitInput"].update(fieldName="kinds"))),
    ("control kind: calls itself other", lambda o: change_controls(o, lambda c: c["kind"]["explicitInput"].update(id="other"))),
    ("control kind: is of no type that we make", lambda o: change_controls(o, lambda c: c["kind"].update(type="timeSlider"))),
]


@pytest.mark.parametrize(("said", "breaks"), BREAKS, ids=[said for said, _ in BREAKS])
def test_each_kind_of_fault_is_found_and_named(objects: Objects, said: str, breaks: Callable[[Objects], object]) -> None:
    breaks(objects)

    found = problems(ndjson(objects.values()))

    assert any(said in problem for problem in found), found


def test_a_line_that_is_no_json_is_named_and_the_others_are_checked(objects: Objects) -> None:
    objects["pantau-edited"]["attributes"]["columns"] = ["headline"]

    found = problems("{,}\n" + ndjson(objects.values()))

    assert [problem.partition(": ")[0] for problem in found] == ["line 1", "search pantau-edited, columns"]


def test_the_script_says_when_the_file_is_not_what_the_sources_give(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "pantau.ndjson"
    monkeypatch.setattr("pipelines.delivery.kibana.__main__.OBJECTS", file)

    assert main(["--check"]) == 1
    assert main([]) == 0
    assert main(["--check"]) == 0
    assert file.read_text() == OBJECTS.read_text()
