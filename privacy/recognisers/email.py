"""E-mail addresses: "jane.doe@example.com", "jane dot doe at example dot com", "j-d-o-e at gmail"."""

from collections.abc import Iterator

from privacy.finding import Finding, Utterance
from privacy.recognisers.mailbox import mailboxes
from privacy.recognisers.sip_uri import is_sip


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Every user-at-host that no word makes a SIP URI."""
    for found in mailboxes(utterance):
        if not is_sip(utterance, found):
            yield utterance.finding(found.first, found.last, "EMAIL")
