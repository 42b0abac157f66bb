"""Kills kg at random moments while it writes a graph, and looks at what is left: the old graph or the new one, whole.

    python benchmarks/killed.py                  # fifty times each: build, import, merge or undo
    python benchmarks/killed.py --times 5 --only import

The command runs once to its end for its duration; then it is started again and again on the graph that is there, and
killed (SIGKILL) after a random part of 1.1 times that. After each kill the store is opened, its statements are compared
with those of the two graphs there may be, and `kg verify` goes over it. Exit code 1 if anything else is found.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import kg
from kg.errors import KgError
from kg.model import digest
from kg.resources import resource

KG = (sys.executable, "-m", "kg")
COLUMNS = {
    "killed": "killed",
    "done": "done before",
    "old": "old graph",
    "new": "new graph",
    "neither": "neither",
    "unverified": "not verified",
}
LINE = "{:8}" + "".join(f"{{:>{len(words) + 2}}}" for words in COLUMNS.values())
LONGER = 1.1  # of an undisturbed run: some are killed after they are done


@dataclass(frozen=True, slots=True)
class Task:
    """Something that writes a graph: the two states it leads to, and the command that leads from one to the other."""

    name: str
    states: Mapping[str, str]  # the name of each state by the digest of its statements
    command: Callable[[Path, str], Sequence[str]]  # for a folder and the state it is in


def main() -> None:
    """Print a table with a row for each task."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50, help="kills of each task")
    parser.add_argument("--only", choices=sorted(TASKS), help="only this task")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    arguments = parser.parse_args()
    moments = random.Random(arguments.seed)
    rows = []
    for name in [arguments.only] if arguments.only else TASKS:
        with tempfile.TemporaryDirectory() as place:
            task = TASKS[name](Path(place))
            rows.append((name, killed(task, Path(place) / "graph", arguments.times, moments)))
    print(LINE.format("", *COLUMNS.values()))
    for name, counts in rows:
        print(LINE.format(name, *(counts[column] for column in COLUMNS)))
    sys.exit(any(counts["neither"] or counts["unverified"] for _, counts in rows))


def killed(task: Task, folder: Path, times: int, moments: random.Random) -> Counter[str]:
    """How it went, so many times."""
    before = state(folder)
    started = time.monotonic()
    run(*task.command(folder, task.states[before]))
    duration, before = time.monotonic() - started, state(folder)
    counts: Counter[str] = Counter()
    for number in range(times):
        process = subprocess.Popen(
            (*KG, *task.command(folder, task.states[before])), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(moments.uniform(0, LONGER * duration))
            counts["done"] += 1
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            counts["killed"] += 1
        after = state(folder)
        counts["old" if after == before else "new" if after in task.states else "neither"] += 1
        counts["unverified"] += not verified(folder)
        before = after
        print(f"\r{task.name} {number + 1}/{times}", end="\n" if number + 1 == times else "", file=sys.stderr)
    return counts


def state(folder: Path) -> str:
    """A digest of everything the graph states, the name of an error where it cannot be opened."""
    try:
        return digest(kg.open(folder).export("nquads"))
    except KgError as error:
        return repr(error)


def verified(folder: Path) -> bool:
    """Whether `kg verify` finds nothing wrong."""
    return (
        subprocess.run(
            (*KG, "verify", "-g", str(folder)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ).returncode
        == 0
    )


def run(*command: str) -> None:
    """Run a command of kg to its end, quietly."""
    subprocess.run((*KG, *command), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def halves() -> Iterator[list[str]]:
    """Two sets of the sample documents."""
    documents = sorted(str(path) for path in resource("seeds/documents").glob("*.md"))
    yield documents[::2]
    yield documents[1::2]


def building(place: Path) -> Task:
    """The graph of one half of the sample documents is replaced by that of the other."""
    first, second = halves()
    graph = str(place / "graph")
    states = {}
    for documents in (first, second):
        run("build", *documents, "-g", graph)
        states[state(place / "graph")] = documents[0]
    others = {first[0]: second, second[0]: first}
    return Task("build", states, lambda folder, now: ["build", *others[now], "-g", str(folder)])


def importing(place: Path) -> Task:
    """The same, each graph from a file it was exported to."""
    states, files = {}, []
    for number, documents in enumerate(halves()):
        built, file = place / f"built-{number}", place / f"{number}.nq"
        run("build", *documents, "-g", str(built))
        run("export", "nquads", "-g", str(built), "-o", str(file))
        run("import", str(file), "--documents", str(built), "-g", str(place / "graph"))
        states[state(place / "graph")] = str(file)
        files.append((str(file), str(built)))
    others = {files[0][0]: files[1], files[1][0]: files[0]}

    def command(folder: Path, now: str) -> list[str]:
        file, documents = others[now]
        return ["import", file, "--documents", documents, "-g", str(folder)]

    return Task("import", states, command)


def merging(place: Path) -> Task:
    """Two names are judged to be one thing, and that is withdrawn again."""
    graph = place / "graph"
    run("build", *next(halves()), "-g", str(graph))
    apart = state(graph)
    one, other, *_ = (entity.id for entity in kg.open(graph).entities())
    run("entities", "merge", one, other, "--reason", "to see", "-g", str(graph))
    states = {apart: "apart", state(graph): "one"}

    def command(folder: Path, now: str) -> list[str]:
        if now == "apart":
            return ["entities", "merge", one, other, "--reason", "to see", "-g", str(folder)]
        (judgement,) = (given.number for given in kg.open(folder).judgements() if given.is_a_persons)
        return ["entities", "undo", str(judgement), "-g", str(folder)]

    return Task("merge", states, command)


TASKS: Mapping[str, Callable[[Path], Task]] = {"build": building, "import": importing, "merge": merging}

if __name__ == "__main__":
    main()
