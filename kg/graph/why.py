"""Tells why a triple is in the graph, or follows from it: down to the claims, with their quotes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from kg.graph.rules import TYPE, Fact, Inference
from kg.graph.voices import Claims
from kg.model import Claim, Entity

TYPE_GIVEN = "type"


@dataclass(frozen=True, slots=True)
class Why:
    """A triple and what it rests on: claims that affirm and assert it, or others from which it follows."""

    words: str  # "Norland is guarantor of Arvania"
    claims: Claims = ()
    rule: str = ""  # the axiom or rule by which it follows; "type" of the type that an entity was read with
    premises: tuple["Why", ...] = ()
    others: Claims = ()  # where it neither is there nor follows: claims that deny or propose it

    def __bool__(self) -> bool:
        return bool(self.claims or self.rule)

    def lines(self) -> Iterator[str]:
        """The whole tree in words, what a line rests on two blanks further in."""
        yield f"{self.words}: {self.ground}"
        for claim in self.claims or self.others:
            yield f'  "{claim.evidence.quote}" ({_where(claim)})'
        for premise in self.premises:
            yield from (f"  {line}" for line in premise.lines())

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        quotes = "".join(
            f"<li>“{escape(claim.evidence.quote)}” ({escape(_where(claim))})</li>"
            for claim in self.claims or self.others
        )
        premises = "".join(f"<li>{premise._repr_html_()}</li>" for premise in self.premises)
        return f"{escape(self.words)}: {escape(self.ground)}<ul>{quotes}{premises}</ul>"

    @property
    def ground(self) -> str:
        """In words: whether it is claimed, was read so, follows, or does not."""
        if self.claims:
            return "claimed"
        if self.rule == TYPE_GIVEN:
            return "as it was read"
        if self.rule:
            return f"follows by {self.rule}"
        return "nobody affirms and asserts it, and it does not follow" + ("; but" if self.others else "")


def why(
    fact: Fact, inference: Inference, claims: Mapping[Fact, Iterable[Claim[Entity]]], words: Callable[[str], str]
) -> Why:
    """What a triple rests on.

    `claims`: all claims by the triple they are about; `words`: what an IRI is called.
    """
    said = f"{words(fact[0])} {'is of type' if fact[1] == TYPE else words(fact[1])} {words(fact[2])}"
    about = tuple(claims.get(fact, ()))
    if direct := tuple(claim for claim in about if claim.is_direct):
        return Why(said, claims=direct)
    if fact in inference.steps:
        step = inference.steps[fact]
        premises = tuple(why(premise, inference, claims, words) for premise in step.premises)
        return Why(said, rule=step.rule, premises=premises)
    return Why(said, rule=TYPE_GIVEN) if fact in inference.facts else Why(said, others=about)


def _where(claim: Claim[Entity]) -> str:
    """Which claim it is: its document and place, and what makes it no plain statement."""
    manner = [str(part) for part in (claim.polarity, claim.modality) if not claim.is_direct]
    return ", ".join((*manner, f"{claim.evidence.document} {claim.evidence.span.start}-{claim.evidence.span.end}"))
