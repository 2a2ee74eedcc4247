"""Requests of OpenDSR 2.0, good and bad."""

import base64
from typing import Any
from uuid import UUID

import pytest

from privacy.declared.terms import Region
from privacy.keys.identifiers import Identifier, Means
from privacy.requests.api import Right, State
from privacy.requests.opendsr import Malformed, discovery, read, received, refusal, status
from tests.privacy.requests.office import Office

IDENT = "a7551968-d5d6-44b2-9831-815ac9017798"
IDENTITY = {"identity_type": "phone_number", "identity_value": "+442079460958", "identity_format": "raw"}
BODY: dict[str, Any] = {
    "regulation": "gdpr",
    "subject_request_id": IDENT,
    "subject_request_type": "erasure",
    "submitted_time": "2026-11-24T00:00:00Z",
    "subject_identities": [IDENTITY],
}


def test_a_request_is_read() -> None:
    passed = read(BODY)
    assert (passed.request, passed.right, passed.region) == (UUID(IDENT), Right.DELETION, Region.GDPR)
    assert passed.identifiers == (Identifier(Means.NUMBER, "+442079460958"),)
    assert "7946" not in repr(passed)


@pytest.mark.parametrize(
    "changed",
    [
        {"subject_request_id": None},
        {"subject_request_id": IDENT.upper()},
        {"subject_request_id": "a7551968-d5d6-14b2-9831-815ac9017798"},
        {"subject_request_type": "marketing"},
        {"subject_request_type": ["erasure"]},
        {"regulation": "hipaa"},
        {"subject_identities": []},
        {"subject_identities": [IDENTITY] * 21},
        {"subject_identities": ["+442079460958"]},
        {"subject_identities": [{**IDENTITY, "identity_type": "email"}]},
        {"subject_identities": [{**IDENTITY, "identity_format": "sha256"}]},
        {"subject_identities": [{**IDENTITY, "identity_value": ""}]},
        {"subject_identities": [{**IDENTITY, "identity_value": 442079460958}]},
        {"subject_identities": [{**IDENTITY, "identity_value": "9" * 257}]},
    ],
)
def test_what_is_no_request_is_refused_without_repeating_it(changed: dict[str, Any]) -> None:
    with pytest.raises(Malformed) as malformed:
        read({**BODY, **changed})
    assert "7946" not in str(malformed.value)
    assert refusal(str(malformed.value))["error"]["code"] == 400


@pytest.mark.parametrize("body", [None, [], "erasure", 7])
def test_a_body_that_is_no_object_is_refused(body: object) -> None:
    with pytest.raises(Malformed):
        read(body)


async def test_answers_have_the_fields_of_the_specification() -> None:
    office = Office()
    made = await office.desk.make(await office.asked(Right.DELETION), UUID(IDENT))
    answer = received(made, "example", b'{"a":1}')
    assert answer["subject_request_id"] == IDENT
    assert base64.b64decode(answer["encoded_request"]) == b'{"a":1}'
    assert (answer["received_time"], answer["expected_completion_time"]) == (
        "2027-01-15T08:00:00Z",
        "2027-02-15T00:00:00Z",
    )
    assert status(made, "example")["request_status"] == "pending"
    done = await office.desk.carry_out(made.request)
    assert status(done, "example")["request_status"] == "completed"


async def test_each_state_has_a_word_of_the_specification() -> None:
    office = Office()
    made = await office.made(Right.ACCESS)
    words = {status(_in(made, state), "example")["request_status"] for state in State}
    assert words == {"pending", "in_progress", "completed", "cancelled"}


def _in(made: Any, state: State) -> Any:
    return type(made)(**{name: getattr(made, name) for name in made.__slots__} | {"state": state.value})


def test_what_is_supported_is_told() -> None:
    told = discovery("https://box.example/signing.pem")
    assert {"access", "portability", "erasure"} <= set(told["supported_subject_request_types"])
    assert {each["identity_format"] for each in told["supported_identities"]} == {"raw"}
