"""Writes territories.ttl: the states and regions that rigour (OpenSanctions, MIT) knows, under names English texts use.

    python seeds/authority/territories.py            writes the file beside this script
    python seeds/authority/territories.py --check    compares, and exits with 1 if the file is not what would be written

Which territories there are, their codes, Wikidata ids, parents and successors are rigour's; the tables below choose
labels, add and drop names, and give the demonyms, which rigour mixes with names in hundreds of languages.
rigour is needed at development time only: `docs/decisions/0002-territories-are-a-table.md` says why.
"""

import argparse
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rigour.territories.territory import Territory

FILE = Path(__file__).with_name("territories.ttl")

SKIPPED = frozenset({"eu", "un", "ip", "zz"})  # in organizations.ttl; cyberspace and "global" are no territories

# Territories that act in politics although rigour does not call them countries. The type says that a territory has an
# authority which acts in its name, not that anybody recognises it.
ACTORS = """
az-nk ba-srp cy-trnc gb-eng gb-nir gb-sct gb-wls ge-ab hk iq-kr md-pmr mo pr ps so-som ua-dpr ua-lpr x-so
su-am su-az su-by su-ee su-ge su-kg su-kz su-lt su-lv su-md su-ru su-tj su-tm su-ua
"""

# The usual English name where rigour has another, or one that is an ordinary word, a given name or a city's.
LABELS = {
    "ae-aj": "Ajman",
    "az-nk": "Nagorno-Karabakh",
    "br-ac": "State of Acre",
    "br-df": "Federal District (Brazil)",
    "br-pa": "State of Pará",
    "br-rj": "State of Rio de Janeiro",
    "br-sp": "State of São Paulo",
    "cd": "Democratic Republic of the Congo",
    "cg": "Republic of the Congo",
    "ch-be": "Canton of Bern",
    "ch-fr": "Canton of Fribourg",
    "ch-ge": "Canton of Geneva",
    "ch-ju": "Canton of Jura",
    "ch-lu": "Canton of Lucerne",
    "ch-ur": "Canton of Uri",
    "ch-zg": "Canton of Zug",
    "ch-zh": "Canton of Zürich",
    "ge-ab": "Abkhazia",
    "hk": "Hong Kong",
    "iq-kr": "Iraqi Kurdistan",
    "kn-n": "Nevis",
    "mo": "Macau",
    "nr": "Nauru",
    "re": "Réunion Island",  # without its accent "Réunion" is a word
    "tr": "Turkey",
    "ua-cri": "Crimea",
    "ua-dpr": "Donetsk People's Republic",
    "ua-lpr": "Luhansk People's Republic",
    "um": "U.S. Minor Outlying Islands",
    "us-ga": "State of Georgia",
    "us-ny": "New York State",
    "us-wa": "Washington State",
    "va": "Holy See",
    "x-so": "South Ossetia",
    "au-vic": "State of Victoria",
    "ae-az": "Emirate of Abu Dhabi",
    "pn": "Pitcairn Islands",
}

# Names rigour does not have, or has only among those in other languages.
ALIASES = {
    "ae": ("UAE", "the Emirates"),
    "ag": ("Antigua",),
    "az-nk": ("Nagorno Karabakh", "Karabakh", "Artsakh", "Republic of Artsakh"),
    "ba": ("Bosnia", "Bosnia-Herzegovina"),
    "ba-srp": ("Bosnian Serb Republic",),
    "bn": ("Brunei Darussalam",),
    "by": ("Byelorussia",),
    "cd": ("DR Congo", "DRC", "D.R. Congo", "Congo-Kinshasa", "Democratic Republic of Congo", "Congo"),
    "cg": ("Congo-Brazzaville", "Republic of Congo", "Congo Republic"),
    "ci": ("Ivory Coast",),
    "cn": ("PRC", "mainland China"),
    "csxx": ("FR Yugoslavia", "Federal Republic of Yugoslavia"),
    "cv": ("Cabo Verde", "Republic of Cabo Verde"),
    "cy-trnc": ("Turkish Republic of Northern Cyprus", "TRNC"),
    "cz": ("Czech Republic",),
    "dd": ("GDR", "DDR"),
    "fk": ("Falklands", "Malvinas"),
    "fm": ("Federated States of Micronesia",),
    "gb": ("UK", "Great Britain", "Britain", "United Kingdom of Great Britain and Northern Ireland"),
    "ge": ("Republic of Georgia",),
    "hk": ("Hongkong",),
    "iq-kr": ("Kurdistan Region", "Kurdistan Regional Government", "KRG"),
    "ir": ("the Islamic Republic",),
    "kp": ("DPRK",),
    "kr": ("ROK",),
    "la": ("Lao PDR",),
    "lc": ("St. Lucia", "St Lucia"),
    "kn": ("St. Kitts and Nevis", "St Kitts and Nevis"),
    "vc": ("St. Vincent and the Grenadines", "St Vincent and the Grenadines"),
    "lk": ("Ceylon",),
    "ly": ("Libyan Arab Jamahiriya",),
    "md-pmr": ("Transdniestria", "Trans-Dniester", "Pridnestrovian Moldavian Republic"),
    "mk": ("Macedonia", "FYROM"),
    "mm": ("Burma",),
    "mo": ("Macao",),
    "nl": ("Holland",),
    "nz": ("Aotearoa",),
    "pg": ("PNG",),
    "ps": ("Palestinian Territories", "Occupied Palestinian Territory", "State of Palestine"),
    "re": ("La Réunion",),
    "sa": ("KSA",),
    "sh": ("St. Helena",),
    "st": ("Sao Tome",),
    "suhh": ("USSR", "Union of Soviet Socialist Republics"),
    "sy": ("Syrian Arab Republic",),
    "sz": ("Swaziland",),
    "tl": ("East Timor",),
    "tr": ("Türkiye", "Turkiye", "Republic of Turkey", "Republic of Türkiye"),
    "tt": ("Trinidad", "Tobago"),
    "tw": ("Republic of China", "Chinese Taipei"),
    "ua-cri": ("Crimean Peninsula",),
    "ua-dpr": ("DNR", "Donetsk Republic"),
    "ua-lpr": ("LNR", "Lugansk People's Republic", "Luhansk Republic"),
    "us": ("US", "USA", "America", "the States"),
    "us-ga": ("Georgia, USA", "U.S. state of Georgia"),
    "us-ny": ("State of New York",),
    "us-wa": ("State of Washington",),
    "va": ("Vatican", "Vatican City"),
    "vi": ("US Virgin Islands",),
    "xk": ("Kosova",),
    "yucs": ("SFR Yugoslavia",),
    "za": ("RSA",),
    "zr": ("Republic of Zaire",),
}

DROPPED = frozenset({"Federal Republic of Yugoslavia"})  # rigour has it under the state before it

# Adjectives, then names of the people where they differ. One that ends in -an or -i forms its plural with -s.
# "Congo" and "Congolese" alone are the Democratic Republic, "Dominican" the Dominican Republic, as news agencies write.
DEMONYMS = """
ad Andorran; ae Emirati; af Afghan, Afghani; ag Antiguan; ai Anguillan; al Albanian; am Armenian; ao Angolan
ar Argentine, Argentinian, Argentines; as American Samoan; at Austrian; au Australian, Aussie, Aussies; aw Aruban
az Azerbaijani, Azeri; az-nk Karabakhi; ba Bosnian; bb Barbadian, Bajan; bd Bangladeshi; be Belgian; be-vlg Flemish
be-wal Walloon, Walloons; bf Burkinabe, Burkinabé; bg Bulgarian; bh Bahraini; bi Burundian; bj Beninese, Beninois
bm Bermudian; bn Bruneian; bo Bolivian; br Brazilian; bs Bahamian; bt Bhutanese; bw Botswanan, Motswana, Batswana
by Belarusian, Belarussian, Byelorussian; bz Belizean; ca Canadian; ca-qc Quebecois, Québécois, Quebecer, Quebecers
cd Congolese; cf Central African; ch Swiss; ci Ivorian; ck Cook Islander, Cook Islanders; cl Chilean; cm Cameroonian
cn Chinese; cn-xz Tibetan; co Colombian; cr Costa Rican; cshh Czechoslovak, Czechoslovakian, Czechoslovaks; cu Cuban
cv Cape Verdean; cw Curaçaoan; cy Cypriot, Cypriots, Greek Cypriot, Greek Cypriots
cy-trnc Turkish Cypriot, Turkish Cypriots; cz Czech, Czechs; dd East German; de German; de-by Bavarian
dj Djiboutian; dk Danish, Dane, Danes; do Dominican; dz Algerian; ec Ecuadorian, Ecuadorean; ee Estonian
eg Egyptian; eh Sahrawi, Saharawi; er Eritrean; es Spanish, Spaniard, Spaniards; et Ethiopian; fi Finnish, Finns
fj Fijian; fk Falkland Islander, Falkland Islanders; fm Micronesian; fo Faroese; fr French, Frenchman, Frenchmen
ga Gabonese; gb British, Briton, Britons, Brit, Brits; gb-eng English, Englishman, Englishmen; gb-nir Northern Irish
gb-sct Scottish, Scots, Scot; gb-wls Welsh, Welshman; gd Grenadian; ge Georgian; ge-ab Abkhaz, Abkhazian
gg Guernseyman; gh Ghanaian; gi Gibraltarian; gl Greenlandic, Greenlander, Greenlanders; gm Gambian; gn Guinean
gq Equatorial Guinean, Equatoguinean; gr Greek, Greeks; gt Guatemalan; gw Bissau-Guinean; gy Guyanese
hk Hongkonger, Hongkongers, Hong Konger, Hong Kongers; hn Honduran; hr Croatian, Croat, Croats; ht Haitian
hu Hungarian; id Indonesian; ie Irish, Irishman, Irishmen; il Israeli; in Indian; iq Iraqi; iq-kr Iraqi Kurdish
ir Iranian; is Icelandic, Icelander, Icelanders; it Italian; jm Jamaican; jo Jordanian; jp Japanese; ke Kenyan
kg Kyrgyz, Kyrgyzstani, Kirghiz; kh Cambodian; km Comorian, Comoran; kn Kittitian; kp North Korean; kr South Korean
kw Kuwaiti; ky Caymanian; kz Kazakh, Kazakhs, Kazakhstani; la Laotian, Lao; lb Lebanese; lc Saint Lucian, St. Lucian
li Liechtensteiner, Liechtensteiners; lk Sri Lankan; lr Liberian; ls Basotho, Mosotho; lt Lithuanian
lu Luxembourger, Luxembourgers, Luxembourgish; lv Latvian; ly Libyan; ma Moroccan; mc Monegasque, Monegasques
md Moldovan; md-pmr Transnistrian; me Montenegrin, Montenegrins; mg Malagasy, Madagascan; mh Marshallese
mk Macedonian, North Macedonian; ml Malian; mm Burmese, Myanma; mn Mongolian; mr Mauritanian; ms Montserratian
mt Maltese; mu Mauritian; mv Maldivian; mw Malawian; mx Mexican; my Malaysian; mz Mozambican; na Namibian
nc New Caledonian; ne Nigerien, Nigeriens; ng Nigerian; ni Nicaraguan; nl Dutch, Dutchman, Dutchmen; no Norwegian
np Nepali, Nepalese; nr Nauruan; nu Niuean; nz New Zealander, New Zealanders; om Omani; pa Panamanian; pe Peruvian
pg Papua New Guinean; ph Philippine, Filipino, Filipinos, Filipina; pk Pakistani; pl Polish, Pole, Poles
pr Puerto Rican; ps Palestinian; pt Portuguese; pw Palauan; py Paraguayan; qa Qatari; ro Romanian
rs Serbian, Serb, Serbs; ru Russian; ru-ce Chechen, Chechens; ru-da Dagestani; ru-in Ingush; ru-ta Tatarstani
rw Rwandan, Rwandese; sa Saudi, Saudi Arabian; sb Solomon Islander, Solomon Islanders; sc Seychellois; sd Sudanese
se Swedish, Swede, Swedes; sg Singaporean; si Slovenian, Slovene, Slovenes; sk Slovak, Slovaks, Slovakian
sl Sierra Leonean; sm Sammarinese; sn Senegalese; so Somali, Somalian; so-som Somalilander; sr Surinamese
ss South Sudanese; st São Toméan; suhh Soviet, Soviets; sv Salvadoran, Salvadorean; sy Syrian; sz Swazi; td Chadian
tg Togolese; th Thai; tj Tajik, Tajiks, Tajikistani; tl Timorese, East Timorese; tm Turkmen, Turkmens; tn Tunisian
to Tongan; tr Turkish, Turk, Turks; tt Trinidadian, Tobagonian; tv Tuvaluan; tw Taiwanese; tz Tanzanian
ua Ukrainian; ua-cri Crimean; ug Ugandan; us American; us-ak Alaskan; us-ca Californian; us-hi Hawaiian; us-tx Texan
uy Uruguayan; uz Uzbek, Uzbeks, Uzbekistani; vc Vincentian; ve Venezuelan; vn Vietnamese; vu Ni-Vanuatu; ws Samoan
x-so South Ossetian; xk Kosovan, Kosovar, Kosovars; ye Yemeni; yucs Yugoslav, Yugoslavs, Yugoslavian
za South African; zm Zambian; zr Zairean, Zairian; zw Zimbabwean
"""

PLURAL_WITH_S = re.compile(r"(?<!shm)(?<!chm)(?<!eym)an$|i$")  # "Ukrainian", "Iraqi", "German"; not "Frenchman"

# rigour lists Czechoslovakia after Yugoslavia and forgets Turkmenistan after the Soviet Union (seen in 2.6.1).
SUCCESSORS = {"yucs": ("ba", "csxx", "hr", "mk", "si"), "suhh": ("tm",)}
REPLACED_SUCCESSORS = frozenset({"yucs"})

# Words that stand beside the label or the demonym in a state's full English name; a name with any other is not English.
WORDS = """
and arab autonomous bailiwick bolivarian commonwealth confederation democratic emirate federal federated federation
federative hashemite independent islamic kingdom most of oriental people's plurinational principality republic
serene socialist soviet special state states sultanate territory the union united
"""

PREFIXES = """\
@prefix auth: <https://w3id.org/kg-claims/authority/> .
@prefix kg: <https://w3id.org/kg-claims/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""


class Entry(NamedTuple):
    """One territory as it is written, names sorted."""

    id: str
    type: str
    label: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    code: str
    wikidata: str
    part_of: str | None
    successors: tuple[str, ...]


def territories() -> list[Entry]:
    """All territories, by id."""
    # private, but the one way to their names, strong ones apart; the version is pinned for that
    from rigour.territories.lookup import _load_territory_names

    sources = [(source, strong) for source, strong, _, _ in _load_territory_names() if source.code not in SKIPPED]
    demonyms = parse_demonyms(DEMONYMS)
    ids = {source.code: slug(label(source)) for source, _ in sources}
    unknown = sorted({*LABELS, *ALIASES, *demonyms, *ACTORS.split(), *SUCCESSORS} - ids.keys())
    if unknown:
        raise SystemExit(f"rigour {version('rigour')} has no territory {', '.join(unknown)}; mend the tables")
    return sorted(entry(source, strong, demonyms.get(source.code, ()), ids) for source, strong in sources)


def entry(source: "Territory", strong: Iterable[str], demonyms: tuple[str, ...], ids: Mapping[str, str]) -> Entry:
    """A territory of rigour under our names."""
    code, parent = source.code, source.parent
    later = set(SUCCESSORS.get(code, ())) | (
        set() if code in REPLACED_SUCCESSORS else {successor.code for successor in source.successors}
    )
    return Entry(
        id=ids[code],
        type="State" if source.is_country or code in ACTORS.split() else "Place",
        label=label(source),
        aliases=tuple(sorted(aliases(source, strong, demonyms))),
        demonyms=demonyms,
        code=code,
        wikidata=source.qid,
        part_of=ids.get(parent.code) if parent else None,
        successors=tuple(sorted(ids[other] for other in later)),
    )


def label(source: "Territory") -> str:
    """The usual English short name."""
    return LABELS.get(source.code, source.name)


def aliases(source: "Territory", strong: Iterable[str], demonyms: Iterable[str]) -> set[str]:
    """The English ones of a country's names, and ours. Of regions only ours: rigour mixes them with their cities."""
    own, name = set(ALIASES.get(source.code, ())), label(source)
    dropped = DROPPED - own
    if source.is_country:
        own |= {other.replace("’", "'") for other in strong if is_english(other, (name, *own, *demonyms))} - dropped
    for suffix in (" Oblast", " Krai"):
        if name.endswith(suffix):
            own.add(name.removesuffix(suffix) + " region")
    return own - {name}


def is_english(name: str, known: Iterable[str]) -> bool:
    """Whether a name consists of the territory's own names and of words such as "Republic of the"."""
    words = {word for text in known for word in text.casefold().split()} | set(WORDS.split())
    parts = name.casefold().replace("’", "'").split()
    return not name.isupper() and name[:1].isupper() and all(part in words for part in parts) and len(parts) > 1


def parse_demonyms(table: str) -> dict[str, tuple[str, ...]]:
    """Adjectives and names of the people by code, sorted, with the plurals that follow the rule."""
    found = {}
    for entry in re.split(r"[;\n]", table):
        code, _, names = entry.strip().partition(" ")
        given = [name.strip() for name in names.split(",") if name.strip()]
        if given:
            found[code] = tuple(sorted({*given, *(f"{name}s" for name in given if PLURAL_WITH_S.search(name))}))
    return found


def slug(name: str) -> str:
    """A name as a readable id.

    >>> slug("Côte d'Ivoire")
    'cote-d-ivoire'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace(".", "")))


def render(entries: Iterable[Entry]) -> str:
    """The file."""
    head = (
        "# Generated by territories.py from rigour "
        f"{version('rigour')} (OpenSanctions, MIT licence; see ../README.md). Edit the script, not this file.\n"
    )
    return head + PREFIXES + "".join(f"\n{block(entry)}" for entry in entries)


def block(entry: Entry) -> str:
    """One territory in Turtle, a property a line."""
    lines = [f"auth:{entry.id} a kg:{entry.type}", *properties(entry)]
    return " ;\n    ".join(lines) + " .\n"


def properties(entry: Entry) -> Iterator[str]:
    """The statements that follow the type, in a fixed order."""
    yield f'rdfs:label "{entry.label}"@en'
    if entry.aliases:
        yield "skos:altLabel " + ", ".join(f'"{name}"@en' for name in entry.aliases)
    if entry.demonyms:
        yield "kg:demonym " + ", ".join(f'"{name}"@en' for name in entry.demonyms)
    yield f'kg:code "{entry.code}"'
    yield f"skos:exactMatch wd:{entry.wikidata}"
    if entry.part_of:
        yield f"kg:partOf auth:{entry.part_of}"
    if entry.successors:
        yield "kg:successor " + ", ".join(f"auth:{other}" for other in entry.successors)


def main() -> int:
    """Write the file, or say whether it is what would be written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare with the file and write nothing")
    content = render(territories())
    if not parser.parse_args().check:
        FILE.write_text(content, encoding="utf-8", newline="\n")
        return 0
    if FILE.exists() and FILE.read_text(encoding="utf-8") == content:
        return 0
    print(f"{FILE.name} is not what {Path(__file__).name} writes; run the script without --check", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
