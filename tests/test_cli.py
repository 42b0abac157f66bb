"""The command `kg`: what it prints, what it writes, how it fails."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.api import open as open_graph
from kg.cli import main
from kg.graph.export import FORMATS

ROOT = Path(__file__).parents[1]


class Kg:
    """Runs a command in a folder of its own, and holds what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str | Path, code: int = 0) -> str:
        with pytest.raises(SystemExit) as exited:
            main([str(argument) for argument in arguments])
        self.out, self.err = self._capsys.readouterr()
        assert (exited.value.code or 0) == code, self.err
        return self.out


@pytest.fixture
def kg(by_lines: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kg:
    monkeypatch.chdir(tmp_path)
    for variable in ("KG_MODEL", "KG_BASE", "KG_ONTOLOGY", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    return Kg(capsys)


@pytest.fixture
def built(kg: Kg, texts: Path) -> Kg:
    kg("build", texts)
    return kg


def test_build_ends_with_the_table_of_its_steps_and_names_what_it_skipped(kg: Kg, texts: Path) -> None:
    lines = [line.split() for line in kg("build", "texts").splitlines()]
    assert lines[0] == ["step", "in", "out", "skipped"]
    assert lines[1] == ["read", "3", "inputs", "2", "documents", "1"]
    assert lines[6] == ["write", "5", "claims", "5", "claims", "0"]
    assert kg.err.startswith("kg: skipped by read: c.docx: no reader for '.docx'")


def test_build_under_strict_exits_with_1_when_something_was_skipped(kg: Kg, texts: Path) -> None:
    kg("build", texts, "--strict", code=1)
    (texts / "c.docx").unlink()
    kg("build", texts, "--strict")


def test_build_gives_its_report_as_json(kg: Kg, texts: Path) -> None:
    report = json.loads(kg("build", texts, "--json"))
    assert [row["step"] for row in report["steps"]] == ["read", "annotate", "extract", "gate", "resolve", "write"]
    assert report["skipped"][0]["source"] == "c.docx"


def test_build_names_only_the_first_of_many_skipped(kg: Kg, texts: Path) -> None:
    for number in range(30):
        (texts / f"{number}.xyz").touch()
    kg("build", texts)
    assert len(kg.err.splitlines()) == 21
    assert kg.err.splitlines()[-1] == "kg: and 11 more; `kg info --json` names them all"


def test_claims_are_printed_with_quote_document_and_offsets(built: Kg) -> None:
    blocks = built("claims", "--about", "plan b").split("\n\n")
    assert blocks[0].splitlines() == [
        "Graustark does not oppose Plan B [denied]",
        '    "Graustark | opposes | Plan B | denied"',
        "    Ruritania | opposes | Plan A | by Graustark (a.txt) 74-111",
    ]
    assert blocks[1].startswith("Ruritania plans to support Plan B [intended]\n")
    assert built.err == "2 of 5 claims\n"


@pytest.mark.parametrize(
    ("options", "number"),
    [
        ([], 5),
        (["--relation", "opposes"], 3),
        (["--relation", "supports", "--about", "ruritania"], 1),
        (["--holder", "Graustark"], 1),
        (["--about", "Plan A", "--holder", "Graustark", "--relation", "opposes"], 1),
    ],
)
def test_claims_are_chosen_by_thing_relation_and_holder(built: Kg, options: list[str], number: int) -> None:
    records = json.loads(built("claims", "--json", *options))
    assert len(records) == number
    assert all(record["end"] - record["start"] == len(record["quote"]) for record in records)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["claims", "--about", "Ruritannia"], "nothing called 'Ruritannia' in the graph; did you mean Ruritania?"),
        (["claims", "--holder", "Zembla"], "nothing called 'Zembla' in the graph; `kg claims` prints what there is"),
        (["query", "SELEC"], "not SPARQL"),
        (["query", "DELETE WHERE { ?s ?p ?o }"], "the query would change the graph"),
        (["query", "no.rq"], "no.rq: cannot be read"),
        (["query", "ASK {}", "--format", "turtle"], "format 'turtle': not one for the answer to ASK; use csv, tsv"),
        (["export", "nquad"], "no export format 'nquad'; did you mean nquads?"),
        (["export", "parquet"], "parquet is not text; name a file for it: -o graph.parquet"),
        (["import", "texts/a.txt"], "texts/a.txt: is no file of RDF by its name; name one that ends with .nq, .nt"),
        (["diff", "graph", "nix"], "nix: there is no such folder; build one with `kg build`"),
        (["export", "nquads", "-o", "no/where.nq"], "no/where.nq: cannot be written (No such file or directory)"),
        (["ask", "who-oposes"], "no question 'who-oposes'; did you mean who-opposes"),
        (["ask", "about"], "question about needs 'what'"),
        (["ask", "about", "--what"], "--what: has no value; write --what VALUE"),
        (["ask", "about", "--whom", "x"], "question about has no parameter 'whom'"),
        (["ask", "about", "Ukraine"], "'Ukraine': belongs to no parameter; write --NAME VALUE"),
        (["ask", "--what", "x", "about"], "--what: stands before the question; write `kg ask NAME --what VALUE`"),
        (["claims", "--relation", "oposes"], "no relation 'oposes' in the ontology; did you mean opposes or"),
        (["network", "--stance", "adverse"], "no stance 'adverse'; did you mean adversarial?"),
        (["network", "--modality", "planned"], "no modality 'planned'; use one of asserted, intended"),
        (["network", "--ego", "Zembla"], "nothing called 'Zembla' in the graph"),
        (["chain", "Ruritania", "Ruritania"], "is at both ends; name two things"),
        (["chain", "Ruritania", "Zembla"], "nothing called 'Zembla' in the graph"),
        (["agreements", "--about", "Zembla"], "nothing called 'Zembla' in the graph"),
        (["claims", "-g", "nowhere"], "nowhere: there is no such folder; build one with `kg build`"),
        (["build", "nowhere"], "nowhere: no such file or folder; check the path"),
        (["build", "texts", "-g", "texts"], "texts: is neither empty nor a kg graph, and is left alone"),
        (
            ["build", "texts", "--base", "x"],
            "--base: 'x' is not a base for IRIs; write one like https://example.org/id/",
        ),
        (["build", "texts", "--ontology", "no.ttl"], "--ontology: no.ttl: no such file or folder; check the path"),
        (["build"], "Missing argument"),
        (["bild"], "No such command 'bild'."),
        (
            ["view", "-o", "no/where.html"],
            "no/where.html: cannot be written (No such file or directory); choose another",
        ),
        (["view", "--colour"], "No such option"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(built: Kg, arguments: list[str], message: str) -> None:
    assert built(*arguments, code=2) == ""
    assert len(built.err.splitlines()) == 1
    assert built.err.startswith("kg: error: ")
    assert message in built.err


COUNT = "SELECT (COUNT(?claim) AS ?number) WHERE { ?claim a kg:Claim }"


@pytest.mark.parametrize(
    ("output_format", "answer"),
    [
        ("table", "number\n5\n"),
        ("csv", "number\r\n5\r\n"),
        ("tsv", "?number\n5\n"),
    ],
)
def test_query_answers_in_the_format_asked_for(built: Kg, tmp_path: Path, output_format: str, answer: str) -> None:
    assert run_kg(tmp_path, "query", COUNT, "--format", output_format) == answer.encode()


def test_query_notes_a_term_that_is_nowhere_beside_the_answer(built: Kg) -> None:
    assert built("query", "SELECT ?who { ?who kg:suports ?what }", "--format", "csv") == "who\r\n"
    assert built.err == (
        "kg: line 1, column 20: kg:suports is nowhere in the graph; did you mean kg:supports or kg:supportedBy?\n"
    )


def test_query_says_beside_the_answer_that_there_are_more_rows(built: Kg) -> None:
    everything = "SELECT ?quote { ?claim kg:quote ?quote }"
    assert len(built("query", everything, "--max-rows", "2").splitlines()) == 3
    assert built.err == "kg: only the first 2 rows were asked for; there are more\n"
    built("query", everything, "--max-rows", "5")
    assert built.err == ""


@pytest.mark.parametrize("limits", [["--timeout", "60"], ["--max-rows", "1"]])
def test_query_and_saved_question_take_limits(built: Kg, limits: list[str]) -> None:
    assert built("query", COUNT, *limits) == "number\n5\n"
    assert built("ask", "most-connected", *limits).split()[:4] == ["entity", "type", "claims", "documents"]


def test_query_that_takes_too_long_is_stopped(built: Kg) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
    built("query", endless, "--timeout", "1", code=2)
    assert built.err.startswith("kg: error: the query took more than 1 seconds and was stopped;")


def test_query_is_read_from_a_file_or_from_the_input(
    built: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "count.rq").write_text(COUNT)
    monkeypatch.setattr("sys.stdin", io.StringIO(COUNT))
    assert built("query", "count.rq") == built("query", "-") == built("query", COUNT) == "number\n5\n"


def test_ask_without_a_name_lists_the_questions_with_their_parameters(built: Kg) -> None:
    assert "kg ask about --what WHAT [--only ONLY]\n    Every claim with" in built("ask")
    names = [question["name"] for question in json.loads(built("ask", "--format", "json"))]
    assert names == sorted(path.stem for path in (ROOT / "ontology" / "queries").glob("*.rq"))


@pytest.mark.parametrize("given", [["--what", "Plan B"], ["--what=plan b"]])
def test_ask_takes_the_parameters_of_its_question(built: Kg, given: list[str]) -> None:
    answer = json.loads(built("ask", "about", *given, "--format", "json"))
    rows = answer["results"]["bindings"]
    assert sorted(row["subject"]["value"] for row in rows) == ["Graustark", "Ruritania"]
    assert {row["object"]["value"] for row in rows} == {"Plan B"}


def test_view_writes_a_page_and_a_picture(built: Kg, tmp_path: Path) -> None:
    assert built("view", "-o", "out.html") == "out.html out.svg\n"
    assert "<html" in (tmp_path / "out.html").read_text("utf-8")
    assert (tmp_path / "out.svg").read_text("utf-8").startswith(("<svg", "<?xml"))


@pytest.mark.parametrize("form", FORMATS)
def test_export_prints_or_writes_every_format(built: Kg, tmp_path: Path, form: str) -> None:
    if not FORMATS[form].binary:
        printed = built("export", form)
    assert built("export", form, "-o", "out") == ""
    content = (tmp_path / "out").read_bytes()
    assert FORMATS[form].binary or content.decode("utf-8") == printed != ""
    assert content == open_graph(tmp_path / "graph").export_bytes(form)
    assert f"{form} " in built("export", "--help")
    assert FORMATS[form].help in built("export", "--help")


def test_import_writes_the_graph_that_was_exported_and_tells_what_it_did(built: Kg) -> None:
    built("export", "turtle", "-o", "graph.ttl")
    printed = built("import", "graph.ttl", "-g", "again", "--documents", "graph")
    assert [line.split() for line in printed.splitlines()][1:4] == [
        ["import", "1", "file", "5", "claims", "0"],
        ["gate", "5", "claims", "5", "claims", "0"],
        ["write", "5", "claims", "5", "claims", "0"],
    ]
    assert built("export", "nquads", "-g", "again") == built("export", "nquads")
    assert built("diff", "graph", "again") == ""
    assert built("diff", "again", "graph.ttl") == ""


def test_import_says_how_many_quotes_were_not_checked(built: Kg) -> None:
    built("export", "nquads", "-o", "graph.nq")
    printed = built("import", "graph.nq", "-g", "again", "--json", "--base", "https://example.org/")
    assert json.loads(printed)["unchecked"] == 5
    assert "the quotes of 5 claims were not checked, their texts are not there; give them with --docu" in built.err
    assert ["base", "https://example.org/"] in [line.split() for line in built("info", "-g", "again").splitlines()]


def test_import_under_strict_exits_with_1_if_a_claim_was_refused(built: Kg, tmp_path: Path) -> None:
    built("export", "nquads", "-o", "graph.nq")
    file = tmp_path / "graph.nq"
    file.write_text(file.read_text("utf-8").replace("| Plan B | denied", "| Plan C | denied"), "utf-8")
    built("import", "graph.nq", "-g", "again", "--documents", "graph")
    assert "kg: skipped by gate: a.txt: Graustark | " in built.err
    built("import", "graph.nq", "-g", "again", "--documents", "graph", "--strict", code=1)


def test_diff_tells_what_came_and_went_and_exits_with_1(built: Kg, tmp_path: Path) -> None:
    built("export", "nquads", "-o", "graph.nq")
    (tmp_path / "texts" / "b.md").unlink()
    built("build", "texts", "-g", "fewer")
    lines = built("diff", "graph.nq", "fewer", code=1).splitlines()
    assert lines[:3] == [
        "- Ruritania supports Plan B [intended]",
        '      "Ruritania | supports | Plan B | intended"',
        "      Plans (b.md, 2025-03) 0-40",
    ]
    assert built.err.startswith("0 claims came, 2 went; ")
    found = json.loads(built("diff", "fewer", "graph.nq", "--json", code=1))
    assert [claim["subject"]["label"] for claim in found["came"]] == ["Ruritania", "Ruritania"]
    assert [found[name] for name in ("went", "moved", "became", "changed", "renamed")] == [[], [], [], [], []]


def test_diff_tells_of_merged_names_other_confidences_and_other_labels(built: Kg, tmp_path: Path) -> None:
    built("export", "ntriples", "-o", "graph.nt")
    text = (tmp_path / "graph.nt").read_text("utf-8")
    decimal = "^^<http://www.w3.org/2001/XMLSchema#decimal>"
    (tmp_path / "unsure.nt").write_text(text.replace(f'"1"{decimal}', f'"0.5"{decimal}'), "utf-8")
    (tmp_path / "other.nt").write_text(text.replace('#label> "Plan A"', '#label> "Plan Alpha"'), "utf-8")
    built("entities", "merge", "plan-a", "plan-b", "--reason", "one plan")
    assert "~ plan-b is now plan-a in 2 claims\n" in built("diff", "graph.nt", "graph", code=1)
    assert "      confidence 1, now 0.5\n" in built("diff", "graph.nt", "unsure.nt", code=1)
    (tmp_path / "quoted.nt").write_text(text.replace("| Plan B | denied", "| Plan C | denied"), "utf-8")
    printed = built("diff", "graph.nt", "quoted.nt", code=1)
    assert '      the quote was "Graustark | opposes | Plan B | denied"\n' in printed
    assert built("diff", "graph.nt", "other.nt", code=1) == "~ Plan A (plan-a) is now called Plan Alpha\n"
    retyped = re.sub(r"(entity/plan-a> \S+#type> <\S+#)\w+>", r"\1Idea>", text)
    (tmp_path / "other.nt").write_text(retyped, "utf-8")
    assert "~ Plan A (plan-a) is now of type Idea, not " in built("diff", "graph.nt", "other.nt", code=1)
    found = json.loads(built("diff", "graph.nt", "graph", "--json", code=1))
    assert found["became"] == [{"before": "plan-b", "after": "plan-a", "claims": 2}]


def test_info_tells_what_is_in_the_graph(built: Kg) -> None:
    facts = json.loads(built("info", "--json"))
    assert (facts["documents"], facts["claims"], facts["entities"]) == (2, 5, 4)
    assert facts["skipped"][0]["source"] == "c.docx"
    assert ["claims", "5"] in [line.split() for line in built("info").splitlines()]


def test_info_lists_the_relations(built: Kg) -> None:
    names = [relation["name"] for relation in json.loads(built("info", "--relations", "--json"))]
    assert "opposes" in names
    assert len(built("info", "--relations").splitlines()) == len(names) + 1


def test_verify_says_what_was_checked_and_that_all_is_well(built: Kg, texts: Path) -> None:
    lines = [line.split() for line in built("verify", "--sources", texts, "--rederive").splitlines()]
    assert lines[0] == ["check", "checked", "problems"]
    assert lines[1] == ["documents", "2", "documents", "0"]
    assert lines[2] == ["sources", "2", "files", "0"]
    assert [line[-1] for line in lines[1:]] == ["0"] * 10
    assert built.err == "\nAll is well.\n"


def test_verify_exits_with_1_and_says_what_is_wrong_where_and_what_to_do(built: Kg, tmp_path: Path) -> None:
    (file,) = (one for one in (tmp_path / "graph" / "documents").iterdir() if "a.txt" in one.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace("Plan B", "Plan C"), "utf-8")
    damaged = built("verify", "--engine", "shacl-rust", code=1)
    start = f"\ndocuments: documents/{file.name}\n    its text or its source is not the one that its id was made of\n"
    assert f"{start}    to do: put its file back as it was, or build the graph again\n" in damaged
    assert "\nclaims: claim:" in damaged
    assert built.err == "\nSomething is wrong.\n"
    record = json.loads(built("verify", "--json", code=1))
    assert record["ok"] is False
    found = {check["name"]: [one["where"] for one in check["problems"]] for check in record["checks"]}
    assert found["documents"] == [f"documents/{file.name}"]
    assert len(found["claims"]) == 1


def test_verify_names_only_the_first_of_many_problems(kg: Kg, texts: Path, tmp_path: Path) -> None:
    (texts / "many.txt").write_text("".join(f"Ruritania | opposes | Plan {number}\n" for number in range(30)))
    kg("build", texts / "many.txt")
    (file,) = (tmp_path / "graph" / "documents").iterdir()
    file.write_text(file.read_text("utf-8").replace("Ruritania", "Graustark"), "utf-8")
    damaged = kg("verify", "--engine", "shacl-rust", code=1)
    assert damaged.count("\nclaims: claim:") == 20
    assert damaged.endswith("\nclaims: and 10 more; --json has them all\n")


def test_verify_needs_a_graph_and_an_engine(built: Kg, tmp_path: Path) -> None:
    built("verify", "-g", tmp_path, code=2)
    assert "is no kg graph" in built.err
    built("verify", "--engine", "jena", code=2)
    assert built.err == "kg: error: 'jena': no SHACL engine of that name; choose pyshacl or shacl-rust\n"


def test_demo_builds_and_draws_the_reports_that_come_with_kg(kg: Kg, tmp_path: Path) -> None:
    kg("demo")
    assert {path.name for path in tmp_path.iterdir()} == {"demo-graph", "demo-graph.html", "demo-graph.svg"}
    assert "Page demo-graph.html, picture demo-graph.svg." in kg.out


@pytest.mark.parametrize(("option", "opened"), [([], 0), (["--open"], 1), (["--no-open"], 0)])
def test_demo_opens_the_page_only_where_there_is_a_screen_or_when_told(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: list[str], opened: int
) -> None:
    addresses: list[str] = []
    monkeypatch.setattr("webbrowser.open", addresses.append)
    kg("demo", *option)
    assert addresses == [(tmp_path / "demo-graph.html").as_uri()] * opened


def test_kg_alone_prints_its_help_and_version(kg: Kg) -> None:
    assert kg() == kg("--help")
    assert "build" in kg.out
    assert kg("--version") == "0.1.0\n"


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_pipe_gets_plain_text_whatever_the_locale(built: Kg, tmp_path: Path, locale: str) -> None:
    output = run_kg(tmp_path, "claims", "--about", "Plan B", LC_ALL=locale)
    assert output.decode("utf-8") == built("claims", "--about", "Plan B")
    assert b"\x1b" not in output


def test_an_output_that_cannot_show_a_letter_shows_its_number(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Åland | opposes | Plan Ω\n", "utf-8")
    kg("build", "a.txt")
    output = run_kg(tmp_path, "claims", PYTHONIOENCODING="latin-1")
    assert output.startswith(b"\xc5land opposes Plan \\u03a9\n")


def run_kg(folder: Path, *arguments: str, **environment: str) -> bytes:
    """What a process of its own prints into a pipe."""
    paths = {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | paths | environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ).stdout


def test_contradictions_have_both_sides_with_their_quotes(kg: Kg, texts: Path) -> None:
    (texts / "d.txt").write_text(
        "Zembla | opposes | Plan B\nZembla | supports | Plan C\nGraustark | supports | Plan B\n"
    )
    kg("build", texts)
    shown = kg("contradictions")
    assert "Plan B: disputed\n  one side\n    Graustark supports Plan B\n" in shown
    assert '  the other\n    Zembla opposes Plan B\n        "Zembla | opposes | Plan B"\n' in shown
    (found,) = json.loads(kg("contradictions", "--about", "Zembla", "--json"))
    assert (found["about"], found["kind"]) == ("Plan B", "disputed")
    assert [claim["subject"]["label"] for claim in (*found["one"], *found["other"])] == ["Graustark", "Zembla"]
    assert json.loads(kg("contradictions", "--about", "Plan C", "--json")) == []


def test_network_prints_central_actors_apart_for_support_and_opposition(built: Kg) -> None:
    lines = built("network").splitlines()
    assert lines[0].split()[:3] == ["stance", "label", "type"]
    assert [line.split()[:2] for line in lines[1:] if line] == [
        ["supportive", "Graustark"],
        ["adversarial", "Ruritania"],
    ]
    assert "Plan A" in built("network", "--things", "--stance", "adversarial")
    assert built("network", "--csv").splitlines()[0].startswith("stance,entity,label,type,neighbours,weight,claims")
    assert len(json.loads(built("network", "--things", "--top", "1", "--json"))) == 4
    built("network", "--things", "--top", "1")
    assert built.err == "kg: 2 of 4 rows\n"


def test_network_of_plans_or_of_what_is_denied_and_around_a_thing(built: Kg) -> None:
    planned = json.loads(built("network", "--modality", "intended", "--things", "--json"))
    assert {row["label"] for row in planned} == {"Ruritania", "Plan B"}
    denied = json.loads(built("network", "--denied", "--things", "--json"))
    assert {row["label"] for row in denied} == {"Graustark", "Plan B"}
    around = json.loads(built("network", "--ego", "Graustark", "--things", "--json"))
    assert {row["label"] for row in around} == {"Graustark", "Plan A"}
    wider = json.loads(built("network", "--ego", "Graustark", "--radius", "2", "--things", "--json"))
    assert "Ruritania" in {row["label"] for row in wider}


def test_coalitions_have_scores_with_their_claims(built: Kg) -> None:
    (pair,) = json.loads(built("network", "--coalitions", "--json"))["pairs"]
    assert pair["score"] == -1
    (reason,) = pair["reasons"]
    assert (reason["kind"], len(reason["claims"])) == ("one for it, one against it", 3)
    assert built("network", "--coalitions").splitlines()[1].split()[:5] == ["Graustark", "Ruritania", "-1", "0", "1"]
    assert built("network", "--coalitions", "--csv").splitlines()[1].startswith("Graustark,Ruritania,-1,0,1")


def test_chain_has_its_steps_with_their_quotes(built: Kg) -> None:
    lines = built("chain", "Graustark", "Ruritania").splitlines()
    assert lines[0] == "Graustark - Plan A - Ruritania (confidence 1.00)"
    assert lines[1:3] == ["  Graustark supports Plan A", '      "Graustark | supports | Plan A"']
    assert built.err == "1 of 1 chain of 2 steps\n"
    found = json.loads(built("chain", "Graustark", "Ruritania", "--json"))
    assert [len(step["claims"]) for step in found["chains"][0]["steps"]] == [1, 2]


def test_chain_over_denied_or_planned_claims_is_there_only_when_asked_for(built: Kg) -> None:
    assert built("chain", "Graustark", "Plan B") == ""
    assert built.err.startswith("no chain: 3 things within reach of Graustark, 1 thing of Plan B; --modality")
    assert "Graustark does not oppose Plan B" in built("chain", "Graustark", "Plan B", "--via-denied")
    planned = built("chain", "Graustark", "Plan B", "--modality", "asserted", "--modality", "intended", "--limit", "2")
    assert planned.splitlines()[0] == "Graustark - Plan A - Ruritania - Plan B (confidence 1.00)"
    assert json.loads(built("chain", "Graustark", "Plan B", "--json"))["components"] == [3, 1]


def test_agreements_have_their_quotes(kg: Kg, texts: Path) -> None:
    (texts / "d.txt").write_text("Zembla | supports | Plan A\n")
    kg("build", texts)
    shown = kg("agreements")
    assert "Plan A: said by several, 2\n  Ruritania opposes Plan A [according to Graustark]\n" in shown
    assert "Plan A: same side, 2\n  Graustark supports Plan A\n" in shown
    assert kg.err == "2 agreements\n"
    (found,) = json.loads(kg("agreements", "--about", "Zembla", "--json"))
    assert (found["kind"], [claim["subject"]["label"] for claim in found["claims"]]) == (
        "same side",
        ["Graustark", "Zembla"],
    )


def test_claims_below_a_confidence_are_left_out(kg: Kg, texts: Path) -> None:
    (texts / "d.txt").write_text("Zembla | opposes | Plan A | unsure\n")
    kg("build", texts)
    assert "Zembla" in kg("claims")
    assert "Zembla" not in kg("claims", "--min-confidence", "0.5")
    assert "Zembla" not in kg("ask", "about", "--what", "Plan A", "--min-confidence", "0.5")
    assert "Zembla" not in kg("export", "csv", "--min-confidence", "0.5")


def test_claims_are_explained_on_request(kg: Kg, texts: Path) -> None:
    kg("build", texts)
    assert "confidence" not in kg("claims")
    assert kg("claims", "--explain").count("    confidence 1.0: every claim") == len(json.loads(kg("claims", "--json")))
    record = json.loads(kg("claims", "--explain", "--json"))[0]
    assert "every claim" in record["reasons"]


def test_entities_are_listed_and_shown_with_their_names(built: Kg) -> None:
    lines = [line.split() for line in built("entities", "list").splitlines()]
    assert [line[0] for line in lines] == ["id", "graustark", "plan-a", "plan-b", "ruritania"]
    assert [one["id"] for one in json.loads(built("entities", "list", "--about", "Plan A", "--json"))] == ["plan-a"]
    assert built("entities", "show", "plan-a").splitlines()[:2] == ["Plan A (Thing)", "    id plan-a"]
    assert json.loads(built("entities", "show", "plan-a", "--json"))["names"] == ["plan-a"]
    built("entities", "show", "plan-c", code=2)
    assert "plan-c: no entity or name of the graph has this id; did you mean plan-b or plan-a?" in built.err


def test_names_are_judged_to_be_one_and_taken_apart_again(built: Kg) -> None:
    before = built("export", "nquads")
    said = "1 plan-a same plan-b: one plan under two names (by Ida)\n"
    assert built("entities", "merge", "plan-a", "plan-b", "--reason", "one plan under two names", "--by", "Ida") == said
    assert built("entities", "log") == said
    assert [one["id"] for one in json.loads(built("entities", "list", "--json"))] == [
        "graustark",
        "plan-a",
        "ruritania",
    ]
    assert built("entities", "undo", "1", "--reason", "they are two") == "withdrawn: 1\n"
    assert built("export", "nquads") == before
    assert built("entities", "split", "plan-a", "plan-b", "--reason", "two").startswith(
        "3 plan-a different plan-b: two"
    )


def test_log_edited_by_hand_is_applied(built: Kg) -> None:
    built("entities", "merge", "plan-a", "plan-b", "--reason", "one")
    Path("graph/judgements.jsonl").write_text("")
    assert "4 entities" in built("entities", "apply")
    assert json.loads(built("entities", "log", "--json")) == []


def test_what_follows_is_written_apart_explained_and_taken_out_again(built: Kg) -> None:
    claimed = built("export", "nquads")
    query = ("query", "SELECT ?what { ?what kg:opposedBy ?who }", "--format", "csv")
    assert [line.split()[0] for line in built("infer").splitlines()] == ["by", "inverse", "sub-class"]
    assert built(*query).splitlines() == ["what"]
    assert built(*query, "--inferred") == built(*query, "--inferred", "--timeout", "60")
    assert len(built.out.splitlines()) == 2
    assert built("why", "Plan A", "is opposed by", "Ruritania").splitlines() == [
        "Plan A is opposed by Ruritania: follows by inverse",
        "  Ruritania opposes Plan A: claimed",
        "      Ruritania opposes Plan A [according to Graustark]",
        '          "Ruritania | opposes | Plan A | by Graustark"',
        "          Ruritania | opposes | Plan A | by Graustark (a.txt) 0-43",
        "      Ruritania opposes Plan A",
        '          "Ruritania | opposes | Plan A"',
        "          Plans (b.md, 2025-03) 41-69",
    ]
    assert json.loads(built("why", "Plan A", "opposedBy", "Ruritania", "--json"))["rule"] == "inverse"
    built("infer", "--clear")
    assert built("export", "nquads") == claimed


def test_graph_with_what_follows_is_imported_as_what_is_claimed(built: Kg) -> None:
    claimed = built("export", "ntriples")
    built("infer")
    built("export", "nquads", "-o", "all.nq")
    built("import", "all.nq", "--documents", "graph", "-g", "again")
    assert built("export", "ntriples", "-g", "again") == claimed
    built("verify")
    built("verify", "-g", "again")


def test_what_is_denied_neither_is_nor_follows_and_why_says_so(built: Kg) -> None:
    lines = built("why", "Graustark", "opposes", "Plan B", code=1).splitlines()
    assert lines[0] == "Graustark opposes Plan B: nobody affirms and asserts it, and it does not follow; but"
    assert lines[1] == "    Graustark does not oppose Plan B [denied]"
    built("why", "Graustark", "opsoses", "Plan B", code=2)
    assert "no relation 'opsoses' in the ontology; did you mean opposes" in built.err


def test_what_follows_is_derived_anew_when_people_judge(built: Kg, tmp_path: Path) -> None:
    rule = tmp_path / "mine.rq"
    rule.write_text("# What is supported is accepted.\nCONSTRUCT { ?a kg:accepts ?b } WHERE { ?a kg:supports ?b . }\n")
    assert json.loads(built("infer", "--rules", rule, "--json")) == {"inverse": 2, "mine": 1, "sub-class": 4}
    rule.unlink()
    before = built("export", "nquads")
    built("entities", "merge", "plan-a", "plan-b", "--reason", "one")
    accepts = ("query", "ASK { ?who kg:accepts ?what }", "--inferred")
    assert built(*accepts).split() == ["answer", "yes"]
    built("entities", "undo", "1")
    assert built("export", "nquads") == before
