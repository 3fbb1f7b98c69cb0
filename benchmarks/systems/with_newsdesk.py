"""Newsdesk: build, then search with every ranking."""

from pathlib import Path
from tempfile import TemporaryDirectory

from measured import FOLDER, FOUND, Build, Rows, Search, run


def start() -> Build:
    from corpus.read import read_all
    from index.build import build as build_index
    from index.encoder import load_encoder
    from index.search import Index

    encoder = load_encoder()

    def build(_: Rows) -> Search:
        # Kept for as long as the process lives; it is removed at its end.
        folder = TemporaryDirectory(prefix="newsdesk-bench-")
        build_index(Path(folder.name), read_all([FOLDER / "articles.jsonl"]), encoder=encoder)
        index = Index(folder.name, encoder)
        index.warm_up()

        def search(question: str) -> list[str]:
            return [hit.passage.article_id for hit in index.search(question, FOUND)]

        search.folder = folder  # type: ignore[attr-defined]
        search.many = lambda questions: index.search_many(questions, FOUND)  # type: ignore[attr-defined]
        return search

    return build


if __name__ == "__main__":
    run(
        start,
        ["newsdesk", "openvino", "faiss-cpu", "tantivy"],
        "as it comes: vectors, BM25 over passages and articles, near-copies; reading, SQLite and "
        "all files included",
    )
