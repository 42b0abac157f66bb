"""The command `kg`: parses, calls, prints. Everything else is in kg.api."""

import json
import os
import sys
import webbrowser
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg import __version__
from kg.errors import KgError, QueryError
from kg.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from kg.api import Graph
    from kg.claims.judgements import Judgement
    from kg.graph.contradictions import Contradiction
    from kg.graph.query import Result
    from kg.model import Claim, Document, Entity
    from kg.pipeline import Progress, Report

SHOWN = 20  # of what was skipped, the first so many are named on the terminal; `kg info --json` has them all

NARROW = 24  # characters: a column of a table no wider than that is not wrapped; wider ones share what is left
TITLE = 40  # characters of a document's title in a table on a terminal

_HELP = {setting.name: setting.metadata["help"] for setting in fields(Settings)}

app = typer.Typer(
    help="Read documents about politics, diplomacy and conflict, and ask who claims what about whom.",
    epilog="A first look: kg demo. Your own texts: kg build FOLDER, then kg view. Settings may also stand in kg.toml.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)

entities = typer.Typer(help="List the entities of a graph, and judge which names are one.", rich_markup_mode=None)
app.add_typer(entities, name="entities")

GraphFolder = Annotated[Path, typer.Option("-g", "--graph", metavar="DIR", help="The folder of the graph.")]
OntologyFiles = Annotated[
    list[Path] | None, typer.Option("--ontology", metavar="FILE", help=_HELP["ontology"] + " May be repeated.")
]
BaseIri = Annotated[str | None, typer.Option("--base", metavar="IRI", help=_HELP["base"])]
ModelName = Annotated[str | None, typer.Option("--model", metavar="NAME", help=_HELP["model"])]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if anything was skipped.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
Sure = Annotated[
    float,
    typer.Option("--min-confidence", metavar="X", help="Only claims with at least this confidence, from 0 to 1."),
]
Everything = Annotated[
    bool, typer.Option("--all", help="Also claims in which no relation fits, only the words of the text.")
]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 skipped something under --strict, 2 could not be done, 130 interrupted."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):  # a terminal that cannot show a character shows its number
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # TextIO lacks it, what runs has it
    try:
        code = app(list(arguments) or ["--help"], prog_name="kg", standalone_mode=False)
    except KgError as error:
        code = _fail(str(error))
    except typer.TyperException as error:  # what the command line itself has wrong
        code = _fail(f"{error.format_message()} See `kg --help`.")
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    sys.exit(code)


@app.callback(invoke_without_command=True)
def _top(version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def build(
    paths: Annotated[list[Path], typer.Argument(metavar="PATHS", help="Files, and folders to walk.")],
    graph: GraphFolder = Path("graph"),
    ontology: OntologyFiles = None,
    base: BaseIri = None,
    model: ModelName = None,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Read documents and write the graph of what they claim.

    Reads .txt, .md with front matter, .html and .jsonl. What cannot be read is skipped, named and counted. A graph that
    is already in the folder is replaced.
    """
    made = _build(paths, graph, ontology=ontology, base=base, model=model)
    _print_report(made.report, as_json=as_json)
    if not as_json:
        typer.echo(f"Graph in {graph}. Look at it: kg view -g {graph}. Ask it: kg ask -g {graph}.")
    if strict and made.report.skipped:
        raise typer.Exit(1)


@app.command()
def demo(
    graph: GraphFolder = Path("demo-graph"),
    open_page: Annotated[
        bool | None,
        typer.Option("--open/--no-open", help="Show the page in the browser; by default, where there is a screen."),
    ] = None,
) -> None:
    """Build the graph of the reports that come with kg, draw it and open the page."""
    from kg.resources import resource

    made = _build([resource("seeds/documents")], graph, ontology=None, base=None, model=None)
    _print_report(made.report, as_json=False)
    page = made.view(graph.with_name(f"{graph.name}.html"))
    typer.echo(f"Graph in {graph}. Page {page}, picture {page.with_suffix('.svg')}. Ask it: kg ask -g {graph}.")
    if _has_screen() if open_page is None else open_page:
        webbrowser.open(page.resolve().as_uri())


def _build(
    paths: Sequence[Path], graph: Path, *, ontology: Sequence[Path] | None, base: str | None, model: str | None
) -> "Graph":
    from kg.api import build as build_graph

    with _progress() as progress:
        return build_graph(paths, graph, ontology=ontology, base=base, model=model, progress=progress)


@contextmanager
def _progress() -> Iterator["Progress | None"]:
    """A bar on the terminal, and none where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress as Bar

    with Bar(console=_console(error=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def tell(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total)

        yield tell


def _print_report(report: "Report", *, as_json: bool) -> None:
    if as_json:
        _print_json(report.record())
    else:
        rows = [
            (row.step, _amount(row.taken, row.takes), _amount(row.given, row.gives), f"{row.skipped:,}")
            for row in report.rows
        ]
        _print_table(("step", "in", "out", "skipped"), rows)
    for loss in report.skipped[:SHOWN]:
        typer.echo(f"kg: skipped by {loss.step}: {loss.source}: {loss.reason}", err=True)
    if len(report.skipped) > SHOWN:
        typer.echo(f"kg: and {len(report.skipped) - SHOWN:,} more; `kg info --json` names them all", err=True)


def _amount(number: int, nouns: str) -> str:
    return f"{number:,} {nouns.removesuffix('s') if number == 1 else nouns}"


Format = Annotated[
    str,
    typer.Option(
        "--format", metavar="FORMAT", help="table, csv, tsv, json or xml; for CONSTRUCT turtle, ntriples or nquads."
    ),
]


@app.command()
def query(
    sparql: Annotated[
        str, typer.Argument(metavar="SPARQL|FILE.rq|-", help="The query, a file with it, or - for input.")
    ],
    graph: GraphFolder = Path("graph"),
    output_format: Format = "table",
    min_confidence: Sure = 0.0,
    max_rows: Annotated[
        int | None, typer.Option("--max-rows", metavar="N", min=1, help="Look for no more rows than that.")
    ] = None,
) -> None:
    """Ask the graph in SPARQL. The prefixes it is written with need no declaration."""
    from kg.api import open as open_graph

    opened = open_graph(graph, min_confidence=min_confidence)
    _print_answer(opened.query(_query_text(sparql), max_rows=max_rows), output_format)


def _query_text(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    if not given.endswith(".rq"):
        return given
    try:
        return Path(given).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{given}: cannot be read ({error}); check the path, and save it as UTF-8") from error


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def ask(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The question; without one, all are listed.")
    ] = None,
    graph: GraphFolder = Path("graph"),
    output_format: Format = "table",
    everything: Everything = False,
    min_confidence: Sure = 0.0,
) -> None:
    """Ask a saved question, or list them all.

    A question's own parameters stand behind its name: kg ask about --what Ukraine.
    """
    from kg.api import open as open_graph

    if name is None:
        _print_questions(output_format)
    elif name.startswith("-"):
        raise QueryError(f"{name}: stands before the question; write `kg ask NAME {name} VALUE`")
    else:
        _print_answer(
            open_graph(graph, min_confidence=min_confidence).ask(name, all=everything, **_parameters(context.args)),
            output_format,
        )


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
    from kg.graph.query import questions

    known = questions(QUESTIONS)
    if output_format == "json":
        _print_json([asdict(question) for question in known])
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
        _print_table(columns, list(_shortened(columns, rows)) if sys.stdout.isatty() else rows)
    else:
        _print_exactly(answer.serialize(output_format))
    for note in answer.notes:
        typer.echo(f"kg: {note}", err=True)


def _shortened(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Rows with the titles of documents cut: on a terminal the width belongs to the quotes."""
    for row in rows:
        yield [
            cell if column != "document" or len(cell) <= TITLE else f"{cell[: TITLE - 1].rstrip()}…"
            for column, cell in zip(columns, row, strict=True)
        ]


@app.command()
def claims(
    graph: GraphFolder = Path("graph"),
    about: Annotated[str | None, typer.Option(help="Only those with this subject or object.", metavar="NAME")] = None,
    relation: Annotated[
        str | None, typer.Option(help="Only this relation, and those below it.", metavar="NAME")
    ] = None,
    holder: Annotated[str | None, typer.Option(help="Only what this speaker says.", metavar="NAME")] = None,
    everything: Everything = False,
    min_confidence: Sure = 0.0,
    explain: Annotated[bool, typer.Option("--explain", help="Tell what each confidence comes from.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print claims, each with its quote, its document and where in its text the quote stands."""
    from kg.api import open as open_graph

    known = open_graph(graph, min_confidence=min_confidence)
    found = known.claims(about=about, relation=relation, holder=holder, all=everything)
    if as_json:
        records = [claim_record(claim, known.documents[claim.evidence.document]) for claim in found]
        why = [{"reasons": {each.feature: each.amount for each in known.explain(claim)}} for claim in found if explain]
        _print_json([record | extra for record, extra in zip(records, why or [{}] * len(found), strict=True)])
        return
    for claim in found:
        typer.echo("\n".join(_claim_lines(known, claim)))
        typer.echo(f"    {_reasons(known, claim)}\n" if explain else "")
    typer.echo(f"{len(found):,} of {len(known.claims(all=everything)):,} claims", err=True)


@app.command(name="contradictions")
def contradictions_(
    graph: GraphFolder = Path("graph"),
    about: Annotated[
        str | None, typer.Option(help="Only those about this, or with it on a side.", metavar="NAME")
    ] = None,
    min_confidence: Sure = 0.0,
    as_json: AsJson = False,
) -> None:
    """Print claims that do not go together, both sides with their quotes and documents.

    One claim affirms what another denies, or somebody supports what somebody opposes. Nobody is said to be right.
    """
    from kg.api import counted
    from kg.api import open as open_graph

    known = open_graph(graph, min_confidence=min_confidence)
    found = known.contradictions(about=about)
    if as_json:
        _print_json([_contradiction_record(known, each) for each in found])
        return
    for each in found:
        typer.echo(f"{each.about.label}: {each.kind}")
        for side, claims in (("one side", each.one), ("the other", each.other)):
            typer.echo(f"  {side}")
            lines = (line for claim in claims for line in _claim_lines(known, claim))
            typer.echo("\n".join(f"    {line}" for line in lines))
        typer.echo("")
    typer.echo(counted(len(found), "contradiction"), err=True)


def _contradiction_record(graph: "Graph", found: "Contradiction") -> dict[str, Any]:
    sides = {"one": found.one, "other": found.other}
    records = {
        side: [claim_record(claim, graph.documents[claim.evidence.document]) for claim in claims]
        for side, claims in sides.items()
    }
    return {"about": found.about.label, "kind": found.kind.value} | records


def _claim_lines(graph: "Graph", claim: "Claim[Entity]") -> Iterator[str]:
    """A claim in words, its quote, and where that stands."""
    from kg.views.drawing import relation_of, words_of

    document, (start, end) = graph.documents[claim.evidence.document], claim.evidence.span
    words = words_of(claim, relation_of(claim, graph.ontology))
    tags = "".join(f" [{tag}]" for tag in _tags(claim))
    yield f"{claim.subject.label} {words} {claim.object.label}{tags}"
    yield f'    "{claim.evidence.quote}"'
    issued = f", {document.published}" if document.published else ""
    yield f"    {document.title} ({document.source}{issued}) {start}-{end}"


def _reasons(graph: "Graph", claim: "Claim[Entity]") -> str:
    """A confidence and the features it adds up, in log-odds, the weightiest first."""
    reasons = [f"{reason.feature} {reason.amount:+.2f}" for reason in graph.explain(claim)]
    return f"confidence {claim.confidence}: {', '.join(reasons)}"


def _tags(claim: "Claim[Entity]") -> Iterator[str]:
    """What is to be known of a claim beside its words; nothing of one that the document plainly asserts."""
    from kg.model import Modality, Polarity
    from kg.views.drawing import holder_of, quantity_words

    if claim.polarity is Polarity.DENIED:
        yield str(claim.polarity)
    if claim.modality is not Modality.ASSERTED:
        yield str(claim.modality)
    if claim.tense:
        yield str(claim.tense)
    if claim.time:
        yield str(claim.time)
    if claim.quantity:
        yield quantity_words(claim.quantity)
    if claim.holder:
        yield f"according to {holder_of(claim)}"


def claim_record(claim: "Claim[Entity]", document: "Document") -> dict[str, Any]:
    """A claim as plain values, for JSON."""
    from dataclasses import asdict

    return {
        "subject": {"id": claim.subject.id, "label": claim.subject.label},
        "relation": claim.relation,
        "object": {"id": claim.object.id, "label": claim.object.label},
        "polarity": claim.polarity,
        "modality": claim.modality,
        "holder": [{"id": entity.id, "label": entity.label} for entity in claim.holder],
        "tense": claim.tense,
        "time": claim.time and {"start": claim.time.start, "end": claim.time.end},
        "quantity": claim.quantity and asdict(claim.quantity),
        "confidence": claim.confidence,
        "quote": claim.evidence.quote,
        "cue": claim.evidence.cue,
        "document": {"id": document.id, "title": document.title, "source": document.source},
        "start": claim.evidence.span.start,
        "end": claim.evidence.span.end,
    }


OneId = Annotated[str, typer.Argument(metavar="A", help="The id of an entity, or of a name that is part of one.")]
OtherId = Annotated[str, typer.Argument(metavar="B", help="The id of the other.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, for those who come after.")]
Author = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")]
About = Annotated[str | None, typer.Option("--about", metavar="NAME", help="Only of the things called that.")]


@entities.command("list")
def list_entities(graph: GraphFolder = Path("graph"), about: About = None, as_json: AsJson = False) -> None:
    """List entities: id, label, type and other names."""
    from kg.api import open as open_graph

    known = open_graph(graph)
    found = known.entities(about)
    if as_json:
        _print_json([entity_record(known, entity) for entity in found])
        return
    rows = [(one.id, one.label, known.ontology.types[one.type].label, ", ".join(one.aliases)) for one in found]
    _print_table(("id", "label", "type", "also called"), rows)


@entities.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of an entity, or of a name that is part of one.")],
    graph: GraphFolder = Path("graph"),
    as_json: AsJson = False,
) -> None:
    """Show an entity: what it is called, how often and where, and why its names are one."""
    from kg.api import counted
    from kg.api import open as open_graph

    known = open_graph(graph)
    entity = known.entity(id_)
    if as_json:
        _print_json(entity_record(known, entity))
        return
    typer.echo(f"{entity.label} ({known.ontology.types[entity.type].label})\n    id {entity.id}")
    for same in entity.same_as:
        typer.echo(f"    same as {same}")
    for use in entity.uses:
        places = ", ".join(sorted(known.documents[document].source for document in use.documents))
        typer.echo(f"    called {use.alias!r} in {counted(use.count, 'passage')}: {places}")
    for name in known.names(entity):
        typer.echo(f"    name {name}")
    for given in known.judgements_on(entity):
        typer.echo(f"    {_judgement_line(given)}")


@entities.command()
def merge(one: OneId, other: OtherId, reason: Reason, graph: GraphFolder = Path("graph"), by: Author = "") -> None:
    """Judge two names to be one thing, and write the graph anew."""
    from kg.api import open as open_graph

    typer.echo(_judgement_line(open_graph(graph).merge(one, other, reason=reason, by=by)))


@entities.command()
def split(one: OneId, other: OtherId, reason: Reason, graph: GraphFolder = Path("graph"), by: Author = "") -> None:
    """Judge two names to be two things, whatever rules say, and write the graph anew."""
    from kg.api import open as open_graph

    typer.echo(_judgement_line(open_graph(graph).split(one, other, reason=reason, by=by)))


@entities.command()
def undo(
    number: Annotated[int, typer.Argument(metavar="N", help="The number of the judgement, as `log` shows it.")],
    graph: GraphFolder = Path("graph"),
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, if it matters.")] = "",
    by: Author = "",
) -> None:
    """Withdraw a person's judgement, and write the graph as if it had not been made."""
    from kg.api import open as open_graph

    open_graph(graph).undo(number, reason=reason, by=by)
    typer.echo(f"withdrawn: {number}")


@entities.command()
def log(graph: GraphFolder = Path("graph"), about: About = None, as_json: AsJson = False) -> None:
    """List the judgements in force: people's with their numbers, then the rules' with their scores."""
    from kg.api import open as open_graph
    from kg.claims.judgements import record

    found = open_graph(graph).judgements(about)
    if as_json:
        _print_json([record(given) for given in found])
        return
    for given in found:
        typer.echo(_judgement_line(given))


@entities.command("apply")
def apply_log(graph: GraphFolder = Path("graph")) -> None:
    """Write the graph anew after its judgements.jsonl was edited by hand."""
    from kg.api import open as open_graph

    known = open_graph(graph)
    known.rederive()
    typer.echo(f"{known!r}")


def _judgement_line(given: "Judgement") -> str:
    """A judgement in a line: its number or rule, the names, the verdict and why."""
    who = f"{given.number}" if given.is_a_persons else f"[{given.by}]"
    by = f" (by {given.by})" if given.is_a_persons and given.by else ""
    values = " ".join(f"{name} {value:g}" for name, value in given.features)
    score = "" if given.is_a_persons else f" (score {given.score:g}: {values})"
    return f"{who} {given.left} {given.verdict} {given.right}: {given.reason}{by}{score}"


def entity_record(graph: "Graph", entity: "Entity") -> dict[str, Any]:
    """An entity as plain values, for JSON."""
    from kg.claims.judgements import record

    return {
        "id": entity.id,
        "label": entity.label,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "same_as": list(entity.same_as),
        "uses": [{"alias": use.alias, "count": use.count, "documents": list(use.documents)} for use in entity.uses],
        "names": list(graph.names(entity)),
        "judgements": [record(given) for given in graph.judgements_on(entity)],
    }


@app.command()
def view(
    graph: GraphFolder = Path("graph"),
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")] = Path(
        "graph.html"
    ),
    everything: Everything = False,
    min_confidence: Sure = 0.0,
) -> None:
    """Draw the graph as an interactive page and as a picture.

    The page is one file that needs no network; the picture is an SVG beside it.
    """
    from kg.api import open as open_graph

    page = open_graph(graph, min_confidence=min_confidence).view(output, all=everything)
    typer.echo(f"{page} {page.with_suffix('.svg')}")


@app.command()
def export(
    form: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT", help="nquads (sorted), ntriples, turtle, trig, jsonld, rdf12, graphml, gexf or csv."
        ),
    ],
    graph: GraphFolder = Path("graph"),
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write a file, not the screen.")
    ] = None,
    everything: Everything = False,
    min_confidence: Sure = 0.0,
) -> None:
    """Hand the graph on to another program. The same graph gives the same bytes."""
    from kg.api import open as open_graph
    from kg.api import write_text

    text = open_graph(graph, min_confidence=min_confidence).export(form, all=everything)
    if output is None:
        _print_exactly(text)
    else:
        write_text(output, text)


@app.command()
def info(
    graph: GraphFolder = Path("graph"),
    relations: Annotated[bool, typer.Option("--relations", help="List the relations it may hold instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what is in a graph, what it was built with and what was left out."""
    from kg.api import open as open_graph

    known = open_graph(graph)
    if relations:
        _print_relations(known, as_json=as_json)
        return
    facts = known.info()
    if as_json:
        _print_json(facts)
        return
    plain = {name: value for name, value in facts.items() if isinstance(value, str | int)}
    _print_table(("", str(graph)), plain.items())
    _print_report(known.report, as_json=False)


def _print_relations(graph: "Graph", *, as_json: bool) -> None:
    rows = [(known.name, known.label, known.definition) for known in graph.ontology.relations.values()]
    if as_json:
        _print_json([dict(zip(("name", "label", "definition"), row, strict=True)) for row in rows])
    else:
        _print_table(("name", "in words", "meaning"), rows)


def _has_screen() -> bool:
    displays = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.stdout.isatty() and (sys.platform in ("darwin", "win32") or any(map(os.environ.get, displays)))


def _console(*, error: bool = False) -> "Console":
    """A console that wraps text for a reader's terminal, and never for a file or a pipe."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    return Console(file=stream, markup=False, highlight=False, emoji=False, width=None if stream.isatty() else 100_000)


def _print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    cells = [["" if value is None else str(value) for value in row] for row in rows]
    table = Table(box=box.SIMPLE_HEAD if sys.stdout.isatty() else None, pad_edge=False, show_edge=False)
    for place, column in enumerate(columns):
        longest = max((len(row[place]) for row in cells), default=0)
        table.add_column(
            column, no_wrap=longest <= NARROW, ratio=None if longest <= NARROW else min(longest, 3 * NARROW)
        )
    for row in cells:
        table.add_row(*map(Text, row))
    console = _console()
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        typer.echo(line.rstrip())


def _print_json(value: object) -> None:
    _print_exactly(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _print_exactly(text: str) -> None:
    """Print for a program: UTF-8 and the line ends of the format, whatever the terminal's."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def _fail(message: str) -> int:
    typer.echo(f"kg: error: {' '.join(message.split())}", err=True)
    return 2
