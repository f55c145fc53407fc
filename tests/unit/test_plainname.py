"""Names without the words that are no part of them."""

import pytest

from dateline.resolve.plainname import plain_name

COUNTRIES = {"Mexico", "South Sudan", "Philippines"}


@pytest.mark.parametrize(
    ("quote", "name"),
    [
        ("self-named Northern Legion", "Northern Legion"),
        ("the self-styled “River Front”", "River Front"),
        ("so-called Hill People's Republic", "Hill People's Republic"),
        ("Mexico’s Sinaloa Cartel", "Sinaloa Cartel"),
        ("the Philippines' New People's Army", "New People's Army"),
        ("South Sudan's army", "South Sudan's army"),  # a description, no name
        ("Lord's Resistance Army", "Lord's Resistance Army"),  # not a country's
        ("Donetsk People's Republic", "Donetsk People's Republic"),
        ("United States’", "United States"),
        ("Clan del Golfo", "Clan del Golfo"),
    ],
)
def test_words_beside_a_name_are_left_out(quote: str, name: str) -> None:
    assert plain_name(quote, COUNTRIES.__contains__) == name
