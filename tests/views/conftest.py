"""The affair of Lake Orun for every test of the views."""

import pytest
from affairs import Affair, lake_orun


@pytest.fixture(scope="session")
def affair() -> Affair:
    return lake_orun()
