"""Counts how many articles hold a word: index/engines/background.json, by `make background`.

Of the articles of 2023 those of the development weeks are left out, and numbers: which are
common belongs to the year.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from index.engines.rarity import BACKGROUND
from index.terms import terms
from real_news import DEVELOPMENT, YEAR, located

LEAST = 25  # of a thousand articles that hold a word; rarer ones are as good as unknown
SHORTEST = 50  # terms of an article: what is shorter is a notice of a crawler


def main() -> int:
    held_out = {article["url"] for article in _articles(DEVELOPMENT)}
    counted: Counter[str] = Counter()
    articles = 0
    for article in _articles(YEAR):
        said = terms(article["text"])
        if article["url"] in held_out or len(said) < SHORTEST:
            continue
        articles += 1
        counted.update({term for term in said if term.isalpha()})
    shares = {word: round(1_000 * count / articles) for word, count in counted.items()}
    common = {word: shares[word] for word in sorted(shares) if shares[word] >= LEAST}
    BACKGROUND.write_text(
        json.dumps({"articles": articles, "of_1000_articles": common}, ensure_ascii=False, indent=0)
        + "\n"
    )
    print(f"{BACKGROUND}: {len(common):,} words of {articles:,} articles")
    return 0


def _articles(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(located(name, "articles.jsonl.gz"), "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    sys.exit(main())
