"""How sure to be before answering: the less a question sounds like our trade, the surer.

The thresholds were set on the `tuning` questions of `bench/agent_questions.toml` and on the articles' own questions,
each left out in turn.
"""

from collections.abc import Iterable
from typing import Final

# Words that only this trade uses.
_TRADE: Final = (
    "sip rtp rtcp srtp sdp tls dtls udp tcp nat stun rport alg sbc pbx voip webrtc websocket ipv6 dns srv "
    "naptr dtmf rfc dscp qos mos jitter latency codec codecs g711 g722 g729 opus alaw mulaw pcmu pcma fax "
    "ptime transcoding packetization wideband echo choppy robotic bandwidth trunk trunks trunking softphone "
    "softphones register registers registered registering registration registrations registrar invite invites "
    "bye ack subscribe proxy gateway asterisk pjsip freeswitch sofia kamailio opensips dispatcher linphone "
    "baresip zoiper microsip sngrep wireshark tcpdump rtpengine coturn keepalive keepalives firewall router "
    "packet packets extension extensions dialplan caller callers voicemail ringback handset headset audio "
    "signalling signaling encrypted encrypt encryption certificate certificates sdes fingerprint attestation "
    "spoofing sips telephony endpoint redirect forbidden unauthorized scanner siprec udptl mtu vad dtx deadair "
    "5060 5061 1300 t38"
)
TRADE: Final = frozenset(_TRADE.split())
# Words that are often ours, and as often not.
_NEARBY: Final = (
    "call calls calling called phone phones hear hears heard sound voice line number numbers digits digit "
    "message messages server servers network internet provider dial dialing dialling talk speak speaking ring "
    "rings ringing account error microphone hold session pin conference scam spam connection video wifi bytes "
    "faxes louder attempts drops drop dropped hangs busy volume quiet silence silent"
)
NEARBY: Final = frozenset(_NEARBY.split())


def least_confidence(terms: Iterable[str]) -> float:
    """The confidence an article needs to be the answer to a question with these terms."""
    asked = frozenset(terms)
    if asked & TRADE:
        return 0.35
    return 0.47 if asked & NEARBY else 0.72


def least_guess(terms: Iterable[str]) -> float:
    """The confidence from which it is worth asking "do you mean ...?"; out of reach without a word of the trade."""
    return 0.22 if TRADE.intersection(terms) else 2.0
