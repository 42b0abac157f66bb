"""A table of plain values: what analyses give, for a notebook, a data frame or a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import SettingError

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]  # it comes without types

type Value = str | int | float | bool | None

NO_MATHS = "tex2jax_ignore mathjax_ignore"  # classes without which notebooks typeset "$5m and $6m" as a formula
SHOWN = 50  # rows in a notebook; more than a screen of them nobody reads


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """Rows of plain values under the names of their columns, and notes on what to know before they are believed.

    It iterates as one `dict` for each row.

    >>> list(Table(("actor", "ties"), (("Norland", 2),)))
    [{'actor': 'Norland', 'ties': 2}]
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        rows = f"{len(self)} {'row' if len(self) == 1 else 'rows'} of {', '.join(self.columns)}"
        return f"<Table: {'; '.join((rows, *self.notes))}>"

    def to_pandas(self) -> "pandas.DataFrame":
        """A data frame with the same columns and rows.

        Raises:
            SettingError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            hint = "or iterate over the table, which gives a dict for each row"
            raise SettingError(f"{not_installed('pandas')}, {hint}") from error
        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    def to_csv(self) -> str:
        """The table as CSV, with a line of the columns' names."""
        output = io.StringIO()
        writer = csv.writer(output, lineterminator="\n")
        writer.writerows((self.columns, *self.rows))
        return output.getvalue()

    def _repr_html_(self) -> str:
        return html_table(self.columns, ("".join(map(_cell, row)) for row in self.rows), len(self), self.notes)


def html_table(columns: Sequence[str], rows: Iterable[str], number: int, notes: Iterable[str]) -> str:
    """A notebook's table: the first of `number` rows, each its cells in HTML; below it how many more, and the notes."""
    heads = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(f"<tr>{row}</tr>\n" for row in islice(rows, SHOWN))
    more = [f"... and {number - SHOWN:,} more"] if number > SHOWN else [] if number else ["no rows"]
    below = "".join(f"<p>{escape(line)}</p>" for line in (*more, *notes))
    return f"<table class='{NO_MATHS}'>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>{below}"


def not_installed(package: str) -> SettingError:
    """What to say of a data frame whose package is not there."""
    return SettingError(f"no data frame of {package}: it is not installed; install it with `pip install {package}`")


def _cell(value: Value) -> str:
    return f"<td>{'' if value is None else escape(str(value))}</td>"
