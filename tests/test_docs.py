"""The docs say what the program does: `python tests/test_docs.py` writes docs/cli.md again."""

import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import chain
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import kg
from kg import errors
from kg.api import QUESTIONS
from kg.cli import app
from kg.graph.export import FORMATS
from kg.graph.questions import questions
from kg.settings import FILE, Settings

ROOT = Path(__file__).parents[1]
CLI_PAGE = ROOT / "docs" / "cli.md"
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))

# [text](target), and not the target of a link to another site or to a heading of the same page.
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")


def cli_page() -> str:
    """docs/cli.md as it must be."""
    parts = (_intro(), _settings(), _commands(), _questions(), _formats(), _errors())
    return "\n".join(["# The command `kg`", "", *chain.from_iterable(parts)])


def _intro() -> Iterator[str]:
    yield "Written from the program's own help by `python tests/test_docs.py`; a test compares."
    yield ""
    yield "Exit codes: 0 done; 1 done, but something was skipped under `--strict`, `kg verify` found something wrong,"
    yield "`kg diff` a difference, or `kg why` no reason; 2 could not be done, with one line `kg: error: ...` that says"
    yield "what, where and what to do; 130 interrupted."
    yield ""


def _settings() -> Iterator[str]:
    yield "## Settings"
    yield f"A flag comes before the environment, the environment before `{FILE}` in the working directory."
    yield ""
    yield f"| in `{FILE}` | environment | |"
    yield "|---|---|---|"
    for setting in fields(Settings):
        yield f"| `{setting.name}` | `{setting.metadata['variable']}` | {setting.metadata['help']} |"
    yield ""


def _commands() -> Iterator[str]:
    for name in ("", *commands()):
        yield f"## `{f'kg {name}'.strip()}`"
        yield "```text"
        yield help_of(*name.split())
        yield "```"
        yield ""


def _questions() -> Iterator[str]:
    yield "## Saved questions"
    yield "Asked by `kg ask NAME`; [which one answers what](questions.md)."
    yield ""
    for question in questions(QUESTIONS):
        yield f"- `{question.name}`: {question.help}"
        for one in question.parameters:
            yield f"  - `--{one.name}`: {one.help}{' (optional)' if one.optional else ''}"
    yield ""


def _formats() -> Iterator[str]:
    yield "## Formats of export"
    yield ""
    for name, form in FORMATS.items():
        yield f"- `{name}` (`{form.suffix}`): {form.help}"
    yield ""


def _errors() -> Iterator[str]:
    yield "## Errors"
    yield "What a command says after `kg: error:` belongs to one of these; in Python they are classes of `kg`."
    yield ""
    yield "```text"
    yield (errors.__doc__ or "").partition("\n\n")[2].rstrip()
    yield "```"
    yield ""


def commands() -> list[str]:
    """Every command, those of a group behind its name: "entities merge"."""
    names = [(name, getattr(command, "commands", {})) for name, command in _group()]
    return sorted([name for name, _ in names] + [f"{name} {inner}" for name, inners in names for inner in inners])


def _group() -> list[tuple[str, object]]:
    return sorted(get_command(app).commands.items())  # type: ignore[attr-defined]  # an app with commands is a group


def help_of(*command: str) -> str:
    result = CliRunner().invoke(app, [*command, "--help"], prog_name="kg", terminal_width=100)
    assert result.exit_code == 0, result.output
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def test_command_page_is_what_the_help_says() -> None:
    assert CLI_PAGE.read_text("utf-8") == cli_page(), "run `python tests/test_docs.py`"


@pytest.mark.parametrize("command", commands())
def test_every_option_of_every_command_has_a_help_text(command: str) -> None:
    found = get_command(app)
    for name in command.split():
        found = found.commands[name]  # type: ignore[attr-defined]  # as above
    parameters = found.params
    assert [parameter.name for parameter in parameters if not getattr(parameter, "help", None)] == []


def told_outside_the_command_page() -> str:
    return "\n".join(page.read_text("utf-8") for page in PAGES if page not in (CLI_PAGE, ROOT / "CHANGELOG.md"))


def other_tests() -> str:
    return "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__))


@pytest.mark.parametrize("name", [question.name for question in questions(QUESTIONS)])
def test_every_saved_question_has_a_test_of_its_own_and_a_place_in_the_docs(name: str) -> None:
    assert re.search(rf"`{name}`", told_outside_the_command_page())
    assert re.search(rf'"{name}"', other_tests())


@pytest.mark.parametrize("command", commands())
def test_every_command_has_a_place_in_the_docs_and_a_test(command: str) -> None:
    assert re.search(rf"kg {command}\b", told_outside_the_command_page())
    assert re.search(rf'"{command.replace(" ", '", "')}"', other_tests())


@pytest.mark.parametrize("name", [name for name in vars(errors) if name.endswith("Error")])
def test_every_error_is_provoked_by_a_test(name: str) -> None:
    assert name == "KgError" or re.search(rf"raises\({name}\b", other_tests())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_our_files_leads_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_format_of_export_is_explained_with_how_to_open_it() -> None:
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| `")]
    explained = {name.strip("`"): row for row in rows for name in row[0].split(", ")}
    assert list(explained) == list(FORMATS)
    assert {name: row[1].strip("`") for name, row in explained.items()} == {
        name: form.suffix for name, form in FORMATS.items()
    }
    assert all(len(row) == 4 and all(row) for row in rows)


def test_example_of_the_page_on_formats_runs(
    by_lines: None, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "formats.md").read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    kg.build(texts)
    exec(example, {})
    assert "graustark opposes plan-b denied Graustark | opposes | Plan B | denied a.txt" in capsys.readouterr().out


def test_readme_is_short_and_ci_runs_its_test_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(readme.splitlines()) < 120
    (command,) = {line.partition("#")[0].strip() for line in readme.splitlines() if "uv run pytest" in line}
    assert f"\n{command} || exit\n" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_changelog_has_the_version_or_what_comes_next() -> None:
    from kg import __version__

    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] in ("Unreleased", __version__)


if __name__ == "__main__":
    CLI_PAGE.write_text(cli_page(), "utf-8", newline="\n")
