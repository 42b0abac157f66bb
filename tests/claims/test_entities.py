"""Mentions of many documents become entities; merging is conservative and does not depend on the order of documents."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.claims.authority import Authority
from kg.claims.entities import Resolution, slug
from kg.claims.entities import resolve as resolve_all
from kg.claims.judgements import Log, Verdict, judgement
from kg.iris import ONTOLOGY
from kg.model import Claim, DocumentId, Entity, EntityId, Evidence, Mention, RelationId, Span, TypeId, Use
from kg.ontology import Ontology


def mention(name: str, ontology: Ontology, *, named: bool = True, key: str | None = None, text: str = "") -> Mention:
    return Mention(span=Span(0, 1), text=text or name, name=name, type=ontology.default_type, named=named, key=key)


def claim(subject: Mention, object_: Mention, document: str = "d1") -> Claim[Mention]:
    evidence = Evidence(document=DocumentId(document), span=Span(0, 5), quote="quote", cue="cue", extractor="hand/1")
    return Claim(subject=subject, relation=RelationId("https://example.org/r"), object=object_, evidence=evidence)


def resolve(claims: Sequence[Claim[Mention]], authority: Authority, ontology: Ontology) -> tuple[Claim[Entity], ...]:
    return resolve_all(claims, authority, ontology).claims


class Collection:
    """Resolves names in documents of their own: `say("d1", "Anna Brandt", "Person")`."""

    def __init__(self, authority: Authority, ontology: Ontology) -> None:
        self._authority = authority
        self._ontology = ontology
        self._types = {type_.name: type_.id for type_ in ontology.types.values()}
        self._claims: list[Claim[Mention]] = []
        self.dates: dict[DocumentId, str] = {}
        self.log = Log()

    def say(
        self,
        document: str,
        name: str,
        type_: str = "Person",
        *,
        text: str = "",
        named: bool = True,
        key: str | None = None,
    ) -> None:
        place = len(self._claims) * 10
        one = Mention(
            span=Span(place, place + 5), text=text or name, name=name, type=self._types[type_], named=named, key=key
        )
        other = Mention(span=Span(place + 6, place + 9), text="plan", name="plan", type=self._types["Instrument"])
        made = claim(one, other, document)
        evidence = replace(made.evidence, span=Span(place, place + 9))
        self._claims.append(replace(made, relation=RelationId(ONTOLOGY + "supports"), evidence=evidence))

    def tell(self, document: str, name: str, title: str, state: str) -> None:
        """That somebody bears an office: `tell("d1", "Anna Brandt", "foreign minister", "Norland")`."""
        self.say(document, name)
        said = self._claims.pop()
        of = Mention(span=said.object.span, text=state, name=state, type=self._types["State"], named=True)
        relation = next(each for each in self._ontology.relations.values() if each.name == "holdsOfficeIn")
        evidence = replace(said.evidence, cue=title)
        self._claims.append(replace(said, relation=relation.id, object=of, evidence=evidence))

    def resolved(self) -> Resolution:
        return resolve_all(self._claims, self._authority, self._ontology, dates=self.dates, log=self.log)

    def ids(self) -> list[str]:
        """The entity of each thing said, in the order it was."""
        by_place = {(each.evidence.document, each.evidence.span): each.subject.id for each in self.resolved().claims}
        return [by_place[each.evidence.document, each.evidence.span] for each in self._claims]


@pytest.fixture
def collection(authority: Authority, ontology: Ontology) -> Collection:
    return Collection(authority, ontology)


def is_one(collection: Collection, left: str, right: str, type_: str = "Person") -> bool:
    collection.say("d1", left, type_)
    collection.say("d2", right, type_)
    first, second = collection.ids()
    return first == second


@pytest.mark.parametrize(
    ("left", "right", "type_"),
    [
        ("Brandt", "Anna Brandt", "Person"),
        ("Birhanu", "Birhanu Desta", "Person"),
        ("A. Brandt", "Anna Brandt", "Person"),
        ("President Anna Brandt", "Anna Brandt", "Person"),
        ("Anna M. Brandt", "Anna Brandt", "Person"),
        ("Oleh Velminsky", "Oleh Velminskyy", "Person"),
        ("Velminskiy", "Oleh Velminskyy", "Person"),
        ("Mohammed Tarwi", "Muhammad Tarwi", "Person"),
        ("Abdel al-Tarwi", "Abdel Tarwi", "Person"),
        ("LRO", "Lake Relief Organisation", "Organization"),
        ("Lake Relief Organisation", "Lake Relief Organization", "Organization"),
        ("Ministry of Foreign Affairs of Norland", "Norland's Foreign Ministry", "Organization"),
        ("Norlandic foreign ministry", "Norland Foreign Ministry", "Organization"),
        ("Egyptian Foreign Ministry", "Egypt's foreign ministry", "Organization"),
        ("Foreign Ministry in Cairo", "Egypt's foreign ministry", "Organization"),
        ("Cairo Accord", "Cairo Agreement", "Instrument"),
    ],
)
def test_names_of_one_thing_in_two_documents_are_one(collection: Collection, left: str, right: str, type_: str) -> None:
    assert is_one(collection, left, right, type_)


@pytest.mark.parametrize(
    ("left", "right", "type_"),
    [
        ("Anna Brandt", "Carl Brandt", "Person"),
        ("Ivan Petrov", "Ivana Petrova", "Person"),
        ("Martin Holm", "Martina Holm", "Person"),
        ("Karin Holm", "Karen Holm", "Person"),
        ("George A. Brandt", "George B. Brandt", "Person"),
        ("Carl Brandt", "Carl Brandt Jr", "Person"),
        ("Norland's Foreign Ministry", "Arvania's Foreign Ministry", "Organization"),
        ("Norland's Foreign Ministry", "Norland's Defence Ministry", "Organization"),
        ("Foreign Ministry", "Foreign Ministry", "Organization"),
        ("LR", "Lake Relief", "Organization"),
    ],
)
def test_names_of_two_things_stay_two(collection: Collection, left: str, right: str, type_: str) -> None:
    assert not is_one(collection, left, right, type_)


@pytest.mark.parametrize("type_", ["Person", "Organization", "State", "Place", "Instrument"])
def test_name_without_a_word_is_a_thing_of_its_own(collection: Collection, type_: str) -> None:
    for document, name in (("d1", "--"), ("d1", "Brandt"), ("d2", "Anna Brandt"), ("d2", "Brandt Lines"), ("d3", "'s")):
        collection.say(document, name, type_)
    collection.tell("d3", "...", "foreign minister", "Norland")
    assert len({collection.ids()[0], collection.ids()[1], collection.ids()[4], collection.ids()[5]}) == 4


def test_one_name_for_things_of_two_kinds_is_two_things_and_the_log_says_why(collection: Collection) -> None:
    collection.say("d1", "Mercator", "Person")
    collection.say("d2", "Mercator", "Organization")
    assert len(set(collection.ids())) == 2
    (found,) = collection.resolved().judgements
    assert (found.verdict, found.by, dict(found.features)) == (Verdict.DIFFERENT, "kind", {"kind": 0.0})


def test_surname_of_two_people_of_the_collection_is_neither(collection: Collection) -> None:
    for document, name in (("d1", "Anna Brandt"), ("d2", "Carl Brandt"), ("d3", "Brandt"), ("d4", "Brandt")):
        collection.say(document, name)
    assert len(set(collection.ids())) == 4
    against = [each for each in collection.resolved().judgements if each.verdict is Verdict.DIFFERENT]
    assert all("there is another it may be" in each.reason for each in against)


def test_surname_of_two_people_is_the_one_with_its_title(collection: Collection) -> None:
    collection.say("d1", "Anna Brandt", text="President Anna Brandt")
    collection.say("d1", "Carl Brandt", text="Gen. Carl Brandt")
    for document, text in (
        ("d2", "President Brandt"),
        ("d3", "General Brandt"),
        ("d4", "Brandt"),
        ("d5", "Pope Brandt"),
    ):
        collection.say(document, "Brandt", text=text)
    president, general, *others = collection.ids()
    assert others[:2] == [president, general]
    assert not {president, general} & {*others[2:]}


def test_full_name_of_a_document_does_not_take_another_bearers_title(collection: Collection) -> None:
    collection.say("d1", "Anna Brandt", text="President Anna Brandt")
    collection.say("d2", "Carl Brandt")
    collection.say("d2", "Carl Brandt", text="President Brandt")  # what reading d2 alone makes of it
    president, general, meant = collection.ids()
    assert (meant, general) == (president, "carl-brandt")


@pytest.mark.parametrize(
    ("document", "description", "holder"),
    [
        ("d1", "Norland's foreign minister", "anna-brandt"),  # of its own document
        ("d2", "foreign minister of Norland", "anna-brandt"),  # the last one told of
        ("d4", "Norlandic foreign minister", "carl-holm"),
    ],
)
def test_description_by_office_is_whom_documents_say_bears_it(
    collection: Collection, document: str, description: str, holder: str
) -> None:
    collection.dates = {DocumentId(f"d{number}"): f"2030-0{number}-01" for number in range(1, 5)}
    collection.say(document, description, named=False)
    collection.tell("d1", "Anna Brandt", "foreign minister", "Norland")
    collection.tell("d3", "Carl Holm", "foreign minister", "Norland")
    assert collection.ids()[0] == holder
    assert "is told to bear the office" in next(
        each.reason for each in collection.resolved().judgements if each.by == "office"
    )


def test_surname_is_the_one_bearers_before_it_is_a_given_name(collection: Collection) -> None:
    for name in ("Carl Brandt", "Brandt Nilsson", "Brandt"):
        collection.say("d1", name)
    surname, _, meant = collection.ids()
    assert meant == surname


def test_adjective_of_a_place_is_the_place_whatever_the_recogniser_says_they_are(collection: Collection) -> None:
    collection.say("d1", "Arvania", "Organization")
    collection.say("d2", "Arvania", "Locality")
    collection.say("d2", "Arvanian", "Group")
    collection.say("d3", "Arvanians", "Group")
    collection.say("d3", "Arlanders", "Group")
    *ones, other = collection.ids()
    assert set(ones) == {"arvania"}
    assert other == "arlanders"


def test_surname_that_is_read_as_a_body_is_a_person_unless_a_body_has_it_too(collection: Collection) -> None:
    for name, type_ in (
        ("Anna Brandt", "Person"),
        ("Brandt", "Organization"),
        ("Carl Holm", "Person"),
        ("Holm Lines", "Organization"),
        ("Holm", "Organization"),
    ):
        collection.say("d1", name, type_)
    brandt, short_brandt, holm, _, short_holm = collection.ids()
    assert short_brandt == brandt
    assert short_holm != holm


def test_headline_with_a_surname_may_mean_another_bearer_of_its_document(collection: Collection) -> None:
    collection.say("d1", "Anna Brandt", text="President Anna Brandt")
    collection.say("d2", "Carl Brandt", text="Brandt")  # what reading d2 alone makes of its headline
    collection.say("d2", "Carl Brandt")
    collection.say("d2", "Carl Brandt", text="President Brandt")
    collection.say("d2", "Carl Brandt", text="Brandt")
    president, headline, general, titled, later = collection.ids()
    assert headline == titled == president
    assert general == later == "carl-brandt"


def test_surname_is_not_a_persons_where_its_document_has_a_body_that_begins_so(collection: Collection) -> None:
    collection.say("d1", "Anna Brandt")
    collection.say("d2", "Brandt Lines", "Organization")
    collection.say("d2", "Brandt")
    person, _, short = collection.ids()
    assert short != person


def test_seat_of_a_state_nobody_knew_stands_for_it_where_it_acts(collection: Collection) -> None:
    collection.say("d1", "Arvania", "Locality")
    collection.say("d1", "Arvanian", "Group")
    collection.say("d1", "defence ministry in Aldmouth", "Organization", named=False)
    collection.say("d2", "Aldmouth", "Organization")
    collection.say("d3", "Aldmouth in June", "Locality")
    state, _, _, acting, place = collection.ids()
    assert acting == state != place


def test_what_has_no_capital_is_no_seat(collection: Collection) -> None:
    collection.say("d1", "Arvania", "Locality")
    collection.say("d1", "Arvanian", "Group")
    collection.say("d1", "defence ministry in winter", "Organization", named=False)
    collection.say("d2", "winter", "Topic")
    state, _, _, season = collection.ids()
    assert season != state


def test_description_with_a_state_is_the_bearer_of_the_bare_title_in_its_document(collection: Collection) -> None:
    collection.say("d1", "Norlandic president", named=False)
    collection.say("d1", "Anna Brandt", text="President Anna Brandt")
    collection.say("d1", "Arvanian president", named=False)
    collection.tell("d2", "Carl Holm", "president", "Arvania")
    norlandic, president, arvanian, _ = collection.ids()
    assert (norlandic, arvanian) == (president, "carl-holm")


def test_common_name_of_a_body_is_the_only_such_body_of_its_document(collection: Collection) -> None:
    collection.say("d1", "Ministry of Defence", "Organization", text="Norland's Ministry of Defence")
    collection.say("d1", "Defence Ministry", "Organization")
    collection.say("d2", "Defence Ministry", "Organization")
    first, second, third = collection.ids()
    assert first == second != third


def test_pronoun_merges_nothing_and_is_no_alias(collection: Collection) -> None:
    collection.say("d1", "Anna Brandt", text="she")
    collection.say("d2", "Carl Brandt", text="she")
    assert len(set(collection.ids())) == 2
    assert {each.subject.aliases for each in collection.resolved().claims} == {()}


def test_spellings_that_one_document_tells_apart_are_two_people(collection: Collection) -> None:
    collection.say("d1", "Andrei Velmin")
    collection.say("d1", "Andrey Velmin")
    assert len(set(collection.ids())) == 2


def test_description_by_office_is_its_holder_on_the_day_of_the_document(collection: Collection) -> None:
    collection.say("d1", "Ukrainian president", named=False)
    collection.say("d2", "Ukrainian president", named=False)
    collection.dates = {DocumentId("d1"): "2022-03-05", DocumentId("d2"): "2016-03-05"}
    assert collection.ids() == ["volodymyr-zelenskyy", "petro-poroshenko"]
    assert "held the office on 2022-03-05" in collection.resolved().judgements[-1].reason


@pytest.mark.parametrize("description", ["former Ukrainian president", "Ukrainian presidents", "president"])
def test_description_that_is_not_just_an_office_is_nobody_known(collection: Collection, description: str) -> None:
    collection.say("d1", description, named=False)
    collection.dates = {DocumentId("d1"): "2022-03-05"}
    assert not collection.resolved().judgements


def test_score_of_a_rule_comes_with_its_features(collection: Collection) -> None:
    collection.say("d1", "Anna Brandt")
    collection.say("d2", "Brandt")
    (found,) = collection.resolved().judgements
    assert (found.by, found.score, dict(found.features)) == ("part of a name", 0.92, {"surname": 1.0})


def test_alias_has_the_number_of_its_passages_and_its_documents(collection: Collection) -> None:
    for document in ("d2", "d1", "d1"):
        collection.say(document, "Anna Brandt", text="Minister Brandt")
    entity = collection.resolved().claims[0].subject
    assert entity.uses == (Use("Minister Brandt", 3, (DocumentId("d1"), DocumentId("d2"))),)


def judged(log: Log, one: str, other: str, verdict: Verdict) -> Log:
    return log.add(judgement(EntityId(one), EntityId(other), verdict, "so they say"))


def test_a_persons_judgement_wins_over_a_rule(collection: Collection) -> None:
    collection.say("d1", "Anna Brandt")
    collection.say("d2", "Brandt")
    collection.log = judged(Log(), "brandt", "anna-brandt", Verdict.DIFFERENT)
    assert len(set(collection.ids())) == 2


def test_a_persons_merge_wins_over_a_rule_that_tells_apart(collection: Collection) -> None:
    collection.say("d1", "Mercator", "Person")
    collection.say("d2", "Mercator", "Organization")
    one, other = collection.ids()
    collection.log = judged(Log(), one, other, Verdict.SAME)
    assert len(set(collection.ids())) == 1


def test_judgement_on_an_id_that_is_not_there_is_told(collection: Collection) -> None:
    collection.say("d1", "Anna Brandt")
    collection.log = judged(Log(), "anna-brandt", "nobody", Verdict.SAME)
    assert [id_ for _, id_ in collection.resolved().unknown] == ["nobody"]


NAMES = ["Anna Brandt", "Brandt", "A. Brandt", "Carl Brandt", "LRO", "Lake Relief Organisation", "Foreign Ministry"]


@given(
    said=st.lists(st.tuples(st.sampled_from(["d1", "d2", "d3"]), st.sampled_from(NAMES)), min_size=1, max_size=8),
    data=st.data(),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_order_of_claims_changes_nothing(
    authority: Authority, ontology: Ontology, said: list[tuple[str, str]], data: st.DataObject
) -> None:
    collection = Collection(authority, ontology)
    for document, name in said:
        collection.say(document, name, "Organization" if name in NAMES[4:] else "Person")
    before = collection.resolved()
    collection._claims = data.draw(st.permutations(collection._claims))
    assert collection.resolved() == before


@given(
    pair=st.lists(st.sampled_from(["anna-brandt", "brandt", "carl-brandt", "lro"]), min_size=2, max_size=2, unique=True)
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_merge_that_is_undone_leaves_no_trace(authority: Authority, ontology: Ontology, pair: list[str]) -> None:
    collection = Collection(authority, ontology)
    for document, name in (("d1", "Anna Brandt"), ("d2", "Brandt"), ("d3", "LRO")):
        collection.say(document, name, "Organization" if name == "LRO" else "Person")
    before = collection.resolved()
    collection.log = judged(Log(), pair[0], pair[1], Verdict.SAME).withdraw(1)
    assert collection.resolved() == before


def test_known_entity_takes_label_type_and_links_of_the_authority_file(
    authority: Authority, ontology: Ontology
) -> None:
    made = claim(mention("Ukraine", ontology, key="ukraine", text="Kyiv"), mention("Anna Brandt", ontology))
    (resolved,) = resolve([made], authority, ontology)
    assert resolved.subject.id == "ukraine"
    assert resolved.subject.label == "Ukraine"
    assert resolved.subject.aliases == ("Kyiv",)
    assert resolved.subject.same_as == ("http://www.wikidata.org/entity/Q212",)


def test_description_without_a_name_stays_in_its_document(authority: Authority, ontology: Ontology) -> None:
    talks = mention("talks", ontology, named=False)
    who = mention("Anna Brandt", ontology)
    first, second = resolve([claim(who, talks, "d1"), claim(who, talks, "d2")], authority, ontology)
    assert first.object.id != second.object.id
    assert first.subject.id == second.subject.id


def test_description_that_names_somebody_is_one_thing_everywhere(authority: Authority, ontology: Ontology) -> None:
    accession = mention("Ukraine's accession to the European Union", ontology, named=False)
    who = mention("Anna Brandt", ontology)
    first, second = resolve([claim(who, accession, "d1"), claim(who, accession, "d2")], authority, ontology)
    assert first.object == second.object


@pytest.mark.parametrize(("slips", "things"), [(1, 1), (3, 2)])
def test_a_rare_other_type_of_a_name_of_several_words_is_a_slip(
    authority: Authority, ontology: Ontology, slips: int, things: int
) -> None:
    oslo = mention("Oslo", ontology)
    person, organization = (TypeId(ONTOLOGY + name) for name in ("Person", "Organization"))
    claims = [claim(replace(mention("Jorun Lind", ontology), type=person), oslo, f"d{n}") for n in range(5)]
    claims += [claim(replace(mention("Jorun Lind", ontology), type=organization), oslo, f"e{n}") for n in range(slips)]
    assert len({resolved.subject.id for resolved in resolve(claims, authority, ontology)}) == things


@pytest.mark.parametrize(
    ("names", "things"),
    [
        (("Lakeside Dialogue Council", "Dialogue Council"), 1),
        (("Lakeside Dialogue Council", "Hillside Dialogue Council", "Dialogue Council"), 3),
        (("Lakeside Dialogue Council", "Dialogue"), 2),
        (("Republic of Arvania", "Arvania"), 1),
        (("Bank of Arvania", "Arvania"), 2),
        (("Federal Democratic Republic of Arvania", "Arvania"), 1),
        (("President of the Republic of Arvania", "Arvania"), 2),
        (("Lakeside Salvation Front", "Front"), 1),
        (("Lakeside Salvation Front", "Hillside Front", "Front"), 3),
    ],
)
def test_fewer_words_of_one_name_are_that_name(
    authority: Authority, ontology: Ontology, names: tuple[str, ...], things: int
) -> None:
    who, type_ = mention("Anna Brandt", ontology), TypeId(ONTOLOGY + "Organization")
    claims = [claim(who, replace(mention(name, ontology), type=type_), f"d{n}") for n, name in enumerate(names)]
    assert len({resolved.object.id for resolved in resolve(claims, authority, ontology)}) == things


def test_pronoun_is_no_alias(authority: Authority, ontology: Ontology) -> None:
    (resolved,) = resolve(
        [claim(mention("Anna Brandt", ontology, text="she"), mention("Oslo", ontology))], authority, ontology
    )
    assert resolved.subject.aliases == ()


def test_description_of_something_named_is_no_alias(authority: Authority, ontology: Ontology) -> None:
    surfaces = ("his country", "al-Shabaab", "RSF", "the Rapid Support Forces")
    claims = [claim(mention("A Name", ontology, text=text), mention("Oslo", ontology)) for text in surfaces]
    assert resolve(claims, authority, ontology)[0].subject.aliases == ("RSF", "al-Shabaab", "the Rapid Support Forces")


def test_order_of_claims_does_not_matter(authority: Authority, ontology: Ontology) -> None:
    who = mention("Anna Brandt", ontology)
    claims = [claim(who, mention(name, ontology, text=f"the {name}"), f"d{i}") for i, name in enumerate("ABC")]
    results = {resolve(order, authority, ontology) for order in permutations(claims)}
    assert len(results) == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ukraine's accession to the EU", "ukraine-s-accession-to-the-eu"), ("Côte d'Ivoire", "cote-d-ivoire")],
)
def test_slug_is_readable(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_long_names_that_begin_alike_have_different_slugs() -> None:
    start = "a very long description of something that goes on and on and on and on, then "
    assert slug(start + "one") != slug(start + "two")


def test_name_without_latin_letters_has_a_slug() -> None:
    assert len(slug("Україна")) == 16
