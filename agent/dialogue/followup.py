"""Turns that lean on the one before: yes and no, "why?", "and over TCP?", "that didn't help"."""

import re
from collections.abc import Callable
from typing import Final

from agent.api import Action
from agent.dialogue.lookup import tell
from agent.dialogue.thread import Answer, Offer, Scene, answer
from agent.grammar import Intent
from agent.heard import sip_codes
from agent.library import Article
from agent.library.variants import VARIANTS, chosen_variant, named_variant
from agent.phrases import Phrases, phrases
from agent.prompts import Prompt

_LEAD: Final = "[and|but|so|okay|ok|oh|yes|well|please|then|no|hm]*"
_WHY: Final = phrases(
    """
    why [is that|not|is it|so]
    how come
    why does (it|that|this) happen
    what causes (it|that|this)
    what is the (reason|cause)
    why (would|should) (it|that|i|this) [be|happen|do that|help]
    where does (it|that) come from
    """,
    before=_LEAD,
)
_NEXT: Final = phrases(
    """
    [tell me] (what|how) (do|should|can|must|could|shall|would) (i|we) (do|check|try|fix|look at|start|test|\
        solve) [it|that|this|about it|about that|first|next|now|then|here]*
    [tell me] what to (do|check|try) [first|next|now|then]
    what (is|comes) next
    what (next|then|else|now)
    (next|next step|next one|now what|go on|continue|done|how)
    how (do|can) (i|we) (fix|solve) (it|that|this)
    what else (can|could|should) (i|we) (do|try|check)
    (anything else|something else) (i|we) can (do|try|check)
    i (did|have done|checked|tried|have checked|have tried) (that|it) [already|and now what|now what]
    any other ideas
    """,
    before=_LEAD,
    after="[please|already]",
)
_FAILED: Final = phrases(
    """
    (that|this|it) (did not|does not|has not|will not) (help|helped|work|worked|change anything|fix it|solve it)
    [it is|is] still (the same|not working|broken|does not work|no luck|nothing|happening)
    (that|it) still (does not work|fails|happens)
    (that is|it is) not (it|the problem|working)
    (no luck|no change|not helpful|not working)
    same (problem|error|thing)
    """,
    before=_LEAD,
    after="[either|unfortunately|though]",
)
_MORE: Final = phrases(
    """
    [can you] tell me more [about it|about that|about this]
    (more|details|more detail|more details|in detail|go deeper|say more)
    [can you|please] (explain|elaborate) [that|it|more|further|in detail|on that]*
    i do not understand [that|it]
    what does (that|it) mean
    what do you mean
    """,
    before=_LEAD,
    after="[please]",
)
_OTHER_WAY: Final = phrases(
    "[what about|how about|and] [in] the (other|opposite|reverse) (direction|way|way round|way around|side|case|one)",
    before=_LEAD,
)
_YES: Final = phrases(
    "(yes|yeah|yep|yup|sure|please|okay|ok|of course|go ahead|do that|do it|right|i do|i would|absolutely)",
    after="[please|yes|sure|do|thanks|i would|go ahead]*",
)
_NO: Final = phrases("(no|nope|nah|not now|not really|no need|i do not)", after="[thanks|thank you|please|no]*")
_UNSURE: Final = phrases("... (both|either|neither|i do not know|not sure|no idea|cannot tell|whatever|sometimes) ...")
_LEANING: Final = re.compile(
    r"^(?:(?:and|but|so|okay|ok) )*(?:what (?:about|if|is it)|how about|and|or|over|with|on|in|for|using|"
    r"does (?:it|that)|is (?:it|that)|if)\b"
)
_LONGEST_REPLY: Final = 12  # words: a longer turn is a question of its own


def reply_to_offer(scene: Scene) -> Answer | None:
    """What "yes", "no" or a chosen alternative means, given what was offered."""
    article = scene.article
    if scene.thread.offer is Offer.CHOICE and article is not None:
        return _clarified(scene, article)
    if _NO.fit(scene.words):
        return answer(scene, "All right. What else can I do?")
    if _YES.fit(scene.words) and scene.thread.offer is not Offer.NOTHING:
        return _accepted(scene, article)
    if scene.intent is Intent.BACKCHANNEL:
        return answer(scene, "I am listening.", said=scene.thread.said)
    return None


def _accepted(scene: Scene, article: Article | None) -> Answer | None:
    if scene.thread.offer is Offer.GUESS and article is not None:
        return tell(scene, article)
    if scene.thread.offer is Offer.PERSON:
        return answer(scene, scene.prompts[Prompt.PERSON], action=Action.PERSON)
    return step(scene, article) if article is not None else None


def _clarified(scene: Scene, article: Article) -> Answer | None:
    """The section that the caller's reply picks; the first step when they cannot say."""
    if len(scene.words.split()) > _LONGEST_REPLY or sip_codes(scene.words):
        return None
    chosen = chosen_variant(scene.words, article.choices)
    if chosen:
        return section(scene, article, chosen)
    if _UNSURE.fit(scene.words) or _YES.fit(scene.words):
        return step(scene, article, opening="Then let us go step by step. ")
    return None


def follow_up(scene: Scene) -> Answer | None:
    """The answer to a turn that only makes sense after the last one."""
    article = scene.article
    if article is None:
        return None
    found = next((reply for said, reply in _FOLLOW_UPS if said.fit(scene.words)), _leaning)
    return found(scene, article)


def _leaning(scene: Scene, article: Article) -> Answer | None:
    """A variant of the same matter: "and over TCP?", "what about Asterisk?", or just "on TLS"."""
    length = len(scene.words.split())
    if length > _LONGEST_REPLY or (length > 2 and not _LEANING.match(scene.words)):
        return None
    mentioned = named_variant(scene.words, (name for name in VARIANTS if name in article.sections))
    return section(scene, article, mentioned) if mentioned else None


def _why(scene: Scene, article: Article) -> Answer:
    return _deeper(scene, article, "why")


def _more(scene: Scene, article: Article) -> Answer:
    return _deeper(scene, article, "more" if scene.thread.section == "why" else "why")


def _another_step(scene: Scene, article: Article) -> Answer:
    return step(scene, article, opening="I am sorry. ")


def section(scene: Scene, article: Article, name: str) -> Answer:
    """One section of an article."""
    return answer(scene, article.sections[name], section=name)


def _deeper(scene: Scene, article: Article, name: str) -> Answer:
    """The section asked for, or the other of the two, or what to do next."""
    other = "more" if name == "why" else "why"
    for wanted in (name, other):
        if wanted in article.sections and scene.thread.section != wanted:
            return section(scene, article, wanted)
    return step(scene, article, opening="That is all about the why. ")


def _other_choice(scene: Scene, article: Article) -> Answer | None:
    """The alternative that was not chosen."""
    others = [choice for choice in article.choices if choice != scene.thread.section]
    return section(scene, article, others[-1]) if others else None


def step(scene: Scene, article: Article, opening: str = "") -> Answer:
    """The next thing to check; after the last one, a person is offered."""
    number = scene.thread.step
    if number >= len(article.steps):
        text = f"{opening}That is all I can suggest. Would you like a person?"
        return answer(scene, text, offer=Offer.PERSON)
    return answer(scene, f"{opening}{article.steps[number]}", step=number + 1, offer=Offer.STEP)


_FOLLOW_UPS: Final[tuple[tuple[Phrases, Callable[[Scene, Article], Answer | None]], ...]] = (
    (_WHY, _why),
    (_MORE, _more),
    (_FAILED, _another_step),
    (_NEXT, step),
    (_OTHER_WAY, _other_choice),
)
