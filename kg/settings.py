"""Everything a user can set, as one frozen value: flag before environment before kg.toml before default."""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from pathlib import Path

from kg.errors import SettingError
from kg.iris import BASE

FILE = "kg.toml"  # looked for in the working directory

# RFC 3987 leaves these out of an IRI; with one of them in the base, no IRI of the graph could be written.
_BASE = re.compile(r'https?://[^\s<>"{}|\\^`]+[/#]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run. A field's metadata holds its help and the environment variable that sets it."""

    model: str | None = field(
        default=None,
        metadata={
            "help": "An installed spaCy pipeline to parse with, by name or folder, in place of the bundled one.",
            "variable": "KG_MODEL",
        },
    )
    base: str = field(
        default=BASE,
        metadata={
            "help": "What the IRIs of the graph's entities, claims and documents begin with; ends with / or #.",
            "variable": "KG_BASE",
        },
    )
    ontology: tuple[Path, ...] = field(
        default=(),
        metadata={
            "help": "Turtle files, or folders of them, with types and relations beside the bundled ones.",
            "variable": "KG_ONTOLOGY",
        },
    )


def load(
    flags: Mapping[str, object] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings for a run in a folder; a flag of None, and an empty variable, count as not given.

    Raises:
        SettingError: a value cannot be used; the message names the flag, variable or file it came from.
    """
    environment = os.environ if environment is None else environment
    file = (folder or Path()) / FILE
    written = _read_file(file)
    values: dict[str, object] = {}
    for setting in fields(Settings):
        variable = setting.metadata["variable"]
        if (flag := (flags or {}).get(setting.name)) is not None:
            values[setting.name] = _checked(setting, flag, f"--{setting.name}", Path())
        elif environment.get(variable):
            values[setting.name] = _checked(setting, _split(setting, environment[variable]), variable, Path())
        elif setting.name in written:
            values[setting.name] = _checked(setting, written[setting.name], f"{FILE}: {setting.name}", file.parent)
    return Settings(**values)  # type: ignore[arg-type]  # _checked gives each field its own type


def _read_file(file: Path) -> Mapping[str, object]:
    try:
        written = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(f"{file}: cannot be read as TOML ({error}); mend or remove it") from error
    names = [setting.name for setting in fields(Settings)]
    for name in written:
        if name not in names:
            raise SettingError(f"{file}: no setting is called {name!r}; there are {', '.join(names)}")
    return written


def _split(setting: "Field[object]", value: str) -> object:
    """The folders and files in a variable stand as in PATH, with `:` between them (`;` on Windows)."""
    return value.split(os.pathsep) if setting.name == "ontology" else value


def _checked(setting: "Field[object]", value: object, origin: str, folder: Path) -> object:
    if setting.name == "ontology":
        return _ontology(value, origin, folder)
    if not isinstance(value, str) or not value:
        raise SettingError(f"{origin}: {value!r} is not a text; write it in quotes")
    if setting.name == "base" and not _BASE.fullmatch(value):
        raise SettingError(f"{origin}: {value!r} is not a base for IRIs; write one like https://example.org/id/")
    return value


def _ontology(value: object, origin: str, folder: Path) -> tuple[Path, ...]:
    """Paths that are there; those of a file are meant from the file's folder."""
    given = [value] if isinstance(value, str | Path) else value
    if not isinstance(given, Sequence) or not all(isinstance(path, str | Path) for path in given):
        raise SettingError(f'{origin}: {value!r} is not a list of files; write ["one.ttl", "two.ttl"]')
    paths = tuple(folder / path for path in given)
    for path in paths:
        if not path.exists():
            raise SettingError(f"{origin}: {path}: no such file or folder; check the path")
    return paths
