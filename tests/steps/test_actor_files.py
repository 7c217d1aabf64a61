"""The user's own actors: dictionaries in PETRARCH's format and CSV tables."""

from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.reader import Reader
from dragoman.steps.actor.actor_codes import read_code
from dragoman.steps.actor.actor_files import ActorFiles

DICTIONARY = """# An invented dictionary
JANE_SOUTHGATE_  # an office and what came after
+MS._SOUTHGATE
+SOUTHGATE
\t[NZLGOV 050301-091231]
\t[NZLOPP >100101]
\t[NZLELI]
RIVERLAND_WATER_BOARD [NZLBUS]
+RWB
COASTAL_LIBERATION_FRONT_ [FJIREB]
THE_ISLANDS_FORUM [IGOUNO]
???
NO_CODE_HERE
LAST_ONE_ [not a code]
"""

TABLE = """name,code,kind,country,sector,role,start,end,synonyms
Jane Southgate,NZL,person,NZL,GOV,prime minister,2005-03-01,2009-12-31,
Jane Southgate,River Party,person,NZL,OPP,,2010-01-01,,
Coastal Liberation Front,Coastal Liberation Front,armed group,FJI,REB,,,,CLF|the Coastal Front
,X,,,,,,,
Bad Date,X,,,,,2005-13-01,,
Bad Kind,X,robot,,,,,,
"""


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    path = tmp_path / "own.actors.txt"
    path.write_text(DICTIONARY, encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def code_at(files: ActorFiles, words: str, date: str | None) -> tuple[str, str | None, str]:
    found = files.find(words.split(), 0)
    assert found is not None
    code = found[1].at(date)
    return code.code, code.sector, code.kind


@pytest.mark.parametrize(
    ("words", "date", "expected"),
    [
        ("jane southgate", "2006-01-01", ("NZL", "GOV", "person")),
        ("southgate", "2012-01-01", ("New Zealand opposition", "OPP", "person")),
        ("southgate", "1999-01-01", ("Jane Southgate", "ELI", "person")),
        ("southgate", None, ("Jane Southgate", "ELI", "person")),
        ("rwb", None, ("Riverland Water Board", "BUS", "organization")),
        ("coastal liberation front", None, ("Coastal Liberation Front", "REB", "armed group")),
        ("islands forum", None, ("UN", "IGO", "organization")),
    ],
)
def test_the_role_of_the_day_is_taken(dictionary, words, date, expected):
    assert code_at(ActorFiles([dictionary]), words, date) == expected


def test_lines_that_cannot_be_read_are_counted(dictionary, table):
    assert ActorFiles([dictionary]).skipped == 4  # "???", the name without a code, and "not a code" with its name
    assert ActorFiles([table]).skipped == 3


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("USAGOV >090120", "2009-01-20", "9999-12-31"),
        ("USAGOV <20090120", "0001-01-01", "2009-01-19"),
        ("USAGOV >2009-01-20", "2009-01-20", "9999-12-31"),
        ("USAGOV 2009-01-20-2017-01-20", "2009-01-20", "2017-01-20"),
        ("USAGOV 311108-331108", "1931-11-08", "1933-11-08"),
        ("USAGOV 010120-051131", "2001-01-20", "2005-11-28"),
    ],
)
def test_dates_of_a_code(text, start, end):
    code = read_code(text)
    assert code is not None
    assert (code.start, code.end) == (start, end)


@pytest.mark.parametrize("text", ["", "1992", "usa gov", "A"])
def test_what_is_no_code(text):
    assert read_code(text) is None


@pytest.mark.parametrize(
    ("text", "code", "country", "sector"),
    [
        ("IGOUNO", "UN", None, "IGO"),
        ("IGOUNOIAE", "IAEA", None, "IGO"),
        ("IGOUNOREFHCR", "UN", None, "IGO"),
        ("IGOMEAARL", "Arab League", None, "IGO"),
        ("USAMIL", "USA", "USA", "MIL"),
        ("PALGOV", "PSE", "PSE", "GOV"),
        ("MNCBRA", "", "BRA", "BUS"),
        ("LKAREBLTT", "", "LKA", "REB"),
        ("PER", "PER", "PER", "GOV"),
    ],
)
def test_what_a_code_stands_for(text, code, country, sector):
    read = read_code(text)
    assert read is not None
    assert (read.code, read.country, read.sector) == (code, country, sector)


def test_outside_its_dates_a_name_says_nothing(tmp_path):
    path = tmp_path / "own.txt"
    path.write_text("ANNA_MOORE_ [FJIGOV 19990101-20010101]\n", encoding="utf-8")
    found = ActorFiles([path]).find(["anna", "moore"], 0)
    assert found is not None
    assert found[1].at("2005-05-05") is None
    assert found[1].at(None) is None


def test_a_name_of_the_closed_lists_stays_under_the_same_code(tmp_path, reader):
    path = tmp_path / "own.txt"
    path.write_text("UNITED_NATIONS_ [IGOUNO]\n", encoding="utf-8")
    text = "The United Nations urged Peru to withdraw. The UN said it would wait."
    own = Reader(actor_files=[path]).read(text)
    assert [a.name for a in own.actors] == [a.name for a in reader.read(text).actors]


def test_surnames_lead_back_to_the_users_person(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(
        "name,code,kind,country,sector,role\nJane Southgate,NZL,person,NZL,GOV,trade envoy\n", encoding="utf-8"
    )
    reading = Reader(actor_files=[path]).read("Jane Southgate arrived on Monday. Ms. Southgate will meet reporters.")
    (actor,) = [a for a in reading.actors if a.kind == "person"]
    assert (actor.code, actor.country, actor.sector, actor.role) == ("NZL", "NZL", "GOV", "trade envoy")
    assert [m.text for m in actor.mentions] == ["Jane Southgate", "Southgate"]


def test_longest_name_wins(dictionary):
    files = ActorFiles([dictionary])
    assert files.find(["jane", "southgate", "said"], 0)[0] == 2
    assert files.find(["jane", "smith"], 0) is None


@pytest.mark.parametrize(
    ("date", "code"), [("2006-05-01", "NZL"), ("2011-05-01", "River Party")], ids=["in office", "afterwards"]
)
def test_readings_know_the_users_actors(table, date, code):
    reader = Reader(actor_files=[table])
    reading = reader.read("Jane Southgate urged the Coastal Liberation Front to lay down its arms.", date)
    (event,) = [e for e in reading.events if e.type == "REQUEST"]
    assert (event.actors, event.recipients) == ((code,), ("Coastal Liberation Front",))


def test_a_states_own_name_stays(tmp_path, reader):
    path = tmp_path / "own.csv"
    path.write_text("name,code\nJapan,Nowhere\n", encoding="utf-8")
    text = "Japan rejected the proposal of Peru on Monday."
    own = Reader(actor_files=[path]).read(text, "2006-05-01")
    assert own.events == reader.read(text, "2006-05-01").events


@pytest.mark.parametrize("text", ["", "nothing here that names anybody\n", "# only a comment\n", "name,code\n"])
def test_a_file_without_actors_is_an_error(tmp_path, text):
    path = tmp_path / "own.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"own\.txt"):
        ActorFiles([path])


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(KnowledgeError, match=r"no\.csv.*cannot be read"):
        ActorFiles([tmp_path / "no.csv"])


def test_real_dictionaries_load():
    folder = Path(__file__).resolve().parents[2] / ".." / "shared" / "dictionaries"
    paths = sorted(folder.glob("*.actors.txt"))
    if not paths:
        pytest.skip("the dictionaries in ../shared are not here")
    files = ActorFiles(paths)
    assert files.names > 30_000
    assert files.skipped < 0.02 * files.names
    assert code_at(files, "kofi annan", "2003-05-01")[0] == "UN"
