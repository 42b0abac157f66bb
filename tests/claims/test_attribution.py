"""Source, cue and content of attributions, as stretches of the text."""

import pytest

from kg.claims.attribution import attributions
from kg.model import Span

from .conftest import Parse

CASES = [
    # text, source, cue, content
    ("Diplomats said that Russia opposes the plan.", "Diplomats", "said", "that Russia opposes the plan"),
    ("Russia opposes the plan, diplomats said.", "diplomats", "said", "Russia opposes the plan"),
    ('"Russia opposes the plan," said Sergei Lavrov.', "Sergei Lavrov", "said", "Russia opposes the plan"),
    ("According to diplomats, Russia opposes the plan.", "diplomats", "According to", "Russia opposes the plan"),
    ("Russia opposes the plan, according to diplomats.", "diplomats", "according to", "Russia opposes the plan"),
    ("The minister has also learned that Russia left.", "The minister", "has also learned", "that Russia left"),
    ("Kenya vowed to leave.", "Kenya", "vowed", "to leave"),
    ("Kenya called for a truce.", "Kenya", "called for", "a truce"),
    ("Kenya's claim that Sudan left is false.", "Kenya", "claim", "that Sudan left"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content"), CASES, ids=[case[0] for case in CASES])
def test_attribution_has_source_cue_and_content(text: str, source: str, cue: str, content: str, parse: Parse) -> None:
    def words(span: Span | None) -> str | None:
        return None if span is None else text[slice(*span)]

    found = [tuple(map(words, attribution)) for attribution in attributions(parse(text))]
    assert (source, cue, content) in found


@pytest.mark.parametrize("text", ["Russia opposes the plan.", "I think it is late.", "France and Germany met."])
def test_text_without_a_reported_word_has_none(text: str, parse: Parse) -> None:
    assert list(attributions(parse(text))) == []
