"""What the graph knows before it reads anything: names found, names not mistaken, files in order."""

import re
import runpy
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kg import ontology
from kg.claims.authority import AUTHORITY, Authority
from kg.errors import OntologyError
from kg.iris import ONTOLOGY, PREFIXES
from kg.resources import resource
from kg.turtle import Turtle

SEEDS = resource("seeds/authority")
SCRIPT = Path(__file__).parents[1] / "seeds" / "authority" / "territories.py"

HEAD = f"""
@prefix auth: <{AUTHORITY}> .
@prefix kg: <{ONTOLOGY}> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.load(SEEDS)


def written(folder: Path, **files: str) -> Path:
    """A folder with these Turtle files, prefixes added."""
    for name, content in files.items():
        (folder / f"{name}.ttl").write_text(HEAD + content, encoding="utf-8")
    return folder


FOUND = {
    "ukraine": ("Ukraine", "Ukrainian", "Ukrainians", "Ukraine's", "Ukraine’s", "UKRAINE"),
    "united-states": (
        *("US", "U.S.", "U.S", "USA", "U.S.A.", "America", "American", "Americans", "United States", "the U.S.'s"),
        *("the United States", "The United States", "United States of America", "United States'", "the States"),
    ),
    "united-kingdom": ("UK", "U.K.", "Britain", "Great Britain", "British", "Britons", "United Kingdom"),
    "russia": ("Russia", "Russian", "Russians", "Russian Federation"),
    "north-korea": ("North Korea", "DPRK", "D.P.R.K.", "North Korean", "Democratic People's Republic of Korea"),
    "south-korea": ("South Korea", "Republic of Korea", "South Koreans"),
    "china": ("China", "Chinese", "People’s Republic of China", "PRC"),
    "taiwan": ("Taiwan", "Taiwanese", "Republic of China"),
    "cote-d-ivoire": ("Ivory Coast", "Côte d'Ivoire", "Côte d’Ivoire", "Cote d'Ivoire", "Ivorian"),
    "democratic-republic-of-the-congo": ("DR Congo", "DRC", "Democratic Republic of Congo", "Congolese"),
    "republic-of-the-congo": ("Congo-Brazzaville", "Republic of the Congo"),
    "turkey": ("Turkey", "Türkiye", "Turkiye", "Turkish", "Turks"),
    "myanmar": ("Myanmar", "Burma", "Burmese"),
    "czechia": ("Czechia", "Czech Republic", "Czech", "Czechs"),
    "netherlands": ("the Netherlands", "Netherlands", "Dutch", "Holland"),
    "france": ("France", "French", "Frenchman"),
    "poland": ("Poland", "Polish", "Poles"),
    "georgia": ("Georgia", "Georgian", "Georgians"),
    "jordan": ("Jordan", "Jordanian"),
    "chad": ("Chad",),
    "mali": ("Mali",),
    "niger": ("Niger", "Nigerien"),
    "nigeria": ("Nigeria", "Nigerian"),
    "kosovo": ("Kosovo", "Kosovar"),
    "palestine": ("Palestine", "Palestinian", "Palestinians", "State of Palestine"),
    "gambia": ("Gambia", "the Gambia", "The Gambia"),
    "united-arab-emirates": ("UAE", "U.A.E.", "the Emirates", "Emirati"),
    "guinea-bissau": ("Guinea-Bissau", "Guinea Bissau"),
    "soviet-union": ("Soviet Union", "USSR", "Soviet"),
    "scotland": ("Scotland", "Scottish"),
    "crimea": ("Crimea", "Crimean"),
    "kyiv": ("Kyiv", "Kiev", "KYIV"),
    "moscow": ("Moscow",),
    "kremlin": ("Kremlin", "the Kremlin", "The Kremlin's"),
    "white-house": ("White House", "the White House"),
    "washington": ("Washington", "Washington, D.C.", "Washington D.C.", "Washington DC"),
    "elysee": ("Élysée", "Elysée", "Elysee", "the Élysée Palace"),
    "the-hague": ("The Hague", "the Hague"),
    "european-union": ("EU", "E.U.", "European Union", "the EU's"),
    "european-commission": ("European Commission",),
    "europe": ("Europe", "European", "Europeans"),
    "nato": ("NATO", "Nato", "N.A.T.O.", "North Atlantic Treaty Organization"),
    "united-nations": ("UN", "U.N.", "United Nations", "the United Nations"),
    "un-security-council": ("UN Security Council", "U.N. Security Council", "the Security Council"),
    "world-health-organization": ("WHO", "World Health Organisation"),
    "african-union": ("African Union", "AU"),
    "taliban": ("Taliban", "the Taliban"),
    "al-qaeda": ("al-Qaeda", "Al-Qaeda", "al Qaeda", "Al Qaida"),
    "al-shabaab": ("al-Shabaab", "Al Shabaab"),
    "islamic-state": ("ISIS", "Isis", "ISIL", "Islamic State"),
    "the-west": ("the West", "The West"),
    "israel-defense-forces": ("IDF", "Israel Defense Forces", "Israeli military"),
    "peoples-liberation-army": ("People's Liberation Army", "People’s Liberation Army", "PLA"),
    "us-army": ("U.S. Army", "US Army"),
    "volodymyr-zelenskyy": ("Volodymyr Zelenskyy", "Volodymyr Zelensky", "Volodymyr Zelenskiy"),
    "recep-tayyip-erdogan": ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
    "jd-vance": ("JD Vance", "J.D. Vance"),
}


@pytest.mark.parametrize(("id_", "name"), [(id_, name) for id_, names in FOUND.items() for name in names])
def test_name_is_found(authority: Authority, id_: str, name: str) -> None:
    known = authority.find(name)
    assert known is not None
    assert known.id == id_


NOT_NAMES = (
    *(
        "us",
        "u.s",
        "Us",
        "who",
        "Who",
        "un",
        "Un",
        "au",
        "eu",
        "turkey",
        "chad",
        "georgia",
        "jordan",
        "china",
        "polish",
    ),
    *(
        "may",
        "May",
        "Western",
        "western",
        "west",
        "West",
        "the west",
        "Hague",
        "Male",
        "Reunion",
        "Plan",
        "States",
        "uk",
    ),
    *("the", "", "'s", "Congress of Vienna", "Korea", "Zelensky", "Macron", "the white house", "North", "Security"),
)


@pytest.mark.parametrize("name", NOT_NAMES)
def test_word_is_not_taken_for_a_name(authority: Authority, name: str) -> None:
    assert authority.find(name) is None


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Moscow", "russia"),
        ("the Kremlin", "russia"),
        ("Kyiv", "ukraine"),
        ("Washington", "united-states"),
        ("the White House", "united-states"),
        ("the Pentagon", "us-department-of-defense"),
        ("Downing Street", "united-kingdom"),
        ("Beijing", "china"),
        ("Berlin", "germany"),
        ("Brussels", "european-union"),
        ("Pyongyang", "north-korea"),
        ("Geneva", "geneva"),
        ("Ukraine", "ukraine"),
        ("NATO", "nato"),
    ],
)
def test_seat_of_government_acts_as_the_one_who_sits_there(authority: Authority, name: str, actor: str) -> None:
    known = authority.find(name)
    assert known is not None
    assert authority.acts_as(known).id == actor


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, True) for name in ("Ukrainian", "Ukrainians", "French", "the Dutch", "European")),
        *((name, False) for name in ("Ukraine", "polish", "Western", "Kyiv", "NATO")),
    ],
)
def test_demonym_is_told_from_a_name(authority: Authority, name: str, *, expected: bool) -> None:
    assert authority.is_demonym(name) is expected


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Zelenskyy", "volodymyr-zelenskyy"),
        ("Zelensky's", "volodymyr-zelenskyy"),
        ("Erdogan", "recep-tayyip-erdogan"),
        ("von der Leyen", "ursula-von-der-leyen"),
        ("Van Rompuy", "herman-van-rompuy"),
        ("Trump", "donald-trump"),
        ("May", "theresa-may"),
        ("may", None),
        ("Bush", None),  # two presidents
        ("Clinton", None),
        ("Kim", None),
        ("The Hague", None),  # William Hague has no determiner
        ("Nobody", None),
    ],
)
def test_surname_is_found_only_when_one_person_has_it(authority: Authority, name: str, id_: str | None) -> None:
    known = authority.surname(name)
    assert (known.id if known else None) == id_


@pytest.mark.parametrize(
    ("title", "of", "on", "id_"),
    [
        ("President", "ukraine", "2022-02-24", "volodymyr-zelenskyy"),
        ("president", "ukraine", "2014-12", "petro-poroshenko"),
        ("president", "united-states", "2018", "donald-trump"),
        ("president", "united-states", "2017", None),  # two in that year
        ("secretary of state", "united-states", "1998-05-01", "madeleine-albright"),
        ("prime minister", "united-kingdom", "2022-10-01", "liz-truss"),
        ("chancellor", "germany", "2010", "angela-merkel"),
        ("foreign minister", "russia", "2023-01-01", "sergei-lavrov"),
        ("supreme leader", "iran", "2009-06", "ali-khamenei"),
        ("secretary-general", "united-nations", "2003", "kofi-annan"),
        ("secretary general", "nato", "2020-01-01", "jens-stoltenberg"),
        ("king", "ukraine", "2022", None),
        ("president", "ukraine", "1980", None),
    ],
)
def test_office_has_its_holder_at_a_date(authority: Authority, title: str, of: str, on: str, id_: str | None) -> None:
    known = authority.in_office(title, of, on)
    assert (known.id if known else None) == id_


def test_every_name_in_the_files_finds_its_own_thing_unless_it_is_listed_as_ambiguous(authority: Authority) -> None:
    lost = {
        name: (known.id, found.id if found else None)
        for known in authority
        for name in (known.label, *known.aliases, *known.demonyms)
        if (found := authority.find(name)) != known and name not in authority.ambiguous
    }
    assert lost == {}


def test_ambiguous_names_are_the_ones_decided_on(authority: Authority) -> None:
    assert authority.ambiguous == {
        "ADF": ("allied-democratic-forces", "australian-defence-force"),
        "RSF": ("rapid-support-forces", "reporters-without-borders"),
        "SDF": ("japan-self-defense-forces", "syrian-democratic-forces"),
    }
    assert authority.find("SDF") is None


def test_identifier_elsewhere_belongs_to_one_thing(authority: Authority) -> None:
    links = [(link, known.id) for known in authority for link in known.same_as]
    assert len({link for link, _ in links}) == len(links)
    assert all(re.fullmatch(re.escape(PREFIXES["wd"]) + r"Q[1-9]\d*", link) for link, _ in links)


def test_every_type_is_one_of_the_ontology(authority: Authority) -> None:
    types = ontology.load(resource("ontology")).types
    assert {known.type for known in authority} <= types.keys()


def test_files_write_the_project_s_iris() -> None:
    for file in sorted(SEEDS.glob("*.ttl")):
        declared = dict(re.findall(r"^@prefix (\w+): <([^>]+)> \.$", file.read_text(encoding="utf-8"), re.MULTILINE))
        assert declared.items() <= (PREFIXES | {"auth": AUTHORITY}).items(), file.name


def test_state_wins_a_name_and_otherwise_nobody(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        a='kg:State kg:precedence 1 . auth:x a kg:State ; rdfs:label "Xanadu" .',
        b='auth:y a kg:Place ; rdfs:label "Y" ; skos:altLabel "Xanadu", "Zeddo" .',
        c='auth:z a kg:Group ; rdfs:label "Zeddo" .',
    )
    authority = Authority.load(folder)
    assert authority.find("Xanadu") == authority.get("x")
    assert authority.find("Zeddo") is None
    assert authority.ambiguous == {"Zeddo": ("y", "z")}


def test_order_of_files_does_not_matter(tmp_path: Path, authority: Authority) -> None:
    names = sorted(file.name for file in SEEDS.glob("*.ttl"))
    for new, old in zip(names, reversed(names), strict=True):
        shutil.copy(SEEDS / old, tmp_path / new)
    other = Authority.load(tmp_path)
    assert other.digest == authority.digest
    assert list(other) == list(authority)


def test_what_is_said_of_a_thing_in_two_files_is_taken_together(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        a='auth:x a kg:State ; rdfs:label "Xanadu" . auth:p a kg:Place ; rdfs:label "Pea" .',
        b='auth:p kg:seatOf auth:x ; skos:altLabel "Pee" .',
    )
    authority = Authority.load(folder)
    known = authority.get("p")
    assert known is not None
    assert authority.acts_as(known).id == "x"
    assert known.aliases == ("Pee",)


def test_folders_of_the_user_s_own_add_to_ours(tmp_path: Path) -> None:
    folder = written(tmp_path, own='auth:x a kg:Group ; rdfs:label "Xanadu" ; kg:partOf auth:ukraine .')
    authority = Authority.load(SEEDS, folder)
    added = authority.get("x")
    assert added is not None
    assert added.part_of == "ukraine"
    assert authority.find("Ukraine") == authority.get("ukraine")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("auth:x a kg:State .", "x has 0 rdfs:label"),
        ('auth:x a kg:State ; rdfs:label "A", "B" .', "x has 2 rdfs:label"),
        ('auth:x a kg:Place ; rdfs:label "X" ; kg:seatOf auth:nowhere .', "'nowhere'"),
        ('auth:x a kg:Place ; rdfs:label "X" ; kg:partOf auth:x, auth:y .', "x has 2 partOf"),
        (
            'auth:x a kg:Place ; rdfs:label "X" . <https://example.org/x> a kg:Place ; rdfs:label "Y" .',
            "both end in 'x'",
        ),
        ("auth:t a org:Membership ; org:member auth:x .", "t has 0 post"),
        ("auth:x a kg:State ; rdfs:label .", "not valid Turtle"),
    ],
    ids=lambda value: value[:24],
)
def test_broken_file_is_refused_with_the_thing_and_the_mend(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(OntologyError, match=re.escape(message)):
        Authority.load(written(tmp_path, a=content))


def test_folder_without_turtle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=re.escape(str(tmp_path))):
        Authority.load(tmp_path)


def test_anonymous_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        a='auth:x kg:frame _:same . _:same kg:lemma "one" .',
        b='auth:y kg:frame _:same . _:same kg:lemma "two" .',
    )
    turtle = Turtle(sorted(folder.glob("*.ttl")))
    [node] = turtle.nodes(AUTHORITY + "x", ONTOLOGY + "frame")
    assert turtle.texts(node, ONTOLOGY + "lemma") == ["one"]


def test_tenures_end_after_they_begin_and_follow_one_another(authority: Authority) -> None:
    turtle = Turtle([SEEDS / "offices.ttl"])
    by_post: dict[str, list[tuple[str, str]]] = {}
    for node in turtle.subjects(PREFIXES["org"] + "Membership"):
        [post] = turtle.iris(node, ONTOLOGY + "post")
        since, until = (turtle.text(node, ONTOLOGY + name, "9999") for name in ("from", "until"))
        assert since[: min(map(len, (since, until)))] <= until, node
        by_post.setdefault(post, []).append((since, until))
    for post, tenures in by_post.items():
        tenures.sort()
        for (_, until), (since, _) in pairwise(tenures):
            shared = min(len(until), len(since))
            assert until[:shared] <= since[:shared], post


def test_territories_file_is_what_the_script_writes() -> None:
    pytest.importorskip(
        "rigour", reason="rigour is not installed: `uv sync --group seeds` needs a C++ compiler and ICU"
    )
    done = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    if not SCRIPT.exists():
        pytest.skip("the script is not part of an installed wheel")
    return runpy.run_path(str(SCRIPT))


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ("ua Ukrainian", ("Ukrainian", "Ukrainians")),
        ("iq Iraqi", ("Iraqi", "Iraqis")),
        ("fr French, Frenchman", ("French", "Frenchman")),
        ("de German", ("German", "Germans")),
        ("cn Chinese", ("Chinese",)),
        ("fi Finnish, Finns", ("Finnish", "Finns")),
    ],
)
def test_plurals_of_demonyms_follow_the_rule(script: dict[str, Any], entry: str, names: tuple[str, ...]) -> None:
    assert script["parse_demonyms"](entry) == {entry[:2]: names}


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("Republic of Chad", ("Chad",), True),
        ("French Republic", ("France", "French"), True),
        ("República de Chile", ("Chile", "Chilean"), False),
        ("Best Korea", ("North Korea",), False),
        ("Tunis", ("Tunisia",), False),
        ("UNITED STATES OF AMERICA", ("America",), False),
    ],
)
def test_only_english_names_are_taken(
    script: dict[str, Any], name: str, known: tuple[str, ...], *, expected: bool
) -> None:
    assert script["is_english"](name, known) is expected


@pytest.mark.parametrize(
    ("holder", "title", "of"),
    [
        ("boris-johnson", "prime minister", ["united-kingdom"]),
        ("boris-johnson", "general", []),
        ("nobody-at-all", "president", []),
    ],
)
def test_offices_a_person_bore_are_found_by_the_words_of_the_title(
    authority: Authority, holder: str, title: str, of: list[str]
) -> None:
    assert [known.id for known in authority.offices(holder, set(title.split()))] == of
