"""The command `kg`: parses, calls, prints. Everything else is in kg.api."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from kg import __version__
from kg.cli import (
    asking,
    building,
    checking,
    claims,
    comparing,
    entities,
    exporting,
    importing,
    inferring,
    info,
    network,
    viewing,
)
from kg.errors import KgError

app = typer.Typer(
    help="Read documents about politics, diplomacy and conflict, and ask who claims what about whom.",
    epilog="A first look: kg demo. Your own texts: kg build FOLDER, then kg view. Settings may also stand in kg.toml.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(building.build)
app.command()(building.demo)
app.command()(asking.query)
app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})(asking.ask)
app.command()(claims.claims)
app.command()(claims.contradictions)
app.command()(network.agreements)
app.command()(network.network)
app.command()(network.chain)
app.command()(inferring.infer)
app.command()(inferring.why)
app.add_typer(entities.app, name="entities")
app.command()(viewing.view)
app.command(help=exporting.HELP)(exporting.export)
app.command("import")(importing.import_graph)
app.command()(comparing.diff)
app.command()(info.info)
app.command()(checking.verify)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit: 0 done, 2 could not be done, 130 interrupted.

    1: something was skipped under --strict, or `kg verify` found something wrong.
    """
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


def _fail(message: str) -> int:
    typer.echo(f"kg: error: {' '.join(message.split())}", err=True)
    return 2
