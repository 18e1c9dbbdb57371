"""Ids by the million: as the house makes them, in either shape, spelled the same by the database and by Python."""

import sqlite3
import uuid

import pytest

from benchmarks.stored.ids import SHORT, UUID, Shape, shape_of
from haven.chance import Chance

PEOPLE = 1000


@pytest.mark.parametrize("shape", [UUID, SHORT])
def test_the_database_spells_an_id_as_python_does(shape: Shape) -> None:
    spelled = f"SELECT {shape.head(PEOPLE)} || {shape.mark('1002')} FROM (SELECT ? AS i)"
    connection = sqlite3.connect(":memory:")
    for number in (1, 2, 517, PEOPLE):
        (found,) = connection.execute(spelled, (number,)).fetchone()
        assert found == shape.spelled(number, PEOPLE, 1002)
    connection.close()


@pytest.mark.parametrize("shape", [UUID, SHORT])
def test_ids_ascend_and_fill_the_whole_alphabet(shape: Shape) -> None:
    ids = [shape.spelled(number, PEOPLE, 1001) for number in range(1, PEOPLE + 1)]
    assert ids == sorted(set(ids))
    assert {one[0] for one in ids} == set(shape.alphabet)


def test_the_house_makes_ids_of_a_shape_that_is_known() -> None:
    assert shape_of(Chance(lambda case, pin: b"").id()) in (UUID, SHORT)
    assert shape_of(str(uuid.uuid4())) == UUID
    with pytest.raises(ValueError, match="shape"):
        shape_of("17")
