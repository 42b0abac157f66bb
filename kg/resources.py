"""Where the files that come with kg are: beside the package in a checkout, inside it in an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def resource(name: str) -> Path:
    """The folder `ontology`, `seeds/authority` or `seeds/documents` that came with this installation of kg."""
    bundled = PACKAGE / "data" / name
    return bundled if bundled.exists() else PACKAGE.parent / name
