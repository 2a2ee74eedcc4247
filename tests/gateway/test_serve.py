"""The gateway, put together: what is done before the first call."""

from gateway.serve import load_redaction
from privacy.engine import tagger


def test_no_caller_waits_for_redaction_to_load() -> None:
    tagger.cache_clear()
    load_redaction()
    assert tagger.cache_info().currsize == 1
