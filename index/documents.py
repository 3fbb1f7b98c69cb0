"""Articles and their passages as the lexical engine is given them."""

from collections.abc import Iterator

from index.lexical import LexicalDocument
from index.store import Rows, Store
from index.terms import terms


def documents(
    store: Store, within: Rows
) -> Iterator[tuple[LexicalDocument, list[LexicalDocument]]]:
    """Each article, and its passages, whose words are all that it has."""
    for row, article, passages in store.articles_with_passages(within):
        day, outlet = article.source.day, article.source.outlet
        told = day.toordinal() if day else 0, outlet.casefold() if outlet is not None else None
        title = terms(article.title)
        parts = [
            LexicalDocument(number, row, *told, title, terms(passage.text))
            for number, passage in passages
        ]
        whole = [term for part in parts for term in part.body]
        yield LexicalDocument(row, row, *told, title, whole), parts
