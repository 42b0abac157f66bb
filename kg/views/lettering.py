"""How much room words take and where they are broken into lines, without a font at hand.

Widths are those of Arial and the fonts made to its measure, which nearly every machine has.
"""

import textwrap
from collections.abc import Sequence
from functools import cache
from unicodedata import category, east_asian_width, normalize

FONT = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif"
LINE = 1.22  # height of a line, in font sizes
BOLD = 1.08  # bold words are about this much wider
ELLIPSIS = "\u2026"

# thousandths of the font size; anything else counts as one of the 556
WIDTHS = {
    222: "ijl\u2018\u2019",
    278: "ftI .,:;!/\\[]|",
    333: "r()-`\u201c\u201d",
    389: '"*',
    500: "cksvxyzJ",
    584: "+<=>~",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    889: "%",
    944: "W",
    1015: "@\u2014" + ELLIPSIS,
}


def width(words: str, size: float) -> float:
    """Pixels a line of words takes at a font size.

    >>> width("ill", 10)
    6.66
    """
    return round(sum(_character(character) for character in words) * size / 1000, 2)


@cache
def _character(character: str) -> int:
    if category(character).startswith("M"):
        return 0  # a mark over the letter before it
    if east_asian_width(character) in "WF":
        return 1000
    plain = normalize("NFKD", character)[0]
    return next((units for units, group in WIDTHS.items() if plain in group), 556 if plain.isascii() else 640)


def lines(words: str, longest: int, most: int) -> tuple[str, ...]:
    """Words in lines of at most `longest` characters, as even as may be; what does not fit in `most` lines is cut.

    >>> lines("Armed forces of Ukraine", 20, 3)
    ('Armed forces', 'of Ukraine')
    """
    whole = " ".join(words.split()) or ELLIPSIS
    broken = _broken(whole, longest)
    if len(broken) > most:
        kept = " ".join(broken[:most])
        return _shortened(kept, longest, most)
    word = min(max(map(len, whole.split())), longest)  # no narrower: that would break words
    return next(
        tuple(tried) for limit in range(word, longest + 1) if len(tried := _broken(whole, limit)) <= len(broken)
    )


def _broken(words: str, longest: int) -> Sequence[str]:
    return textwrap.wrap(words, longest, break_on_hyphens=False)


def _shortened(words: str, longest: int, most: int) -> tuple[str, ...]:
    while len(tried := _broken(words + ELLIPSIS, longest)) > most:
        words = words[:-1].rstrip()
    return tuple(tried)
