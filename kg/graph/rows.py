"""A table of plain values: what analyses give, for a notebook, a data frame or a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
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
            raise SettingError(
                "no data frame of pandas: it is not installed; install it with `pip install pandas`, or iterate over "
                "the table, which gives a dict for each row"
            ) from error
        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    def to_csv(self) -> str:
        """The table as CSV, with a line of the columns' names."""
        output = io.StringIO()
        writer = csv.writer(output, lineterminator="\n")
        writer.writerows((self.columns, *self.rows))
        return output.getvalue()

    def _repr_html_(self) -> str:
        heads = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>\n" for row in self.rows[:SHOWN])
        more = [f"... and {len(self) - SHOWN:,} more"] if len(self) > SHOWN else [] if self.rows else ["no rows"]
        below = "".join(f"<p>{escape(line)}</p>" for line in (*more, *self.notes))
        return f"<table class='{NO_MATHS}'>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>{below}"


def _cell(value: Value) -> str:
    return f"<td>{'' if value is None else escape(str(value))}</td>"
