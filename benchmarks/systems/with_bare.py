"""SentenceTransformer.encode and a flat FAISS index over passages that were cut before."""

from measured import FOUND, MODEL, Build, Rows, Search, run


def start() -> Build:
    import faiss
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(MODEL, device="cpu")

    def build(passages: Rows) -> Search:
        texts = [passage["text"] for passage in passages]
        index = faiss.IndexFlatIP(model.get_embedding_dimension())
        index.add(model.encode(texts, normalize_embeddings=True, show_progress_bar=False))

        def search(question: str) -> list[str]:
            vector = model.encode([question], normalize_embeddings=True, show_progress_bar=False)
            return [passages[place]["article"] for place in index.search(vector, FOUND)[1][0]]

        return search

    return build


if __name__ == "__main__":
    run(
        start,
        ["sentence-transformers", "torch", "faiss-cpu"],
        "the passages that Newsdesk embeds; batches of 32, float32",
        reads="passages",
    )
