"""Charts: each kind of chart of a dashboard, as a Lens visualisation."""

from __future__ import annotations

from pipelines.delivery.kibana import lens
from pipelines.delivery.kibana.data_views import View
from pipelines.delivery.kibana.fields import SourceError
from pipelines.delivery.kibana.lens import Column, Layer
from pipelines.delivery.kibana.objects import Json
from pipelines.delivery.kibana.sources import Chart, Cloud, HeatMap, Measure, Metric, Split, Step, Table, Timeline

# From light to dark, for few to many.
SHADES = ("#d6e9e4", "#aed3ca", "#85bdb1", "#5aa898", "#209280")
SMALLEST_WORD, BIGGEST_WORD = 14, 44  # points
EVERYWHERE = {"x": True, "yLeft": True, "yRight": True}


def attributes(chart: Chart, view: View, place: str) -> Json:
    """Return the Lens attributes of `chart`. Raises SourceError, naming `place`, where a field is none or does not fit."""
    match chart:
        case Metric():
            return _metric(chart, view, place)
        case Timeline():
            return _timeline(chart, view, place)
        case Cloud():
            return _cloud(chart, view, place)
        case HeatMap():
            return _heat_map(chart, view, place)
        case Table():
            return _table(chart, view, place)


def _metric(chart: Metric, view: View, place: str) -> Json:
    value = _measure(chart, 0, chart.value, view, place)
    layer = _layer(chart, view, value)
    visualization: Json = {"layerId": layer.id, "layerType": "data", "metricAccessor": value.id}
    if chart.value.colour:
        visualization["color"] = chart.value.colour
    return lens.chart("lnsMetric", layer, visualization, chart.where, chart.about)


def _timeline(chart: Timeline, view: View, place: str) -> Json:
    measures = [_measure(chart, number, value, view, place) for number, value in enumerate(chart.values)]
    time = lens.dates(f"{chart.id}-time", chart.time, "auto", view, f"{place}: time")
    split = [lens.values(f"{chart.id}-split", chart.split, view, f"{place}: split", order=measures[0])] if chart.split else []
    layer = _layer(chart, view, *split, time, *measures)
    drawn: Json = {
        "layerId": layer.id,
        "layerType": "data",
        "seriesType": "bar_stacked",
        "position": "top",
        "showGridlines": False,
        "xAccessor": time.id,
        "accessors": [column.id for column in measures],
        "yConfig": [
            {"forAccessor": column.id, "color": value.colour} for column, value in zip(measures, chart.values, strict=True) if value.colour
        ],
    }
    if chart.split:
        drawn["splitAccessor"] = split[0].id
        if chart.split.colours:
            drawn["colorMapping"] = _colours(chart.split)
    visualization = {
        "legend": {"isVisible": True, "position": "right"},
        "valueLabels": "hide",
        "fittingFunction": "None",
        "axisTitlesVisibilitySettings": dict.fromkeys(EVERYWHERE, False),
        "tickLabelsVisibilitySettings": EVERYWHERE,
        "gridlinesVisibilitySettings": EVERYWHERE,
        "labelsOrientation": dict.fromkeys(EVERYWHERE, 0),
        "preferredSeriesType": "bar_stacked",
        "layers": [drawn],
    }
    return lens.chart("lnsXY", layer, visualization, chart.where, chart.about)


def _cloud(chart: Cloud, view: View, place: str) -> Json:
    value = _measure(chart, 0, chart.value, view, place)
    words = lens.values(f"{chart.id}-words", chart.of, view, f"{place}: of", order=value)
    layer = _layer(chart, view, words, value)
    visualization = {
        "layerId": layer.id,
        "layerType": "data",
        "tagAccessor": words.id,
        "valueAccessor": value.id,
        "minFontSize": SMALLEST_WORD,
        "maxFontSize": BIGGEST_WORD,
        "orientation": "single",
        "showLabel": False,
        "palette": {"type": "palette", "name": "default"},
    }
    return lens.chart("lnsTagcloud", layer, visualization, chart.where, chart.about)


def _heat_map(chart: HeatMap, view: View, place: str) -> Json:
    value = _measure(chart, 0, chart.value, view, place)
    rows = lens.values(f"{chart.id}-rows", chart.of, view, f"{place}: of", order=value)
    days = lens.dates(f"{chart.id}-days", chart.time, "d", view, f"{place}: time")
    layer = _layer(chart, view, rows, days, value)
    share = 100 // len(SHADES)
    visualization = {
        "shape": "heatmap",
        "layerId": layer.id,
        "layerType": "data",
        "legend": {"isVisible": True, "position": "right", "type": "heatmap_legend"},
        "gridConfig": {
            "type": "heatmap_grid",
            "isCellLabelVisible": True,
            "isYAxisLabelVisible": True,
            "isXAxisLabelVisible": True,
            "isYAxisTitleVisible": False,
            "isXAxisTitleVisible": False,
        },
        "xAccessor": days.id,
        "yAccessor": rows.id,
        "valueAccessor": value.id,
        "palette": {
            "type": "palette",
            "name": "positive",
            "accessor": value.id,
            "params": {
                "name": "positive",
                "steps": len(SHADES),
                "stops": [{"color": shade, "stop": number * share} for number, shade in enumerate(SHADES)],
                "rangeType": "percent",
                "rangeMin": 0,
                "rangeMax": None,
                "continuity": "above",
                "reverse": False,
            },
        },
    }
    return lens.chart("lnsHeatmap", layer, visualization, chart.where, chart.about)


def _table(chart: Table, view: View, place: str) -> Json:
    measures = [_measure(chart, number, value, view, place) for number, value in enumerate(chart.columns)]
    by_label = {value.label: column for value, column in zip(chart.columns, measures, strict=True)}
    if chart.order and chart.order not in by_label:
        raise SourceError(f"{place}: order: there is no column {chart.order!r}; there are {', '.join(by_label)}.")
    order = by_label.get(chart.order)
    rows = lens.values(f"{chart.id}-rows", chart.rows, view, f"{place}: rows", order=order)
    layer = _layer(chart, view, rows, *measures)
    visualization = {
        "layerId": layer.id,
        "layerType": "data",
        "columns": [
            {"columnId": rows.id, "isTransposed": False, "hidden": chart.rows_hidden},
            *(_table_column(column, value) for column, value in zip(measures, chart.columns, strict=True)),
        ],
        "sorting": {"columnId": order.id, "direction": "desc"} if order else {"columnId": rows.id, "direction": "asc"},
        "paging": {"size": chart.page, "enabled": True},
        "rowHeight": "single" if chart.lines == 1 else "custom",
        "rowHeightLines": chart.lines,
        "headerRowHeight": "single",
        "headerRowHeightLines": 1,
    }
    return lens.chart("lnsDatatable", layer, visualization, chart.where, chart.about)


def _table_column(column: Column, source: Measure) -> Json:
    shown: Json = {"columnId": column.id, "isTransposed": False}
    if source.width:
        shown["width"] = source.width
    if source.steps:
        shown |= {"colorMode": "cell", "palette": _steps(source.steps)}
    return shown


def _steps(steps: tuple[Step, ...]) -> Json:
    """Return the palette of cells. Kibana keeps where each colour begins and, to draw by, where it ends; the last one has no end."""
    begins = [step.begin for step in steps]
    ends = [*begins[1:], begins[-1] + 1]
    return {
        "type": "palette",
        "name": "custom",
        "params": {
            "name": "custom",
            "steps": len(steps),
            "stops": [{"color": step.colour, "stop": end} for step, end in zip(steps, ends, strict=True)],
            "colorStops": [{"color": step.colour, "stop": step.begin} for step in steps],
            "rangeType": "number",
            "rangeMin": begins[0],
            "rangeMax": None,
            "continuity": "above",
            "reverse": False,
            "progression": "fixed",
        },
    }


def _colours(split: Split) -> Json:
    return {
        "assignments": [
            {"rule": {"type": "matchExactly", "values": [value]}, "color": {"type": "colorCode", "colorCode": colour}, "touched": True}
            for value, colour in split.colours.items()
        ],
        "specialAssignments": [{"rule": {"type": "other"}, "color": {"type": "loop"}, "touched": False}],
        "paletteId": "eui_amsterdam_color_blind",
        "colorMode": {"type": "categorical"},
    }


def _measure(chart: Chart, number: int, source: Measure, view: View, place: str) -> Column:
    return lens.measure(f"{chart.id}-{number}", source, view, place)


def _layer(chart: Chart, view: View, *columns: Column) -> Layer:
    return Layer(f"{chart.id}-layer", view, columns)
