"""Everyday words for what the articles call by one name. Applied to articles and questions alike."""

import re
from typing import Final

# The name, then every way to say it: alternatives of a regular expression over plain words.
_SAME: Final = (
    (
        "register",
        r"log(?:ging|s)? ?(?:in|on)(?: to)?|login|sign(?:ing|s)? (?:in|on|up)|(?:get|come) online",
    ),
    (
        "drops",
        r"cut(?:s|ting)? (?:me |us |it )?off|hang(?:s|ing)? up|hung up|disconnect(?:s|ed|ing)?|breaks? off",
        r"(?:gets?|is|are|was|were) cut|goes (?:dead|away)|falls? off|terminates",
    ),
    (
        "choppy",
        r"(?:audio|sound|voice|words|they|it|call|conversation|speech) (?:keeps )?drop(?:s|ping)? out",
        r"(?:audio|sound|voice|words|they|it|call|conversation|speech) (?:keeps )?cut(?:s|ting)? (?:in and )?out",
        r"break(?:s|ing)? up|stutter(?:s|ing)?|garbled|crackl(?:e|es|ing|y)|distorted|robots?|robot like|metallic",
        r"underwater|glitch(?:es|y)?|scratchy|in and out|jumpy|patchy|gaps|syllables",
    ),
    (
        "quiet",
        r"faint(?:ly)?|softly|too low|very low|low volume|inaudible",
        r"(?:barely|hardly) hear|not loud enough|whisper(?:ing)?",
    ),
    ("browser", r"web ?sites?|web ?pages?|homepage|chrome|firefox|safari|web client"),
    (
        "fraud",
        r"hack(?:s|ed|ing|ers?)?|attack(?:s|ed|ers?|ing)?|break(?:s|ing)? in(?:to)?|intruders?|crooks?|criminals?",
        r"expensive calls|calls? (?:to )?(?:abroad|foreign countries)|brute force",
    ),
    (
        "trace",
        r"see(?:ing)? (?:the |what |which |all |my )?(?:sip )?(?:messages|packets|traffic)|sniff(?:ing)?",
        r"captur(?:e|es|ing)|record(?:ing)? (?:the )?(?:packets|traffic|messages)",
        r"debug(?:ging)?|troubleshoot(?:ing)?|pcap",
    ),
    (
        "keys",
        r"key ?pads?|key ?press(?:es)?|touch tones?|ivr|(?:phone|voice|bank) menu|buttons?",
        r"press(?:ing|es|ed)? (?:one|two|three|a key|a number|a button|keys|buttons|\d)",
    ),
    (
        "encrypt audio",
        r"eavesdrop(?:s|ping|per)?|listen(?:s|ing)? (?:in|to (?:my|our) calls?)",
        r"wiretap(?:ped)?|intercept(?:ed)?|spy|overhear",
    ),
    (
        "caller id",
        r"(?:number|name) (?:that is |is |they see|shown|displayed|appears|that shows up)|withheld|display name",
        r"sees? (?:the |a |my |an |our )?(?:wrong|other|different|private|unknown|right|correct|main) number",
        r"wrong (?:name|number) (?:is )?(?:shown|displayed)",
    ),
    ("delay", r"late|lag|lags|lagging|laggy|delayed|slow to answer"),
    ("timeout", r"time[ds]? ?out|time ?outs|times up"),
    ("notacceptable", r"not acceptable(?: here)?"),
    ("notfound", r"(?:not|never) found|not find"),
    ("loss", r"los(?:e|es|ing)|lost"),
    ("incoming", "inbound"),
    ("outgoing", "outbound"),
    ("priority", r"prioriti[sz]e|prefer|give priority|first in the queue"),
    ("phone", r"cell ?phone|mobile|handsets?|desk ?phones?|ip phones?|telephones?"),
    ("mail", r"e ?mail"),
    ("busy", r"engaged|occupied|on another call"),
    ("unreachable", r"not be reached|unreachable|not reachable"),
    ("password", r"user name|user id|credentials?|passwords?|passcode"),
    ("provider", r"isp|internet provider|operator|carriers?|itsp|telco"),
    ("negotiate", r"negotiat(?:e|es|ed|ion)|agree on"),
    ("one way", r"half of the conversation"),
    ("signaling", "signalling"),
    ("milliseconds", r"millisecs?|msec|miliseconds?|millisecond|ms"),
    ("border", "boarder"),
    ("answer", r"pick(?:s|ed|ing)? up|answering"),
    ("balancing", r"spread(?:s|ing)?|distribut(?:e|es|ing)|balance"),
)
_SYNONYMS: Final = tuple((name, re.compile(rf"\b(?:{'|'.join(said)})\b")) for name, *said in _SAME)


def one_name(words: str) -> str:
    """The words with each synonym replaced by the name that the articles use."""
    for name, said in _SYNONYMS:
        words = said.sub(name, words)
    return words
