"""Our own maps: what they show is where it is, and no name hides another."""

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.maps import france
from catalogue.maps.projection import HEIGHT, WIDTH
from catalogue.maps.territory import frame, label_box, overlap, territory
from catalogue.models import Commune

latitudes = st.floats(-85, 85)
longitudes = st.floats(-179, 179)


def commune(number, latitude, longitude, population):
    return Commune(
        insee_code=f"{number:05d}",
        name=f"Commune {number}",
        latitude=latitude,
        longitude=longitude,
        population=population,
    )


class TestTerritory:
    def test_north_is_up_and_east_is_right(self):
        project = frame([(48.0, 2.0), (49.0, 3.0)])
        x, y = project(48.0, 2.0)
        assert project(48.5, 2.0)[1] < y
        assert project(48.0, 2.5)[0] > x

    @given(st.lists(st.tuples(latitudes, longitudes), min_size=1, max_size=8))
    def test_every_point_is_in_the_frame(self, points):
        project = frame(points)
        for point in points:
            x, y = project(*point)
            assert -0.1 <= x <= WIDTH + 0.1
            assert -0.1 <= y <= HEIGHT + 0.1

    @given(
        st.lists(
            st.tuples(
                st.floats(48.5, 49.0), st.floats(2.0, 2.6), st.integers(0, 300_000) | st.none()
            ),
            min_size=1,
            max_size=12,
            unique_by=lambda row: (round(row[0], 2), round(row[1], 2)),
        )
    )
    def test_no_name_hides_another(self, rows):
        communes = [commune(number, *row) for number, row in enumerate(rows)]
        project = frame([row[:2] for row in rows])
        drawing = territory(project, communes, lit=[c.pk for c in communes])
        named = [circle for circle in drawing.circles if circle.label]
        boxes = [label_box(circle.label, len(circle.name) * 9) for circle in named]
        assert not any(overlap(one, other) for one, other in combinations(boxes, 2))

    def test_a_name_too_long_for_a_phone_is_left_to_larger_screens(self):
        town = commune(1, 48.8, 2.3, 90_000)
        town.name = "X" * 45
        project = frame([(48.7, 2.2), (48.9, 2.4)])
        [circle] = territory(project, [town], lit=["00001"]).circles
        assert circle.label.desk_only

    def test_two_lit_communes_do_not_overlap(self):
        communes = [commune(1, 48.80, 2.33, 90_000), commune(2, 48.81, 2.34, 60_000)]
        project = frame([(c.latitude, c.longitude) for c in communes])
        one, other = territory(project, communes, lit=["00001", "00002"]).circles
        assert hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius - 0.2

    def test_a_larger_population_is_a_larger_circle(self):
        communes = [commune(1, 48.7, 2.3, 10_000), commune(2, 48.9, 2.5, 90_000)]
        project = frame([(c.latitude, c.longitude) for c in communes])
        circles = {c.name: c for c in territory(project, communes, lit=["00001"]).circles}
        assert circles["Commune 1"].radius < circles["Commune 2"].radius

    def test_a_commune_without_a_point_is_left_out(self):
        project = frame([(48.8, 2.3)])
        assert not territory(project, [commune(1, None, None, 500)]).circles


class TestFrance:
    @pytest.mark.parametrize(
        ("point", "left_of"),
        [((48.39, -4.49), (48.58, 7.75)), ((43.30, 5.37), (41.93, 8.74))],
        ids=["Brest, Strasbourg", "Marseille, Ajaccio"],
    )
    def test_the_mainland_is_in_its_order(self, point, left_of):
        assert france.place(*point)[0] < france.place(*left_of)[0]

    @pytest.mark.parametrize(
        ("name", "point"),
        [
            ("Guadeloupe", (16.0, -61.73)),
            ("Martinique", (14.6, -61.07)),
            ("Guyane", (4.92, -52.31)),
            ("La Réunion", (-20.88, 55.45)),
            ("Mayotte", (-12.78, 45.23)),
        ],
    )
    def test_overseas_territories_have_a_frame(self, name, point):
        inset = next(inset for inset in france.INSETS if inset.name == name)
        x, y = france.place(*point)
        assert inset.x <= x <= inset.x + france.INSET
        assert inset.y <= y <= inset.y + france.INSET

    def test_what_is_nowhere_on_the_picture_is_left_out(self):
        assert france.place(0.0, 0.0) is None
        assert france.board([(0.0, 0.0)]).dots == ""

    def test_a_region_is_shown_from_nearer_on_its_own_land(self):
        paris, meaux, chartres = (48.8, 2.3), (48.9, 2.6), (48.4, 1.5)
        near = france.region_board([paris], [paris, meaux, chartres])
        assert near.view_box != france.board([paris]).view_box
        assert near.dots == france.board([paris]).dots
        assert near.land.count("h0") >= 3

    def test_every_lamp_of_a_region_is_in_its_frame(self):
        points = [(48.8, 2.3), (48.4, 1.5)]
        board = france.region_board(points, [(48.9, 2.6)])
        left, top, width, height = map(float, board.view_box.split())
        for x, y in france.placed(points):
            assert left < x < left + width
            assert top < y < top + height

    def test_a_region_without_known_communes_shows_the_country(self):
        assert france.region_board([(48.8, 2.3)], []) == france.board([(48.8, 2.3)])

    @given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 600)), min_size=1, max_size=20))
    def test_land_is_drawn_where_there_are_communes(self, spots):
        drawn = list(france.grid(spots, step=20))
        for x, y in spots:
            assert any(hypot(x - dot_x, y - dot_y) <= 30 for dot_x, dot_y in drawn)
        for x, y in drawn:
            assert any(hypot(x - spot_x, y - spot_y) <= 30 for spot_x, spot_y in spots)
