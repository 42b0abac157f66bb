"""`import kg` is light, and its public door opens on everything it names."""

import subprocess
import sys

import kg

HEAVY = set("spacy rdflib pyoxigraph networkx numpy pandas polars pyvis trafilatura typer rich".split())

# Best of three: the first import on a machine also compiles, and a busy machine is slow once in a while.
IMPORT = """
import sys, time
start = time.perf_counter()
import kg
print(time.perf_counter() - start, *sorted(sys.modules))
"""


def test_import_is_quick_and_loads_nothing_heavy() -> None:
    outputs = [subprocess.check_output([sys.executable, "-c", IMPORT], text=True).split() for _ in range(3)]
    assert min(float(seconds) for seconds, *_ in outputs) < 0.3
    assert HEAVY.isdisjoint(outputs[0][1:])


def test_every_public_name_is_there_and_listed() -> None:
    assert kg.__all__ == sorted(kg.__all__)
    assert {name: getattr(kg, name).__name__ for name in kg.__all__ if name != "__version__"} == {
        name: name for name in kg.__all__ if name != "__version__"
    }
    assert dir(kg) == kg.__all__


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    assert not hasattr(kg, "nothing_of_the_sort")
