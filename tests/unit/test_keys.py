import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.store import keys as module
from dateline.store.keys import KeySet, LatestKeys, hash_of

IDS = st.lists(st.text(alphabet="aé\ud800z0\U0001f600", max_size=4), max_size=40)


@given(IDS, IDS, IDS)
def test_a_key_set_is_a_set(before, added, others):
    found = KeySet([hash_of(id) for id in before])
    for id in added:
        found.add(id)
    assert len(found) == len({*before, *added})
    for id in (*before, *added, *others):
        assert (id in found) == (id in {*before, *added})


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 2**64 - 1)), max_size=60), st.integers(1, 4))
def test_latest_keys_are_a_dict(pairs, loose):
    half = len(pairs) // 2
    before = dict(pairs[:half])
    found = LatestKeys(*(module.np.array(list(x), dtype=module.np.uint64) for x in (map(hash_of, before), before.values())))
    wanted = {id: f"{key:016x}" for id, key in before.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_LOOSE", loose)
        for id, key in pairs[half:]:
            found.set(id, f"{key:016x}")
            wanted[id] = f"{key:016x}"
    assert {id: found.get(id) for id in "abcdef"} == {id: wanted.get(id) for id in "abcdef"}


def test_a_key_of_another_form_is_kept_as_it_is():
    found = LatestKeys(module.np.array([], dtype=module.np.uint64), module.np.array([], dtype=module.np.uint64))
    found.set("a", "not hex")
    assert found.get("a") == "not hex"
    found.set("a", "00000000000000ff")
    assert found.get("a") == "00000000000000ff"


def test_the_tables_hash_alike():
    ids = ["", "a", "r1", "é", "\U0001f600", "a b/c.txt!d", "0123456789abcdef" * 9]
    with duckdb.connect() as connection:
        for id in ids:
            assert connection.execute(f"SELECT {module.HASH_SQL.format('?')}", [id]).fetchone() == (hash_of(id),)
