"""The real voice, loaded once for all tests of this folder."""

import pytest

from agent.voice import piper


@pytest.fixture(scope="session")
def joe() -> piper.PiperVoice:
    return piper.load("joe")
