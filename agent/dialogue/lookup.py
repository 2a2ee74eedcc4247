"""Answers from the library, and the plain admission when there is none."""

from typing import Final

from agent.dialogue.thread import Answer, Offer, Scene, answer
from agent.library import Article, sentences
from agent.library.variants import named_variant

HINT: Final = " Say why, or next, to go on."
UNKNOWN: Final = (
    "I don't know that. I know internet telephony: error codes, sound, networks, and set-up. Would you like a person?",
    "That is beyond me too. Would you like a person?",
)


def look_up(scene: Scene) -> Answer | None:
    """The article that answers, its variant when one is named, and its clarifying question when none is."""
    match = scene.library.find(scene.words)
    return None if match is None else tell(scene, match.article)


def guess(scene: Scene) -> Answer | None:
    """A question back, when one article is likely and none is sure."""
    match = scene.library.guess(scene.words)
    if match is None or scene.thread.offer is Offer.GUESS:
        return None
    return _about(scene, match.article, f"Do you mean: {match.article.title}?", offer=Offer.GUESS)


def tell(scene: Scene, article: Article) -> Answer:
    """What an article says first."""
    variant = named_variant(scene.words, _variants_to_look_for(article)) or _implied(scene, article)
    if variant:
        text = f"{sentences(article.answer)[0]} {article.sections[variant]}"
        return _about(scene, article, text, section=variant)
    if article.clarify:
        return _about(scene, article, f"{article.answer} {article.clarify}", offer=Offer.CHOICE)
    hint = "" if scene.thread.hinted else HINT
    return _about(scene, article, article.answer + hint, hinted=True, said=article.answer)


def _implied(scene: Scene, article: Article) -> str:
    """The variant that what was talked about decides: a code named while registering is a code on REGISTER."""
    implied = "registering" if scene.thread.article == "registration" else ""
    return implied if implied in article.sections else ""


def _variants_to_look_for(article: Article) -> tuple[str, ...]:
    """The article's own variants, but for one that is what the article is about anyway."""
    depths = {"why", "more"}
    return tuple(name for name in article.sections if name not in depths and name not in article.keywords)


def _about(scene: Scene, article: Article, text: str, **changes: object) -> Answer:
    return answer(scene, text, **({"article": article.ident, "section": "", "step": 0} | changes))  # type: ignore[arg-type]


def unknown(scene: Scene) -> Answer:
    """That we do not know, and an offer of a person. What the call was about stays at hand."""
    misses = scene.thread.misses
    text = UNKNOWN[min(misses, len(UNKNOWN) - 1)]
    return answer(scene, text, misses=misses + 1, offer=Offer.PERSON)
