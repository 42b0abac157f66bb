"""How many questions in plain English are read as they are meant, and answered as a reader of the documents does.

    python benchmarks/english.py [--graph DIR]

The questions of `benchmarks/affair/questions.txt` are asked of the graph of its documents, which is built
first unless `--graph` names it. A row of an answer that a reader does not give may be misread in the question or in the
document; `read as meant` counts the questions alone.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

import kg
from kg.errors import QueryError

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.test_english import Case, cases, fits

AFFAIR = Path(__file__).with_name("affair")


def measured(graph: kg.Graph, case: Case) -> Counter[str]:
    """Whether one question was read as meant and answered right, and how many rows were."""
    try:
        reading, answer = graph.understand(case.question).reading, list(graph.ask(case.question))
    except QueryError as error:
        declined = bool(case.declined) and case.declined in str(error)
        print(f"{'right' if declined else 'WRONG':7}{case.question}: {error}")
        return Counter({"questions": 1, "meant": declined, "right": declined, "expected": len(case.rows)})
    good = [row for row in answer if any(fits(row, line) for line in case.rows)]
    found = [line for line in case.rows if any(fits(row, line) for row in answer)]
    meant = not case.declined and case.reading in reading
    right = meant and len(good) == len(answer) and len(found) == len(case.rows)
    print(f"{'right' if right else 'meant' if meant else 'WRONG':7}{case.question}: {reading}")
    counts = {"questions": 1, "meant": meant, "right": right, "rows": len(answer), "good": len(good)}
    return Counter({**counts, "expected": len(case.rows), "found": len(found)})


def main() -> None:
    """Print every question with what it was read as, and the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graph", type=Path, help="the graph of the documents, if it is built already")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        graph = kg.open(given.graph) if given.graph else kg.build(AFFAIR / "documents", Path(folder) / "graph")
        total = sum((measured(graph, case) for case in cases(AFFAIR / "questions.txt")), Counter[str]())
    print(f"\n{total['meant']} of {total['questions']} questions read as meant, {total['right']} answered right")
    print(f"{total['good']} of {total['rows']} rows right, {total['found']} of {total['expected']} expected rows found")


if __name__ == "__main__":
    main()
