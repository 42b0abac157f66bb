"""`kg query` and `kg ask`: SPARQL and saved questions."""

import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Everything, GraphFolder, Sure
from kg.cli.printing import print_exactly, print_json, print_table
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.graph.result import Result

TITLE = 40  # characters of a document's title in a table on a terminal

Format = Annotated[
    str,
    typer.Option(
        "--format", metavar="FORMAT", help="table, csv, tsv, json or xml; for CONSTRUCT turtle, ntriples or nquads."
    ),
]
MaxRows = Annotated[int | None, typer.Option("--max-rows", metavar="N", min=1, help="Look for no more rows than that.")]
Timeout = Annotated[
    float | None, typer.Option("--timeout", metavar="SECONDS", help="Give up on the answer after so long.")
]


def query(
    sparql: Annotated[
        str, typer.Argument(metavar="SPARQL|FILE.rq|-", help="The query, a file with it, or - for input.")
    ],
    graph: GraphFolder = Path("graph"),
    output_format: Format = "table",
    min_confidence: Sure = 0.0,
    max_rows: MaxRows = None,
    timeout: Timeout = None,
    inferred: Annotated[bool, typer.Option("--inferred", help="Ask what follows like what is claimed.")] = False,
) -> None:
    """Ask the graph in SPARQL. The prefixes it is written with need no declaration."""
    from kg.api import open as open_graph

    opened = open_graph(graph, min_confidence=min_confidence)
    with _interruptible():
        answer = opened.query(_query_text(sparql), max_rows=max_rows, timeout=timeout, inferred=inferred)
    _print_answer(answer, output_format)


def _query_text(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    if not given.endswith(".rq"):
        return given
    try:
        return Path(given).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{given}: cannot be read ({error}); check the path, and save it as UTF-8") from error


def ask(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME|QUESTION", help="A question in English, or the name of a saved one; without, they are listed."
        ),
    ] = None,
    graph: GraphFolder = Path("graph"),
    output_format: Format = "table",
    everything: Everything = False,
    min_confidence: Sure = 0.0,
    max_rows: MaxRows = None,
    timeout: Timeout = None,
    only_sparql: Annotated[
        bool, typer.Option("--sparql", help="Of a question in English print the SPARQL, and do not ask it.")
    ] = False,
) -> None:
    """Ask a question in plain English or a saved one, or list the saved ones.

    "Who opposes Sweden's accession to NATO?" is read like a sentence of a document; the SPARQL that was made of it is
    printed before the answer. A saved question's own parameters stand behind its name: kg ask about --what Ukraine.
    """
    from kg.answering import is_english
    from kg.api import open as open_graph

    if name is None:
        _print_questions(output_format)
    elif name.startswith("-"):
        raise QueryError(f"{name}: stands before the question; write `kg ask NAME {name} VALUE`")
    else:
        opened, parameters = open_graph(graph, min_confidence=min_confidence), _parameters(context.args)
        if is_english(name) and not parameters:
            understood = opened.understand(name)
            typer.echo(understood.sparql, err=not only_sparql, nl=not only_sparql)
            if only_sparql:
                return
            with _interruptible():
                answer = opened.answer(understood, max_rows=max_rows, timeout=timeout)
            _print_answer(answer, output_format)
            return
        if only_sparql:
            raise QueryError(f"{name}: --sparql is for questions in plain English; a saved one is a file of SPARQL")
        with _interruptible():
            answer = opened.ask(name, all=everything, max_rows=max_rows, timeout=timeout, **parameters)
        _print_answer(answer, output_format)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C end the program at once: inside the store nothing else would, and nothing is lost."""
    if not sys.stdin.isatty():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _parameters(arguments: Sequence[str]) -> dict[str, str]:
    """What stands behind a question's name: `--what Ukraine` or `--what=Ukraine`."""
    found: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        option, given, value = argument.partition("=")
        if not option.startswith("--"):
            raise QueryError(f"{argument!r}: belongs to no parameter; write --NAME VALUE, with quotes around blanks")
        if not given and (value := next(rest, "")) == "":
            raise QueryError(f"{option}: has no value; write {option} VALUE")
        found[option.removeprefix("--")] = value
    return found


def _print_questions(output_format: str) -> None:
    from kg.api import QUESTIONS
    from kg.graph.questions import questions

    known = questions(QUESTIONS)
    if output_format == "json":
        print_json([asdict(question) for question in known])
        return
    for question in known:
        takes = "".join(
            f" [--{one.name} {one.name.upper()}]" if one.optional else f" --{one.name} {one.name.upper()}"
            for one in question.parameters
        )
        typer.echo(f"kg ask {question.name}{takes}\n    {question.help}")
        for one in question.parameters:
            typer.echo(f"    --{one.name}: {one.help}")


def _print_answer(answer: "Result", output_format: str) -> None:
    if output_format == "table":
        columns, *rows = answer.table()
        print_table(columns, list(_shortened(columns, rows)) if sys.stdout.isatty() else rows)
    else:
        print_exactly(answer.serialize(output_format))
    for note in answer.notes:
        typer.echo(f"kg: {note}", err=True)


def _shortened(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Rows with the titles of documents cut: on a terminal the width belongs to the quotes."""
    for row in rows:
        yield [
            cell if column != "document" or len(cell) <= TITLE else f"{cell[: TITLE - 1].rstrip()}…"
            for column, cell in zip(columns, row, strict=True)
        ]
