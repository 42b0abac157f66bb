"""Options that several commands take."""

from dataclasses import fields
from pathlib import Path
from typing import Annotated

import typer

from kg.settings import Settings

_HELP = {setting.name: setting.metadata["help"] for setting in fields(Settings)}

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
