"""An entry of the register that is good, to be spoiled by tests."""

from datetime import UTC, date, datetime
from typing import Any

FROM_S = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
UNTIL_S = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())


def agreed(**changed: Any) -> dict[str, Any]:
    return {
        "name": "Example Model",
        "operator": "Example AI Ltd",
        "country": "Ireland",
        "agreement": "DPA-2026-17",
        "basis": {"gdpr": "same-region"},
        "purposes": ["support"],
        "fields": ["words"],
        "turns": 4,
        "from": date(2026, 1, 1),
        "until": date(2027, 1, 1),
        "url": "https://model.example.org/v1",
        **changed,
    }
