"""Written text as people say it: what a voice is given, and nothing else is.

    speakable("A 488 from 10.0.0.1:5060") == "A four eighty-eight from ten dot zero dot zero dot one port fifty sixty"

Rules read the text once, left to right; at each place the first that fits speaks, and what it said is not read
again. Names and numbers of the trade come before the general ones, so that 5060 is a port before it is a quantity.
"""

from agent.spoken import addresses, markup, names, phones, quantities, trade
from agent.spoken.rules import compiled

_RULES = compiled(
    (
        *addresses.RULES,
        *phones.RULES,
        *trade.RULES,
        *quantities.RULES,
        *names.RULES,
        *quantities.REST,
    )
)


def speakable(text: str) -> str:
    """`text` in words alone: English, without digits, symbols or mark-up, ready for a voice.

    The punctuation that shapes the melody stays. Total and pure: any text gives some text. It may hold a
    caller's own data, put back for this caller's ear; nothing is kept.
    """
    return markup.tidied(_RULES.said(markup.stripped(text)))
