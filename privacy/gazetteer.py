"""Which words are names of people and places, and which are ordinary words: read once from the package's own lists."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from privacy.words import words

PATH: Final = Path(__file__).parent / "data" / "gazetteer.txt"
COMMON_PATH: Final = Path(__file__).parent / "data" / "common.txt"
# Names of things and countries that are talked of on a support line for telephony, and of nobody.
TRADE: Final = words(
    "iban imei mac ssn cvv cvc pin otp imsi iccid reboots lite "
    "asterisk kamailio freeswitch freepbx opensips linphone baresip zoiper microsip jitsi pjsip pjsua "
    "sipp sngrep wireshark yealink polycom poly cisco snom grandstream fanvil gigaset mitel avaya "
    "panasonic aastra obihai linksys spa draytek mikrotik ubiquiti unifi fortigate fortinet sonicwall "
    "pfsense juniper netgear fritzbox zyxel meraki twilio telnyx vonage bandwidth plivo skype teams zoom "
    "webex ringcentral jambonz livekit pipecat whisper piper redis nginx docker kubernetes ubuntu debian "
    "linux windows android ios iphone chrome chromium firefox safari openssl python raspberry sofia opus "
    "speex ilbc silk pcmu pcma ulaw alaw mulaw codec codecs sip sips rtp rtcp srtp sdp sdes dtls tls stun "
    "turn ice nat alg dtmf voip pbx ivr sbc pstn isdn rfc udp tcp ipv vlan vpn qos dscp mtu dns srv naptr "
    "naptrs ptime jitter mos plc vad cng invite reinvite options prack bye cancel register registrar "
    "registrars refer notify subscribe softphone softphones handset handsets voicemail ringback earpiece "
    "webrtc websocket websockets trunk trunks gateway gateways proxy proxies firewall router routers "
    "outbound inbound hz khz kbps ms kilobits kilohertz hertz milliseconds hunt rport maddr nonce realm "
    "digest callee caller callers redirect teardown failover america american japan england britain "
    "germany france spain italy canada mexico india china europe european australia ireland poland "
    "netherlands belgium sweden norway denmark finland portugal brazil africa asia russia ukraine turkey "
    "kingdom usa uk us monday tuesday wednesday thursday friday saturday sunday english spanish french "
    "german internet wifi ethernet lan wan app apps online website email emails login logins password "
    "passwords username usernames firmware metadata backend frontend keepalive keepalives traversal "
    "packetization transcoding transcode speakerphone telephony dispatcher config rescan endpoint "
    "endpoints siptrace annexb sendrecv sendonly recvonly inactive rtpevent dtmfs choppy regint srdp zrtp "
    "hep homer resend codecs bluetooth voip voicemails extension extensions ivrs robocall robocalls "
    "hotline dialplan busylamp blf dnd callback callbacks autoprovisioning provisioning reboot reboots "
    "rebooted unregister unregistered deregister subnet rtpengine rtpproxy nathelper mediaproxy coturn "
    "visa mastercard amex maestro christmas easter thanksgiving halloween ramadan diwali hanukkah january february "
    "september october november december "
    "tcpdump sdps uac uas ua aor acks ack ok okay hello hi yeah uh um hmm amber annex"
)


_PREFIXES: Final = ("un", "re", "pre", "non", "auto", "multi", "mis", "over", "sub")
_SUFFIXES: Final = ("s", "es", "ed", "ing", "er", "ers", "able", "ly", "ness", "ization", "ized", "less", "ful")
_SHORTEST_STEM: Final = 3


@cache
def _entries() -> dict[str, str]:
    lines = PATH.read_text(encoding="utf-8").splitlines()
    return {word: kinds for word, _, kinds in (line.partition(" ") for line in lines)}


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON_PATH.read_text(encoding="utf-8").split()) | TRADE


def kinds(word: str) -> str:
    """What a lower-case word names: F first name, L last name, C place; in lower case if it is a word as well."""
    if word in TRADE:
        return ""
    entries = _entries()
    if found := entries.get(word):
        return found
    plain = word.removesuffix("'s").replace("'", "")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return entries.get(plain, "") if plain != word else ""


def is_common(word: str) -> bool:
    """Whether a lower-case word is an ordinary one, or one of the trade's."""
    common = _common()
    return word in common or word.partition("'")[0] in common or any(stem in common for stem in _stems(word))


def _stems(word: str) -> Iterator[str]:
    """What a word may be made from: "undelete" from "delete", "signalled" from "signal"."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) > len(prefix) + _SHORTEST_STEM:
            yield word[len(prefix) :]
    for suffix in _SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) > _SHORTEST_STEM:
            yield from (stem, stem + "e", stem[:-1])
