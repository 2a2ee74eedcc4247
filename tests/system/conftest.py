"""A real gateway for each module that wants one."""

from collections.abc import Iterator

import pytest

from tests.system.running import Gateway, serving


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """One gateway for all tests of a module."""
    with serving(tmp_path_factory.mktemp("gateway")) as running:
        yield running
