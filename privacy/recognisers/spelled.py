"""What is spelled out letter by letter, other than the trade's own abbreviations: names, mostly."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.words import words

_LEAST: Final = 4
TRADE: Final = words(
    "http https rtcp srtp dtls stun wifi voip sdes pcmu pcma opus ilbc siprec qos rfc dtmf pstn isdn "
    "mpls vpn lan wan nat sip rtp udp tcp tls ice sdp pbx sbc dns srv naptr ivr acd did ddi mos "
    "jitter ptime vad plc cng agc aec evs amr url uri html json yaml xml api sdk cpu gpu ram ssd usb "
    "hdmi poe dhcp ntp snmp ldap saml sso iax mgcp webrtc ipv alg upnp isp voipms fqdn icmp igmp vlan "
    "wpa ssid cidr csv pdf faq crm erp sla kpi etc abcd wxyz aes gcm sha rsa gdpr gsm lte volte vpns "
    "pri bri sms mms rcs spa ata fxs fxo esl ami agi ari dnd blf mwi cdr cli cnam cnd tdm pcap sngrep "
    "http2 oauth"
)


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Runs of four letters or more that spell no abbreviation of the trade."""
    for at in range(len(utterance.items)):
        run = utterance.run(at)
        if run is None or run.digits or len(run.compact) < _LEAST or run.compact.lower() in TRADE:
            continue
        yield utterance.finding(at, at, "PERSON")
