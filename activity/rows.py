"""Totals as rows: the same for programs, in files, and in the tables of pages.

A row is a figure of the whole scope, or of one part of it. Of a structure, a network or a week that
said nothing there is a row, too, without a value: it isn't zero, and it isn't forgotten.
"""

from collections import defaultdict

from activity.filters import BY_COLUMN, OVER_TIME
from activity.models import Modality


def rows_of(summary, by=None):
    """`by`: one of `filters.BREAKDOWNS`."""
    if not by:
        return [figure_row(figure, summary) for figure in summary.figures]
    if by in OVER_TIME:
        return time_rows(summary, by)
    if by in {"structure", "reseau"}:
        return place_rows(summary, by)
    return detail_rows(summary, by)


def figure_row(figure, summary):
    return row(
        summary,
        figure.indicator,
        value=figure.value,
        is_provisional=figure.is_provisional,
        structures=figure.coverage.structures,
        reporting=figure.coverage.reporting,
        expected=figure.coverage.expected,
        submitted=figure.coverage.submitted,
        previous=figure.previous,
        year_before=figure.year_before,
        change=figure.change,
        change_on_year=figure.change_on_year,
        remote_share=figure.remote_share,
        per_thousand=figure.per_thousand,
    )


def time_rows(summary, by):
    """With the same week, month, quarter or year of the year before, and what was submitted."""
    kind = OVER_TIME[by]
    amounts, before = summary.trend(kind), summary.trend(kind, summary.period.year_before)
    found = []
    for indicator in summary.indicators:
        for part, entries in summary.parts(indicator.frequency, kind).items():
            expected, submitted, still_open = summary.reports(indicator.frequency, entries)
            values = {
                "by": by,
                "group": part.code,
                "group_name": part.label,
                "value": value_in(amounts, part, indicator),
                "year_before": value_in(before, part.year_before, indicator),
                "is_provisional": bool(still_open) and not summary.final,
                "expected": expected,
                "submitted": submitted,
            }
            found.append((part, row(summary, indicator, **values)))
    found.sort(key=lambda item: (item[0].starts_on, item[0].code))
    return [row for _part, row in found]


def place_rows(summary, by):
    """Every structure that was asked for, or every network of theirs."""
    is_structure, places = by == "structure", defaultdict(list)
    for structure in summary.structures:
        places[structure if is_structure else structure.network].append(structure)
    amounts = summary.by_structure if is_structure else summary.by("network")
    found = [
        row(
            summary,
            indicator,
            by=by,
            group=getattr(place, "imilo_code" if is_structure else "code", None),
            group_name=getattr(place, "name", None),
            value=value_in(amounts, getattr(place, "pk", None), indicator),
            structures=len(structures),
            reporting=summary.reporting(indicator, structures),
            per_thousand=summary.per_thousand(indicator, structures),
        )
        for place, structures in places.items()  # None: the structures without a network
        for indicator in summary.indicators
    ]
    return sorted(found, key=lambda row: row["group"] or "")


def detail_rows(summary, by):
    amounts = summary.by(BY_COLUMN[by])
    if by == "modalite":
        amounts = {(key, Modality(key).label): row for key, row in amounts.items()}
    return [
        row(summary, indicator, by=by, group=code, group_name=name, value=amount.value)
        for (code, name), found in sorted(amounts.items())
        for indicator in summary.indicators
        if (amount := found.get(indicator.pk))
    ]


def target_rows(summary, overviews):
    """Of `progress.Overview`: how far the targets of a year are, without those of persons that
    don't add up."""
    return [
        row(
            summary,
            one.indicator,
            by="objectif",
            period=str(one.year),
            value=one.whole.figure if one.whole else None,
            structures=one.structures,
            reporting=one.structures - one.unknown,
            target=one.whole.target if one.whole else None,
            pace=one.whole.pace if one.whole else None,
            reached=one.reached,
            behind=one.behind,
        )
        for one in overviews
    ]


def value_in(amounts, part, indicator):
    amount = amounts.get(part, {}).get(indicator.pk)
    return amount.value if amount else None


COLUMNS = dict.fromkeys(
    ["by", "group", "group_name", "value", "is_provisional", "structures", "reporting", "expected",
     "submitted", "previous", "year_before", "change", "change_on_year", "remote_share",
     "per_thousand", "target", "pace", "reached", "behind"]
)  # fmt: skip


def row(summary, indicator, **values):
    return {
        **COLUMNS,
        "period": summary.period.code,
        "indicator": indicator.code,
        "indicator_name": indicator.name,
        "unit": indicator.unit,
        "is_average": not indicator.is_additive,
        "is_demonstration": summary.is_demonstration,
        **values,
    }
