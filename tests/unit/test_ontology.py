import pytest

from dateline.errors import DataError
from dateline.ontology import loader, ontology


def test_has_all_of_plover():
    known = ontology()
    assert len(known.types) == 16
    assert sum(len(t.modes) for t in known.types.values()) == 67
    assert (len(known.contexts), len(known.sectors)) == (37, 25)


def test_decisions_on_the_manuals_contradictions():
    known = ontology()
    assert known.types["SANCTION"].quad == 4
    assert known.types["ACCUSE"].score == -3
    assert {t.name for t in known.types.values() if t.recipient_required} == {"COOPERATE", "AID", "SANCTION"}
    assert known.from_cameo("190").type == "ASSAULT"
    assert known.from_cameo("163").type == "COERCE" and known.from_cameo("163").mode == "restrict"
    assert known.from_cameo("191").type == "COERCE"
    assert known.from_cameo("175").type == "ASSAULT" and "repression" in known.from_cameo("175").contexts


def test_every_definition_is_written():
    known = ontology()
    texts = [t.definition for t in known.types.values()] + [m.definition for t in known.types.values() for m in t.modes.values()]
    assert all(len(text) > 5 and "TODO" not in text for text in texts)


def test_mode_without_score_has_its_types():
    assert ontology().score("PROTEST", "vandalize") == ontology().types["PROTEST"].score
    assert ontology().score("CONSULT", "visit") == 4.0


def test_cameo_both_ways():
    known = ontology()
    for code, entry in known.cameo.items():
        assert code in known.to_cameo(entry.type, entry.mode)
    assert known.from_cameo("1831").mode == "suicide-attack"
    assert known.from_cameo("010") is None
    assert known.to_cameo("PROTEST", "hunger")[0].startswith("142")


def test_broken_table_names_file_and_line(monkeypatch):
    with pytest.raises(DataError, match=r"types\.tsv:2"):
        loader._rows("types.tsv", ("type", "quad", "recipient_required", "score", "definition"), lambda r: int(r["score"] + "x"))
