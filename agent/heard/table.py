"""The tables of `agent.heard`: what is heard on the left, what was meant on the right.

An entry belongs here when an ordinary word on the left would be nonsense in its place; a word that is
only misspelled is left to `agent.heard.phonetic`. Patterns are regular expressions over plain tokens.
"""

from typing import Final

CONTRACTIONS: Final = (
    ("won't", "will not"), ("can't", "cannot"), ("can not", "cannot"), ("shan't", "shall not"),
    ("n't", " not"), ("'re", " are"), ("'ll", " will"), ("'ve", " have"), ("'m", " am"),
    ("what's", "what is"), ("that's", "that is"), ("it's", "it is"), ("there's", "there is"),
    ("who's", "who is"), ("where's", "where is"), ("how's", "how is"), ("let's", "let us"), ("'s", ""),
    ("µ-law", "mulaw"), ("μ-law", "mulaw"), ("wi-fi", "wifi"),
)  # fmt: skip

_ACRONYMS: Final = (
    "rtp rtcp srtp dtls tls tcp udp nat pbx dtmf alg mos qos dscp sdp sbc vad mtu dns srv voip ipv6 ipv4 ivr "
    "rfc siprec pcmu pcma stun ice hd sip lan wan vpn cpu"
)
ACRONYMS: Final = frozenset(_ACRONYMS.split())

_CALLING: Final = (
    "trunk|trunks|phone|phones|server|servers|address|account|call|calls|provider|message|messages|alg|info|"
    "client|port|header|traffic|packets|proxy|uri|over|registration|invite|code|codes|error|helper|response"
)

MISHEARD: Final = (
    # SIP itself
    ("cip|sipp|syp|sib|seip", "sip"),
    (rf"(?:zip|ship|chip|sit|sep|tip|set|sid|sib) (?=(?:{_CALLING})\b)", "sip "),
    ("(for|and|over|with|does|debug|my) sit(?! down| on| there| in)", r"\1 sip"),
    ("sip (?:else|elg|elle|al|l g|a l g|algae)", "sip alg"),
    ("(?:page a|pj|p j|peach a) ?sip", "pjsip"),
    # transports and protocols
    ("(?:you|u|few|new) ?d ?p", "udp"),
    ("(?:tea|t|tee) ?(?:c|see|cee) ?p", "tcp"),
    ("(?:tea|t|tee) ?l ?s|tell us for sip", "tls"),
    ("(?:our|are|r) ?(?:t ?p|tp|tb|tee p)", "rtp"),
    ("s ?(?:are|r) ?(?:t|d|tc|c) ?p|srdp|srtb|srct|srcp", "srtp"),
    ("(?:our|are|r) ?(?:port|ports)", "rport"),
    ("(?:our|are|r) ?(?:f|s) ?c", "rfc"),
    ("web ?(?:r ?[td] ?c|rdc|rtc|artsy|our tc)", "webrtc"),
    ("d ?d ?l ?s|d tls|detail s", "dtls"),
    ("dtls ?s? ?srtp", "dtls srtp"),
    ("f ?d ?p|s ?d ?b|std p", "sdp"),
    ("b ?n ?s|d and s", "dns"),
    ("i ?p ?v(?:ee)? ?(?:six|6)|ip version (?:six|6)", "ipv6"),
    ("void|voyp|voiceover ip|voice over (?:ip|internet)", "voip"),
    ("over boy", "over voip"),
    ("facts(?= over| fail| machine)", "fax"),
    ("d ?t ?m ?(?:f|s)|dtmfs", "dtmf"),
    ("stunt? server", "stun server"),
    ("(?:caught in|co turn|coat turn|cold turn)", "coturn"),
    ("turn (?:really|relate)", "turn relay"),
    # NAT
    ("gnat|gnats|natt|knack|gnad|nats", "nat"),
    ("behind (?:in |a |the |an )?that", "behind nat"),
    ("that (?=traversal|binding|bindings|keepalive|router|type|problem|gateway)", "nat "),
    # sound and codecs
    ("gitter|jeter|jidder|jitters|jetter|gidder|cheater|chitter", "jitter"),
    ("code it(?: is)?|code its|codex|kodak|kodaks|co deck|co decks|codek|coda", "codec"),
    ("(?:mu|move|mule|mew|new|u|you|mute|moo) law", "mulaw"),
    ("ulaw|pcm u", "mulaw"),
    ("(?:a|hey|hay) law", "alaw"),
    (r"(?:gee|jee|g) (711|722|729)", r"g\1"),
    (r"(?:tea|tee|t) 38", "t38"),
    (r"(\d{3})s", r"\1"),
    ("(?:coded|coated|codes|code) (?=mismatch)", "codec "),
    ("(mismatch|password|server|internal|timeout) (?:air|heir|era)", r"\1 error"),
    ("(?:air|heir|era|aero) (?=[1-6][0-9]{2})", "error "),
    ("opis|oppis|opuss|oh pus", "opus"),
    ("p time|pea time|packetisation time", "ptime"),
    ("touch ?tones?", "touch tones"),
    ("call (?:are|her) id|collar id|color id|callerid|caller idea|caller i d", "caller id"),
    # programs
    ("asterix|asterisks|astericks|astrix|asterick|a stir ?isk", "asterisk"),
    ("free ?(?:switch|which|witch)|freeze witch", "freeswitch"),
    ("(?:camel|come|camera|cam|kama) ?(?:alio|leo|elio|ilio|lio|mailio)", "kamailio"),
    ("lin ?(?:phone|form)|linn phone|link phone|line phone|lynn phone", "linphone"),
    ("(?:bare|bear|berry|bar) ?(?:sip|set|sit|zip)", "baresip"),
    ("(?:micro|mike row|my crow) ?(?:sip|sib|zip)", "microsip"),
    ("(?:zoi|zoy|soy|soi|zoe) ?(?:per|fer|per s)|soifer", "zoiper"),
    ("(?:s n|sn|es en|sin|as thin|essen|s and|sing) ?(?:grep|grip|grap|grit|crap)", "sngrep"),
    ("wire ?(?:shark|short|sharp|sharks|chart)", "wireshark"),
    ("soft (?:phone|phones|fone|on)", "softphone"),
    # faults and times
    ("after a buy", "after a bye"),
    ("options things", "options pings"),
    ("half an hour", "30 minutes"),
    ("(?:a )?quarter of an hour", "15 minutes"),
    ("half a minute", "30 seconds"),
    ("keep alive", "keepalive"),
    ("keep alives", "keepalives"),
    ("in band", "inband"),
    ("(the|a|my|your|each) (?:collar|color)", r"\1 caller"),
    ("fire walls?", "firewall"),
    ("wide (?:bin|bend|bind|band)", "wideband"),
    ("t ?l ?f", "tls"),
    ("srb record", "srv record"),
    ("srtt", "srtp"),
    ("latter diagram", "ladder diagram"),
    ("speaker phone", "speakerphone"),
    ("wi fi|why fi", "wifi"),
    ("one ?way", "one way"),
)
