"""The trade's own numbers: what a support line for telephony is made of and nobody's secret.

Ports, SIP response codes, RFC numbers, payload types, codecs, versions, rates and durations are kept in clear, unless a
rule is sure that they are a card, a code or a password.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from privacy.codes import says_codes
from privacy.finding import Finding, Utterance
from privacy.gazetteer import TRADE
from privacy.notations import notations
from privacy.spoken.runs import Item, Sort
from privacy.words import words

_BEFORE: Final = words(
    "audio video port ports rfc rfcs payload type version versions v firmware release build error errors response "
    "responses status cause codec codecs ptime mtu vlan ttl asterisk freeswitch kamailio opensips "
    "freepbx linphone zoiper python debian ubuntu linux kernel windows android ios tls ssl expires "
    "session-expires min-se mos q udp tcp rtp rtcp srtp sip http opus pcmu pcma ilbc speex gsm isdn "
    "cseq maddr qos dscp ssrc timestamp sequence seq hz khz rate bitrate jitter latency delay every "
    "after within around about least most than retries retry timer baresip yealink polycom "
    "grandstream cisco snom fanvil gigaset mitel avaya warning reason protocol openssl chrome firefox "
    "x h g t q.850 ipv ubuntu pjsip pjsua 3cx mikrotik ubiquiti draftek timeout interval maximum "
    "minimum max min buffer bandwidth samples frame packet line prefix interface forwards"
)
_SECRETS: Final = words("cvv cvc cvv2 csc security verification card digits signature")
_UNITS: Final = words("bytes byte bits bit hertz hz kilohertz khz samples ms milliseconds packets seconds bps kbps")
_YEARS: Final = words("in since until from by year during before after")
_COUNTERS: Final = words("cseq rseq ssrc timestamp")
_VERSIONS: Final = words("version firmware release build software v")
LOCAL: Final = frozenset({"0.0.0.0", "127.0.0.1", "255.255.255.255", "255.255.255.0"})  # noqa: S104 (not bound to)
_LOCAL_SAID: Final = frozenset(address.replace(".", "") for address in LOCAL)
_LONGEST_VERSION: Final = 10  # digits of "ninety six eighty six oh one fifteen"
_LINKS: Final = words(
    "number numbers is are was code codes of to and or the a from between : , = at . type returned "
    "got says like range up record on then not versus through"
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
    r"(?:(?:rfc|sip|error|code)\s?\d{1,5}|r[ -]?f[ -]?c[ -]?\d{2,5}"  # RFC 4733, said "r f c four seven three three"
    r"|[ghtxeq][. ]?\d{2,4}(?:\.\d+|[ab])?|802[. ]?(?:\d+\w*|1\w)"  # G.729, T.38, 802.1q
    r"|(?:d ?s ?c ?p|m ?t ?u|m ?o ?s|t ?o ?s|v ?l ?a ?n) ?\d{1,4}"
    r"|v?\d{1,3}(?:\.\d{1,4}){1,2}|ipv[46])\Z"  # versions
)
ABBREVIATIONS: Final = words(
    "http https rtcp srtp dtls stun wifi voip sdes pcm pcmu pcma opus ilbc siprec qos rfc dtmf pstn isdn "
    "mpls vpn lan wan nat sip rtp udp tcp tls ice sdp pbx sbc dns srv naptr ivr acd did ddi mos "
    "jitter ptime vad plc cng agc aec evs amr url uri html json yaml xml api sdk cpu gpu ram ssd usb "
    "hdmi poe dhcp ntp snmp ldap saml sso iax mgcp webrtc ipv alg upnp isp voipms fqdn icmp igmp vlan "
    "wpa ssid cidr csv pdf faq crm erp sla kpi etc abcd wxyz aes gcm sha rsa gdpr gsm lte volte vpns "
    "pri bri sms mms rcs spa ata fxs fxo esl ami agi ari dnd blf mwi cdr cli cnam cnd tdm pcap sngrep "
    "http2 oauth"
)
_LONGEST_SUFFIX: Final = 4  # digits of "a e s one twenty eight"
TECHNICAL: Final = "TECHNICAL"  # what "which error code?" asks for
_LONGEST: Final = 5  # digits of a port
_OCTET: Final = 3  # digits of a part of an address; a version may have more
_LONGEST_AMOUNT: Final = 7  # "1048576 bytes"


def is_trade(utterance: Utterance, at: int) -> bool:
    """Whether the run at `at` is one of the trade's own numbers."""
    run = utterance.run(at)
    if run is None:
        return False
    if run.text.count(".") == 3:  # an address, unless a version was announced
        return (
            run.text in LOCAL
            or max(map(len, re.split(r"\D", run.text)[:4])) > _OCTET
            or _word_before(utterance, at, _VERSIONS)
            or (utterance.expects == TECHNICAL and run.spoken and len(utterance.items) == 1)
        )
    if _is_abbreviation(run):
        return True
    if len(run.digits) > _LONGEST:
        return _is_long_trade(utterance, at, run)
    if re.match(r"(?:19|20)\d\d\Z", run.compact) and utterance.word(at - 1) in _YEARS:
        return True
    is_model = len(run.compact) <= _LONGEST + 1 and utterance.word(at - 1) in TRADE
    return bool(_NAMES.match(run.text)) or is_model or _word_before(utterance, at) or utterance.word(at + 1) in _AFTER


def _is_abbreviation(run: Item) -> bool:
    """ "s r t p", "a e s one twenty eight"."""
    letters = run.compact.lower().rstrip("0123456789")
    return letters in ABBREVIATIONS and len(run.compact) - len(letters) <= _LONGEST_SUFFIX


def _is_long_trade(utterance: Utterance, at: int, run: Item) -> bool:
    """An amount with its unit, a list of short numbers, a version said in pairs, a mask said without its dots."""
    is_amount = len(run.digits) <= _LONGEST_AMOUNT and utterance.word(at + 1) in _UNITS
    is_list = _is_list(run) and _word_before(utterance, at)
    is_version = len(run.digits) <= _LONGEST_VERSION and _word_before(utterance, at, _VERSIONS)
    is_counter = _word_before(utterance, at, _COUNTERS)
    return is_amount or is_list or is_version or is_counter or run.compact in _LOCAL_SAID


def _is_list(run: Item) -> bool:
    """Two short numbers side by side: "sample rate 8000, 160 samples"."""
    groups = run.text.split(" ")
    return len(groups) == 2 and all(group.isdigit() and len(group) <= _LONGEST for group in groups)


def _word_before(utterance: Utterance, at: int, announcing: frozenset[str] = _BEFORE) -> bool:
    for place in range(at - 1, max(-1, at - 6), -1):
        item = utterance.items[place]
        if item.sort is Sort.WORD and item.text in announcing:
            return True
        if item.text not in _LINKS and not _is_short(item):
            return False
    return False


def _is_short(item: Item) -> bool:
    """Another number of the same list: "ports 5060, 5061 and 5080"."""
    return item.sort is Sort.RUN and len(item.digits) <= _LONGEST


def lift(utterance: Utterance, findings: list[Finding]) -> Iterator[Finding]:
    """The findings that stand: those that are firm, and those that cover more than the trade's numbers and words."""
    written = notations(utterance.text)
    for finding in findings:
        if finding.firm or not (
            any(start <= finding.start and finding.end <= end for start, end in written)
            or _is_all_trade(utterance, finding)
            or _is_response_code(utterance, finding)
        ):
            yield finding


def _is_response_code(utterance: Utterance, finding: Finding) -> bool:
    """Numbers such as 488 by themselves, where nothing was asked for and nobody speaks of a card's back."""
    if utterance.expects not in (None, TECHNICAL) or _speaks_of_secrets(utterance):
        return False
    covered = utterance.covered(finding.start, finding.end)
    runs = [item for item in covered if item.sort is Sort.RUN]
    between = all(item.sort is Sort.MARK or item.text in _LINKS for item in covered if item.sort is not Sort.RUN)
    return bool(runs) and between and all(says_codes(utterance, run) for run in runs)


def _speaks_of_secrets(utterance: Utterance) -> bool:
    return any(
        item.text in _SECRETS or (item.text == "back" and utterance.word(at - 1) == "the")
        for at, item in enumerate(utterance.items)
    )


def _is_all_trade(utterance: Utterance, finding: Finding) -> bool:
    first = bisect_left(utterance.items, finding.start, key=lambda item: item.start)
    count = len(utterance.covered(finding.start, finding.end))
    return count > 0 and all(_is_trade_item(utterance, at) for at in range(first, first + count))


def _is_trade_item(utterance: Utterance, at: int) -> bool:
    item = utterance.items[at]
    if item.sort is Sort.RUN:
        return is_trade(utterance, at)
    return item.sort is Sort.MARK or item.text in _LINKS or item.text in TRADE
