"""The affair of Lake Orun for every test of the views."""

import pytest

from tests.views.affairs import Affair, lake_orun


@pytest.fixture(scope="session")
def affair() -> Affair:
    return lake_orun()
