import csv
import datetime
import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.dictionary import ENTRIES, make_entries
from dateline.errors import DataError, InputError
from dateline.resolve.cameo_actors import read_actor_code
from dateline.resolve.entities import ActorContext, Entities
from dateline.resolve.lexicon import lexicon
from dateline.resolve.ownlexicon import with_dictionaries
from dateline.resolve.ownwords import OwnCode, code_on
from dateline.resolve.userdict import read_dictionary

ACTORS = """# our own
<!-- a comment
over lines -->
PERU_ ; countries
+PERUVIAN_
+TRUJILLO_
\t[PER]
OLLANTA_HUMALA_ ; a president
+HUMALA_
\t[PERELI >20160728]
\t[PERGOV 110728-20160728]
\t[PEROPP <110728]
SHINING_PATH_ [PERCRM]
LAKE_FRONT [UGAREBLKF 1990-1995] [UGAGOV >1995]
HERDERS_S_LEAGUE [SDNREB]
UN_LAKE_MISSION [IGOUNOPKO]
LAKE_TIMES [UGAMED]
LAKE_CIRCUS [---]
FAVELA_LORDS [CRM]
"""
AGENTS = """!PERSON! = MAN, MEN, WOMAN
CONGRESS!PERSON! [~LEG]  # a set
BRICKLAYER [~LAB]
CHIEF_OF_HERD {CHIEFS_OF_HERD} [~AGR]
RELIEF_BODY [~NGO]
MILITIA [~CRM]
WORLD_BODY {} [~IGO]
"""
TABLE = """name,aliases,country,sector,kind,from,to
Bachaqueros,Black Market Union|BMU,VEN,CRM,,,
"Front, Lake",The Lake Front,UGA,REB,group,1990,1999-06
"Front, Lake",,UGA,PTY,,1999-07,
Ana Pérez,,PER,GOV,person,2001,2005
"""


@pytest.fixture
def read(tmp_path):
    def read_text(text, name="own.txt"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_dictionary(path)

    return read_text


@pytest.fixture
def resolve(read):
    def resolver(*texts):
        entities = Entities(with_dictionaries(lexicon(), [read(text, f"{i}.txt") for i, text in enumerate(texts)]))

        def resolved(phrase, day=None, home=None):
            ref = entities.resolve(phrase, ActorContext(day, home))
            return ref and (ref.id, ref.country, ref.sector)

        return resolved

    return resolver


def test_petrarch_actors(resolve):
    resolved = resolve(ACTORS)
    assert resolved("Humala", "2012-01-01") == ("person:ollanta-humala", "PER", "GOV")
    assert resolved("Humala", "2011-07-27")[2] == "OPP"
    assert [resolved("Ollanta Humala", day)[2] for day in ("2011-07-28", "2016-07-28", "2016-07-29")] == ["GOV", "GOV", "ELI"]
    assert resolved("Peruvian troops") == ("PER:MIL", "PER", "MIL")
    assert resolved("Trujillo police") == ("PER:COP", "PER", "COP")
    assert resolved("Herders' League fighters") == ("group:herders-league", "SDN", "REB")
    assert resolved("UN Lake Mission") == ("group:un-lake-mission", "IGO", None)
    assert resolved("Lake Times") == ("group:lake-times", "UGA", "JRN"), "CAMEO's MED is media"
    assert resolved("Lake Circus") is None
    assert resolved("Favela Lords") == ("group:favela-lords", None, "CRM")


def test_a_users_word_beats_ours_under_every_name_that_we_have(resolve):
    resolved = resolve(ACTORS)
    assert Entities.load().resolve("Shining Path", ActorContext("1990-01-01", None)).sector == "REB"
    for name in ("Shining Path", "Sendero Luminoso"):
        assert resolved(name, "1990-01-01")[1:] == ("PER", "CRM")


def test_outside_of_its_dates_an_entry_is_silent(resolve):
    resolved = resolve(ACTORS)
    assert resolved("Lake Front", "1995-12-31")[2] == "REB"
    assert resolved("Lake Front", "1996-01-01")[2] == "GOV"
    assert resolved("Lake Front", "1989-12-31")[0] == Entities.load().resolve("Lake Front", ActorContext("1989-12-31")).id
    assert resolved("Lake Front")[0] == "group:lake-front:LKF", "a part of the code that no table maps stays in the id"


def test_petrarch_agents(resolve):
    resolved = resolve(AGENTS)
    assert resolved("Peruvian congressmen") == ("PER:LEG", "PER", "LEG")
    assert resolved("bricklayers of Peru") == ("role:LAB:PER", "PER", "LAB")
    assert resolved("Peruvian chiefs of herd") == ("role:AGR:PER", "PER", "AGR")
    assert resolved("Peruvian relief bodies") == ("role:SOC:PER", "PER", "SOC")
    assert resolved("relief body")[1:] == ("NGO", "SOC")
    assert resolved("world body") == ("role:IGO", "IGO", None)
    assert resolved("Peruvian militia") == ("role:CRM:PER", "PER", "CRM"), "a user's role word beats ours"


def test_csv(resolve, read):
    resolved = resolve(TABLE)
    assert resolved("BMU") == resolved("the Black Market Union") == ("group:bachaqueros", "VEN", "CRM")
    assert resolved("bmu") is None
    assert [resolved("Lake Front", day)[2] for day in ("1999-06-30", "1999-07-01")] == ["REB", "PTY"]
    assert resolved("Ana Perez", "2005-12-31") == ("person:ana-perez", "PER", "GOV")
    assert resolved("Ana Perez", "2006-01-01") == ("name:ana-perez", None, None)
    for delimiter in ";\t":
        rows = list(csv.reader(io.StringIO(TABLE)))
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(rows)
        assert read("\ufeff" + out.getvalue()).entries == read(TABLE).entries


def test_the_later_file_wins(resolve):
    first, second = "LAKE_LEAGUE [UGAREB]\n", "name,country,sector\nLake League,KEN,PTY\n"
    assert resolve(first, second)("Lake League") == ("group:lake-league", "KEN", "PTY")
    assert resolve(second, first)("Lake League") == ("group:lake-league", "UGA", "REB")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("WHO_CARES_", "no code"),
        ("FOO_ [QQQGOV]", "QQQ is no country"),
        ("FOO_ [USAGO]", "threes"),
        ("FOO_ [USAGOV 20011399]", "no restriction"),
        ("FOO_ [USAGOV >20011399]", "no date"),
        ("FOO_ [USAGOV 2005-2001]", "ends before"),
        ("FOO_ [USA", "brackets"),
        ("FOO_ []", "no code"),
        ("__ [USA]", "no letters"),
        ("FOO!MEN! [USA]", "not defined"),
        ("FOO {FOOS [~GOV]", "PLURAL"),
        ("FOO [~GOV] [~MIL]", "one code"),
        ("_".join("ABCDEFGHIJKLMNOPQRSTU") + " [USA]", "words"),
    ],
)
def test_bad_petrarch_lines_are_told_and_the_rest_counts(read, line, told):
    found = read(f"GOOD_ [PERGOV]\n{line}\nFINE_ [PERREB]\n")
    assert [entry.names[0] for entry in found.entries] == ["GOOD", "FINE"]
    (bad,) = found.bad
    assert bad.line == 2
    assert told in bad.detail
    assert str(bad).startswith(f"{found.path}:2: ")


@pytest.mark.parametrize("lines", ["+LOST_", "[USA]"])
def test_lines_without_an_entry_above(read, lines):
    assert [bad.line for bad in read(f"{lines}\nGOOD_ [PER]\n").bad] == [1]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("too,few", "fields"),
        ("A,,ZZZ,GOV,,,", "alpha-3"),
        ("A,,PER,GVO,,,", "PLOVER sector"),
        ("A,,PER,GOV,human,,", "kind"),
        ("A,,PER,GOV,,2001-13,", "no date"),
        ("A,,PER,GOV,,2005,2001", "ends"),
        ("A,,,,,,", "neither"),
        (",,PER,GOV,,,", "no letters"),
        ('"A,,PER,GOV,,,', "quote"),
    ],
)
def test_bad_csv_lines(read, line, told):
    found = read(f"{TABLE}{line}\nLast,,PER,GOV,,,\n")
    assert found.entries[-1].names == ("Last",)
    (bad,) = found.bad
    assert bad.line == 6
    assert told in bad.detail


@pytest.mark.parametrize("data", [b"", b"just some prose\n", b"actor,code\nPERU,PER\n", b"\0\1\2", b"FOO_ [QQQ]\n"])
def test_no_dictionary(read, data):
    with pytest.raises(InputError):
        read(data)


def test_missing_file(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_dictionary(tmp_path / "none.csv")


def test_notes_on_unmapped_codes_and_shared_names(read):
    notes = read("LAKE_ [UGAREBLKF]\nRIVER_ [UGAREBLKF]\nLAKE_ [KEN]\n").notes
    assert "LKF (2)" in notes[0]
    assert "'lake' at lines 1, 3" in notes[1]


def test_the_digest_is_of_the_bytes(read):
    assert read(ACTORS).digest == hashlib.sha256(ACTORS.encode()).hexdigest()


@pytest.mark.parametrize(
    ("code", "want"),
    [
        ("COL", ("COL", None, "")),
        ("AFGREBTAL", ("AFG", "REB", "TAL")),
        ("MUS", ("MUS", None, "")),
        ("IRQREBMUS", ("IRQ", "REB", "")),
        ("IRQSUN", ("IRQ", "REL", "")),
        ("ROMGOV", ("ROU", "GOV", "")),
        ("USANGO", ("USA", "SOC", "")),
        ("NGOHLH", ("NGO", "MED", "")),
        ("IGOUNO", ("IGO", None, "")),
        ("---MIL", (None, "MIL", "")),
        ("INSSEP", (None, "REB", "")),
        ("AFR", (None, None, "")),
    ],
)
def test_cameo_codes(code, want):
    assert tuple(read_actor_code(code)) == want


@pytest.mark.parametrize("code", ["", "US", "QQQ", "usa", "USAG"])
def test_no_cameo_codes(code):
    with pytest.raises(DataError):
        read_actor_code(code)


DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 31))


@given(DAYS, DAYS, DAYS)
def test_stretches_between_two_days_never_overlap_nor_leave_a_gap(a, b, day):
    first, last = sorted((a, b))
    codes = (
        OwnCode("PER", "OPP", "", (first - datetime.timedelta(days=1)).isoformat()),
        OwnCode("PER", "GOV", first.isoformat(), last.isoformat()),
        OwnCode("PER", "ELI", (last + datetime.timedelta(days=1)).isoformat(), ""),
    )
    assert sum(code.holds(day.isoformat()) for code in codes) == 1
    assert code_on(codes, day.isoformat()).sector == ("OPP" if day < first else "ELI" if day > last else "GOV")
    assert code_on(codes, None).sector == "ELI"


@given(st.text(alphabet="AB[]<>~+_!{}# ;-,=12\n\"'", max_size=80))
def test_whatever_the_bytes_there_is_no_traceback(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("own") / "any.txt"
    path.write_text(f"GOODFELLOWS_ [PERGOV]\n{text}\n")
    found = read_dictionary(path)
    assert with_dictionaries(lexicon(), [found]).find("Goodfellows")


def test_a_dictionary_of_full_size_keeps_every_good_entry_and_every_bad_line(tmp_path):
    path = tmp_path / "big.txt"
    path.write_text("\n".join(make_entries()))
    found = read_dictionary(path)
    assert len(found.bad) == ENTRIES // 1000
    assert len(found.entries) == ENTRIES - len(found.bad)
    words = with_dictionaries(lexicon(), [found])
    assert words.find(found.entries[-1].names[0]).own == f"{path}:{found.entries[-1].line}"
    assert len(words.entries) > len(lexicon().entries) + ENTRIES
