import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.records import Reject, make_report
from dateline.scale import cores as cores_module
from dateline.scale import window
from dateline.scale.cores import cores
from dateline.scale.window import lead, tasks

REPORTS = st.builds(lambda id, size, day: make_report("x" * size, id=id, published=f"2020-01-{day:02d}"),
                    st.sampled_from("abcdefghij"), st.integers(1, 400), st.integers(1, 28))  # fmt: skip
REJECTS = st.integers(0, 99).map(lambda n: Reject(id=str(n), source="s", line=n, reason="json", detail="d"))
ITEMS = st.lists(REPORTS | REJECTS, max_size=80)


@pytest.fixture(autouse=True, scope="module")
def small():
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("FIRST_WINDOW", 4), ("WINDOW", 16), ("WINDOW_CHARS", 2_000), ("TASK_CHARS", 500)):
            patch.setattr(window, name, value)
        yield


def revisions(items):
    found = {}
    for item in items:
        if not isinstance(item, Reject):
            found.setdefault(item.id, []).append(item.key)
    return found


@given(ITEMS)
def test_nothing_is_lost_or_doubled_and_revisions_stay_in_order(items):
    out = [item for task in tasks(items) for item in task]
    assert sorted(map(repr, out)) == sorted(map(repr, items))
    assert revisions(out) == revisions(items)


@given(ITEMS)
def test_ordered_tasks_keep_the_order(items):
    assert [item for task in tasks(items, ordered=True) for item in task] == items


@given(ITEMS)
def test_a_task_is_small_unless_one_report_is_large(items):
    for task in tasks(items):
        assert task
        assert len(task) == 1 or sum(len(item.text) for item in task if not isinstance(item, Reject)) <= window.TASK_CHARS


def test_the_longest_come_first_and_little_is_read_ahead():
    items = [make_report("x" * size, id=str(size)) for size in (10, 30, 20, 40, 50)]
    read = []

    def reading():
        for item in items:
            read.append(item)
            yield item

    first = next(iter(tasks(reading())))
    assert [len(item.text) for item in first] == [40, 30, 20, 10]
    assert len(read) == window.FIRST_WINDOW + 1


def test_the_lead_tells_whether_that_was_all():
    items = [make_report("x" * 10, id=str(n)) for n in range(4)]
    assert lead(iter(items), 100) == (items, True)
    rest = iter(items)
    assert lead(rest, 15) == (items[:2], False)
    assert list(rest) == items[2:]


def test_cores_follow_the_quota_and_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(cores_module.os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    quota, memory = tmp_path / "cpu.max", tmp_path / "meminfo"
    monkeypatch.setattr(cores_module, "_QUOTA", quota)
    monkeypatch.setattr(cores_module, "_MEMORY", memory)
    assert cores() == 16
    quota.write_text("max 100000\n")
    memory.write_text("MemTotal: 99 kB\nMemAvailable: 8000000 kB\n")
    assert cores() == 8_000_000 * 3 // 4 // 1024 // 500
    quota.write_text("250000 100000\n")
    assert cores() == 2
    memory.write_text("MemAvailable: 1 kB\n")
    assert cores() == 1
