"""SentenceTransformer.encode and a flat FAISS index over passages that were cut before."""

from typing import Any

from measured import FOUND, MODEL, Build, Fill, Rows, Search, run


def start() -> tuple[Build, Fill]:
    import faiss
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(MODEL, device="cpu")

    def build(passages: Rows) -> Search:
        texts = [passage["text"] for passage in passages]
        vectors = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return fill(passages, vectors)

    def fill(passages: Rows, vectors: Any) -> Search:
        index = faiss.IndexFlatIP(model.get_embedding_dimension())
        index.add(vectors)

        def many(questions: list[str]) -> list[list[str]]:
            asked = model.encode(questions, normalize_embeddings=True, show_progress_bar=False)
            _, found = index.search(asked, FOUND)
            return [[passages[place]["article"] for place in places] for places in found]

        def search(question: str) -> list[str]:
            return many([question])[0]

        search.many = many  # type: ignore[attr-defined]
        return search

    return build, fill


if __name__ == "__main__":
    run(
        start,
        ["sentence-transformers", "torch", "faiss-cpu"],
        "the passages that Newsdesk embeds; batches of 32, float32",
        reads="passages",
    )
