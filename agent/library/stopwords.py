"""Words that every question has, whatever it is about. Negations stay: "not found" and "cannot hear" need them."""

from typing import Final

_STOPWORDS: Final = (
    "time new news a an the this that these those it its is are was were be been being am i me my mine we us "
    "our you your yours he she him her his they them their and or but if so as of in on at to for from with by "
    "about into than then what which who whom whose when where why how do does did done doing has have had "
    "having can could will would shall should may might must please tell explain describe say says said know "
    "want wants need needs like just really very any some something anything thing things there here now again "
    "still also too much many more most get gets getting got keep keeps let make makes mean means meaning "
    "understand s t d ll ve re up out off while actually maybe well okay ok yes hey hi hello um uh er hmm "
    "question ask asking because each every always give gives given go goes going come comes coming try trying "
    "tried use using used happen happens happening work works working first help"
)
STOPWORDS: Final = frozenset(_STOPWORDS.split())
