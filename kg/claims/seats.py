"""Seats of government of states that the authority file does not know: where a document puts a state's ministries.

The seats of known states stand in the authority file. Of a place that only a collection shows to be a state, by an
adjective of its own ("Norland", "Norlandic"), "the defence ministry in Aldmouth" tells that Aldmouth is its seat: what
"Aldmouth rejected", Norland rejected.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.claims.authority import Authority
from kg.claims.bodies import Bodies
from kg.claims.kinds import Kinds
from kg.claims.recognised import Recognised
from kg.model import Claim, DocumentId, Mention
from kg.ontology import Ontology

_HOSTED = re.compile(r"(?:[Tt]he )?(?P<body>.+) in (?P<seat>[A-Z][\w'-]+)")


def with_states(
    claims: Sequence[Claim[Mention]], authority: Authority, ontology: Ontology, bodies: Bodies
) -> Sequence[Claim[Mention]]:
    """The claims with the state in place of its seat, where that acts or is acted on and not where one is or goes."""
    kinds = Kinds(ontology)
    mentions = [(claim.evidence.document, mention) for claim in claims for mention in claim.arguments]
    states = _states(mentions, Recognised(mentions, kinds), authority, bodies)
    if not states:
        return claims

    def meant(mention: Mention) -> Mention:
        state = states.get(mention.name) if mention.key is None and mention.text == mention.name else None
        return replace(mention, name=state, type=kinds.region) if state is not None else mention

    def rewritten(claim: Claim[Mention]) -> Claim[Mention]:
        reached = not kinds.places.isdisjoint(ontology.relations[claim.relation].range)
        object_ = claim.object if reached else meant(claim.object)
        return replace(claim, subject=meant(claim.subject), object=object_, holder=tuple(map(meant, claim.holder)))

    return [rewritten(claim) for claim in claims]


def _states(
    mentions: Sequence[tuple[DocumentId, Mention]], recognised: Recognised, authority: Authority, bodies: Bodies
) -> Mapping[str, str]:
    """Seats with the state each is told to be the seat of, if all documents that tell agree."""
    named: defaultdict[DocumentId, Counter[str]] = defaultdict(Counter)
    hosts: defaultdict[str, set[DocumentId]] = defaultdict(set)
    for document, mention in mentions:
        words = mention.text.split()
        named[document].update(state for word in words if (state := recognised.state(word)) is not None)
        hosted = _HOSTED.fullmatch(mention.text)
        if hosted is not None and bodies.is_common(hosted["body"]) and authority.find(hosted["seat"]) is None:
            hosts[hosted["seat"]].add(document)
    found = {seat: {_first(named[document]) for document in documents} for seat, documents in hosts.items()}
    return {seat: state for seat, [state, *others] in found.items() if state and not others and state != seat}


def _first(counts: Counter[str]) -> str:
    return min(counts, key=lambda name: (-counts[name], name), default="")
