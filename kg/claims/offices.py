"""Of what a title is an office, where the text leaves that out: "President Zelenskyy", "the foreign secretary, X"."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.claims.authority import Authority, Known
from kg.claims.kinds import Kinds
from kg.claims.names import Names
from kg.claims.phrases import Phrase, Tree, noun_phrase
from kg.model import Mention, Span, Token

# Share of its mentions of states that the state a text is about has at least.
HOME = 0.5
# Words on either side of a title's noun that may be part of it: "deputy prime minister", "secretary of state".
AROUND = 2


class Offices:
    """The offices of the people of one document."""

    def __init__(self, trees: Sequence[Tree], authority: Authority, names: Names, kinds: Kinds) -> None:
        self._authority = authority
        self._kinds = kinds
        self._told: dict[str, Span] = {}  # where each holder was first given a bare title
        most = _most([mention for tree in trees for mention in self._homes(tree, names)])
        self._home = most if most is not None and kinds.is_home(most.type) else None

    def is_news(self, holder: Mention, title: Phrase) -> bool:
        """Whether the text has not given this holder a bare title before: the first one tells, others repeat it."""
        return self._told.setdefault(holder.name, title.span) == title.span

    def known(self, holder: Mention, title: Phrase) -> Mention | None:
        """Of what the authority file says that the holder bears, or once bore, the title."""
        place = title.head.index
        near = title.tree.tokens[max(place - AROUND, 0) : place + AROUND + 1]
        words = {token.text.casefold() for token in near}
        found = self._authority.offices(holder.key, words) if holder.key is not None else ()
        return _mention(found[0], title) if len(found) == 1 else None

    def home(self, title: Phrase) -> Mention | None:
        """The state the document is about; None for a title with somebody in front: "university president", "its"."""
        before = [word for word in title.tokens if word.index < title.head.index]
        if self._home is None or any(word.tag == "PRP$" or self._acts(title.tree, word) for word in before):
            return None
        return replace(self._home, span=title.span, text=title.head.text)

    def _acts(self, tree: Tree, token: Token) -> bool:
        type_ = self._kinds.of_noun(tree, token)
        return bool(token.entity) or (type_ is not None and self._kinds.is_actor(type_))

    def _homes(self, tree: Tree, names: Names) -> Iterator[Mention]:
        for token in tree.tokens:
            if token.begins and token.entity in ("GPE", "NORP"):
                mention = names.find(noun_phrase(tree, token))
                unknown = mention is not None and mention.type == self._kinds.people
                if mention is not None and (unknown or self._kinds.is_home(mention.type)):
                    yield mention


def _mention(known: Known, title: Phrase) -> Mention:
    return Mention(span=title.span, text=title.head.text, name=known.label, type=known.type, key=known.id, named=True)


def _most(mentions: Sequence[Mention]) -> Mention | None:
    """The thing mentioned most, if it has its share; of two it is nobody."""
    counts = Counter(mention.name for mention in mentions).most_common(2)
    if not counts or counts[0][1] < max(2, HOME * len(mentions)) or (len(counts) == 2 and counts[0][1] == counts[1][1]):
        return None
    return next(mention for mention in mentions if mention.name == counts[0][0])
