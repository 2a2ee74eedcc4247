"""The trade's own numbers: what a support line for telephony is made of and nobody's secret.

Ports, SIP response codes, RFC numbers, payload types, codecs, versions, rates and durations are kept in clear, unless a
rule is sure that they are a card, a code or a password.
"""

import re
from collections.abc import Iterator
from typing import Final

from privacy.recognisers.finding import Finding, Utterance
from privacy.spoken.runs import Item, Sort
from privacy.words import words

_BEFORE: Final = words(
    "port ports rfc rfcs payload type version versions v firmware release build error errors response "
    "responses status cause codec codecs ptime mtu vlan ttl asterisk freeswitch kamailio opensips "
    "freepbx linphone zoiper python debian ubuntu linux kernel windows android ios tls ssl expires "
    "session-expires min-se mos q udp tcp rtp rtcp srtp sip http opus pcmu pcma ilbc speex gsm isdn "
    "cseq maddr qos dscp ssrc timestamp sequence seq hz khz rate bitrate jitter latency delay every "
    "after within around about least most than retries retry timer baresip yealink polycom "
    "grandstream cisco snom fanvil gigaset mitel avaya warning reason protocol openssl chrome firefox "
    "x h g t q.850 ipv ubuntu pjsip pjsua 3cx mikrotik ubiquiti draftek timeout interval maximum "
    "minimum max min buffer bandwidth samples frame packet line"
)
_LINKS: Final = words(
    "number numbers is are was code codes of to and or the a from between : , = at . type returned "
    "got says like range up on"
)
_AFTER: Final = words(
    "ms millisecond milliseconds s sec secs second seconds minute minutes min mins hour hours day "
    "days week weeks month months year years kbps kbit kbits kilobit kilobits mbps megabit megabits "
    "bit bits byte bytes kilobyte megabytes gigabytes mb gb kb hz khz mhz hertz kilohertz megahertz "
    "percent % calls call users phones lines channels extensions trunks packets times attempts "
    "retries db dbm decibels volts watts meters metres miles dollars pounds euros cents people agents "
    "seats error errors response not forbidden busy unauthorized unacceptable request server trying "
    "ringing ok session temporarily method loop internal bad unavailable codec port ports o'clock am "
    "pm endpoints handsets desks devices licenses licences concurrent simultaneous frames samples "
    "frame gateways proxy responses entries retransmissions"
)
_NAMES: Final = re.compile(
    r"(?:[ghtxeq][. ]?\d{2,4}(?:\.\d+)?|802[. ]?(?:\d+\w*|1\w)|v?\d{1,3}(?:\.\d{1,4}){1,3}|ipv[46])\Z"
)
_LONGEST: Final = 6


def is_trade(utterance: Utterance, at: int) -> bool:
    """Whether the run at `at` is one of the trade's own numbers."""
    run = utterance.run(at)
    if run is None or len(run.digits) > _LONGEST:
        return False
    return bool(_NAMES.match(run.text)) or _word_before(utterance, at) or utterance.word(at + 1) in _AFTER


def _word_before(utterance: Utterance, at: int) -> bool:
    for place in range(at - 1, max(-1, at - 6), -1):
        item = utterance.items[place]
        if item.sort is Sort.WORD and item.text in _BEFORE:
            return True
        if item.text not in _LINKS and not _is_short(item):
            return False
    return False


def _is_short(item: Item) -> bool:
    """Another number of the same list: "ports 5060, 5061 and 5080"."""
    return item.sort is Sort.RUN and len(item.digits) <= _LONGEST


def lift(utterance: Utterance, findings: list[Finding]) -> Iterator[Finding]:
    """The findings that stand: those that are firm, and those that cover more than the trade's numbers."""
    trade = [at for at in range(len(utterance.items)) if is_trade(utterance, at)]
    for finding in findings:
        if finding.firm or finding.type == "ADDRESS" or not _is_only(utterance, finding, trade):
            yield finding


def _is_only(utterance: Utterance, finding: Finding, trade: list[int]) -> bool:
    return any(utterance.items[at].start <= finding.start and finding.end <= utterance.items[at].end for at in trade)
