"""How often the embedded agent finds the right article, and how often it answers what it does not know.

Run `python -m bench.agent_answers [--part NAME] [--verbose]`. Prints a table; asserts nothing.
"""

import argparse
import statistics
import time
import tomllib
from pathlib import Path

from agent.library import Library, load_articles

_FOLDER = Path(__file__).parent


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--part", choices=("held_out", "blind", "untouched", "plain", "tuning"), default="held_out")
    arguments.add_argument("--verbose", action="store_true", help="print every question that went wrong")
    chosen = arguments.parse_args()
    asked = tomllib.loads((_FOLDER / "agent_questions.toml").read_text())
    heard = tomllib.loads((_FOLDER / "agent_heard.toml").read_text())
    library = Library(load_articles())
    for name, spoken in (("as asked", {}), ("as heard on the line", heard["heard"])):
        print(f"\n{chosen.part}, {name}")
        _judge(library, asked[chosen.part], asked["off_topic"][chosen.part], spoken, chosen.verbose)


def _judge(
    library: Library, answerable: dict[str, list[str]], off_topic: list[str], spoken: dict[str, str], verbose: bool
) -> None:
    right = wrong = unknown = asked_back = false = 0
    times_ms: list[float] = []
    for wanted, questions in answerable.items():
        for question in questions:
            words = spoken.get(question, question)
            began = time.perf_counter()
            match = library.find(words)
            times_ms.append((time.perf_counter() - began) * 1000)
            got = match.article.ident if match else "-"
            right += got in wanted.split()
            unknown += match is None
            guess = library.guess(words) if match is None else None
            asked_back += guess is not None and guess.article.ident in wanted.split()
            wrong += match is not None and got not in wanted.split()
            if verbose and got not in wanted.split():
                nearest = library.best(words)
                print(
                    f"  {words!r}: wanted {wanted}, got {got}",
                    nearest and (nearest.article.ident, round(nearest.confidence, 2)),
                )
    for question in off_topic:
        match = library.find(spoken.get(question, question))
        false += match is not None
        if verbose and match:
            print(f"  off topic {question!r}: {match.article.ident} {match.confidence:.2f}")
    total = right + wrong + unknown
    print(f"  right article        {right:4d} of {total}  {right / total:6.1%}")
    print(f"  wrong article        {wrong:4d} of {total}  {wrong / total:6.1%}")
    print(f"  said it did not know {unknown:4d} of {total}  {unknown / total:6.1%}")
    print(f"    of them asked back rightly {asked_back:2d}")
    print(f"  answered off topic   {false:4d} of {len(off_topic)}   {false / len(off_topic):6.1%}")
    print(f"  search p50 {statistics.median(times_ms):.2f} ms, worst {max(times_ms):.2f} ms")


if __name__ == "__main__":
    main()
