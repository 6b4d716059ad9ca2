"""Figures, and the dashboard that shows them."""

import pytest

from activity.models import Report
from tests import factories
from tests.catalogue.admin.tools import text_of

WORKSHOPS = "/gestion/activite/indicateurs/ateliers/"


@pytest.fixture
def record(here, workshops):
    """`record(10)`: ten workshops here, in the week of 8 April, submitted."""

    def record(value, day="2024-04-08", *, rank=0, state="submitted", indicator=workshops, **rest):
        structure = here.structures[rank]
        frequency = indicator.frequency
        if not Report.objects.filter(structure=structure, starts_on=day).exists():
            factories.ReportFactory(
                structure=structure,
                starts_on=day,
                frequency=frequency,
                submitted=state == "submitted",
            )
        return factories.ActivityRecordFactory(
            structure=structure, indicator=indicator, starts_on=day, value=value, **rest
        )

    return record


@pytest.fixture
def read(client):
    def read(path=WORKSHOPS, **parameters):
        response = client.get(path, {"periode": "2024-W15"} | parameters)
        assert response.status_code == 200
        return text_of(response)

    return read
