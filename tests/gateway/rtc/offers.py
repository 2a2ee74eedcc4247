"""Offers as browsers write them, to be spoilt by tests. Every address in them is from a block for documentation."""

FINGERPRINT = ":".join(f"{n:02X}" for n in range(32))
UFRAG, PASSWORD = "aB3d", "0123456789abcdefghijkl"

CHROME = f"""v=0
o=- 4611731400430051336 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1
a=extmap-allow-mixed
a=msid-semantic: WMS 3f0c
m=audio 51234 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
c=IN IP4 192.0.2.10
a=rtcp:9 IN IP4 0.0.0.0
a=candidate:1467250027 1 udp 2122260223 192.0.2.10 51234 typ host generation 0 network-id 1
a=candidate:1467250028 1 udp 2122262783 2001:db8::10 51235 typ host generation 0 network-id 2
a=candidate:435653019 1 tcp 1518280447 192.0.2.10 9 typ host tcptype active generation 0 network-id 1
a=ice-ufrag:{UFRAG}
a=ice-pwd:{PASSWORD}
a=ice-options:trickle
a=fingerprint:sha-256 {FINGERPRINT}
a=setup:actpass
a=mid:0
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=sendrecv
a=msid:3f0c 8e5b
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:63 red/48000/2
a=fmtp:63 111/111
a=rtpmap:9 G722/8000
a=rtpmap:0 PCMU/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:13 CN/8000
a=rtpmap:110 telephone-event/48000
a=rtpmap:126 telephone-event/8000
a=ssrc:2231627014 cname:vKjqdNmsGMRMGqKJ
m=application 9 UDP/DTLS/SCTP webrtc-datachannel
c=IN IP4 0.0.0.0
a=ice-ufrag:{UFRAG}
a=ice-pwd:{PASSWORD}
a=ice-options:trickle
a=fingerprint:sha-256 {FINGERPRINT}
a=setup:actpass
a=mid:1
a=sctp-port:5000
a=max-message-size:262144
""".replace("\n", "\r\n")

FIREFOX = f"""v=0
o=mozilla...THIS_IS_SDPARTA-99.0 5917439381 0 IN IP4 0.0.0.0
s=-
t=0 0
a=fingerprint:sha-256 {FINGERPRINT}
a=group:BUNDLE 0
a=ice-options:trickle
a=msid-semantic:WMS *
m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101
c=IN IP4 0.0.0.0
a=candidate:0 1 UDP 2122252543 12345678-9abc-def0-1234-56789abcdef0.local 40001 typ host
a=candidate:1 1 TCP 2105524479 12345678-9abc-def0-1234-56789abcdef0.local 9 typ host tcptype active
a=candidate:2 1 UDP 1686052351 198.51.100.7 40002 typ srflx raddr 0.0.0.0 rport 0
a=sendrecv
a=end-of-candidates
a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1
a=fmtp:101 0-15
a=ice-pwd:{PASSWORD}
a=ice-ufrag:{UFRAG}
a=mid:0
a=msid:{{5f0c}} {{8e5b}}
a=rtcp-mux
a=rtpmap:109 opus/48000/2
a=rtpmap:9 G722/8000/1
a=rtpmap:0 PCMU/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000/1
a=setup:actpass
a=ssrc:2655508255 cname:{{735484ea}}
""".replace("\n", "\r\n")

VIDEO = """m=video 9 UDP/TLS/RTP/SAVPF 96 97 98
c=IN IP4 0.0.0.0
a=mid:v
a=sendrecv
a=rtcp-mux
a=rtpmap:96 VP8/90000
a=rid:h send
a=rid:l send
a=simulcast:send h;l
""".replace("\n", "\r\n")


def with_video_first(offer: str = CHROME) -> str:
    """The same with simulcast video before the audio."""
    at = offer.index("m=audio")
    return offer[:at].replace("BUNDLE 0", "BUNDLE v 0") + VIDEO + offer[at:]
