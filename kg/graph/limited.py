"""Asks the graph in a process of its own, which can be ended: nothing interrupts a query inside Oxigraph."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from kg.errors import QueryError
from kg.graph import query
from kg.graph.result import Labels, Result, restored
from kg.graph.store import open_at


def run(
    place: Path, sparql: str, *, base: str, timeout: float, max_rows: int | None = None, inferred: bool = False
) -> Result:
    """The answer to a query as `kg.graph.query.run` gives it, from the store in a place, within so many seconds.

    Raises:
        QueryError: it takes longer; or as for `kg.graph.query.run`.
    """
    if not timeout > 0:
        raise QueryError(f"a time limit of {timeout} seconds leaves no time; give more than 0, or none for no limit")
    request = {"place": str(place), "sparql": sparql, "base": base, "max_rows": max_rows, "inferred": inferred}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "kg.graph.limited"],  # -P: what lies in the working directory is not imported
            input=json.dumps(request).encode(),
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            timeout=timeout,
        )
    except subprocess.TimeoutExpired as error:
        hint = "narrow it down, put what few things match first, or allow it more time"
        raise QueryError(f"the query took more than {timeout:g} seconds and was stopped; {hint}") from error
    if done.returncode:
        raise QueryError(f"the query ended without an answer ({_last_line(done.stderr)}); ask for fewer rows")
    head, _, content = done.stdout.partition(b"\n")
    told = json.loads(head)
    if "error" in told:
        raise QueryError(told["error"])
    return restored(content, told, Labels(base, open_at(place)))


def _last_line(output: bytes) -> str:
    return output.decode("utf-8", "replace").strip().rpartition("\n")[2] or "its process was ended"


def _answer(request: dict[str, Any]) -> bytes:
    """A line of JSON that says what comes, and the answer."""
    place, sparql = request.pop("place"), request.pop("sparql")
    try:
        found = query.run(open_at(Path(place)), sparql, **request)
    except QueryError as error:
        return json.dumps({"error": str(error)}).encode() + b"\n"
    told, content = found.told()
    return json.dumps(told).encode() + b"\n" + content


if __name__ == "__main__":
    sys.stdout.buffer.write(_answer(json.load(sys.stdin)))
