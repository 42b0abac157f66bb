"""Where settings come from, and what is wrong with those that cannot be used."""

from pathlib import Path

import pytest

from kg.errors import SettingError
from kg.iris import BASE
from kg.settings import Settings, load


def test_flag_comes_before_environment_before_file_before_default(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('model = "file"\nbase = "https://file.example/"\n')
    environment = {"KG_MODEL": "environment", "KG_BASE": "https://environment.example/"}
    flags = {"model": "flag", "base": None, "ontology": None}
    assert load({}, environment={}, folder=tmp_path / "nowhere") == Settings(model=None, base=BASE, ontology=())
    assert load({}, environment={}, folder=tmp_path).model == "file"
    assert load({}, environment=environment, folder=tmp_path).model == "environment"
    assert load(flags, environment=environment, folder=tmp_path).model == "flag"
    assert load(flags, environment=environment, folder=tmp_path).base == "https://environment.example/"


def test_files_named_in_kg_toml_lie_beside_it(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text("")
    (tmp_path / "kg.toml").write_text('ontology = ["mine.ttl"]\n')
    assert load({}, environment={}, folder=tmp_path).ontology == (tmp_path / "mine.ttl",)


def test_files_in_the_environment_are_separated_like_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.pathsep", ":")
    environment = {"KG_ONTOLOGY": f"{tmp_path}:{tmp_path}"}
    assert load({}, environment=environment, folder=tmp_path).ontology == (tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("flags", "environment", "message"),
    [
        ({"base": "example.org"}, {}, "--base: 'example.org' is not a base for IRIs; write one like"),
        ({"base": "https://example.org/a b/"}, {}, "--base: 'https://example.org/a b/' is not a base"),
        ({}, {"KG_BASE": "https://example.org"}, "KG_BASE: 'https://example.org' is not a base"),
        ({"ontology": ["no.ttl"]}, {}, "--ontology: no.ttl: no such file or folder; check the path"),
        ({"model": ""}, {}, "--model: '' is not a text; write it in quotes"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_source(
    tmp_path: Path, flags: dict[str, object], environment: dict[str, str], message: str
) -> None:
    with pytest.raises(SettingError) as raised:
        load(flags, environment=environment, folder=tmp_path)
    assert str(raised.value).startswith(message)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("modle = 'x'", "kg.toml: no setting is called 'modle'; there are model, base, ontology"),
        ("model = 3", "kg.toml: model: 3 is not a text; write it in quotes"),
        ("ontology = 3", "kg.toml: ontology: 3 is not a list of files"),
        ("model = ", "kg.toml: cannot be read as TOML"),
    ],
)
def test_a_fault_in_kg_toml_is_named(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "kg.toml").write_text(content)
    with pytest.raises(SettingError) as raised:
        load({}, environment={}, folder=tmp_path)
    assert message in str(raised.value)


def test_every_setting_has_a_help_text_and_a_variable() -> None:
    from dataclasses import fields

    assert all(setting.metadata["help"].endswith(".") for setting in fields(Settings))
    assert [setting.metadata["variable"] for setting in fields(Settings)] == ["KG_MODEL", "KG_BASE", "KG_ONTOLOGY"]
