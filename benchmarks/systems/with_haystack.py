"""Haystack: its in-memory store with splitter, embedders and embedding retriever."""

from typing import Any

from measured import FOUND, MODEL, Build, Fill, Rows, Search, run


def start() -> tuple[Build, Fill]:
    from haystack import Document
    from haystack.components.embedders import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack.utils import ComponentDevice

    device = ComponentDevice.from_str("cpu")
    splitter = DocumentSplitter(split_by="word", split_length=150, split_overlap=15)
    splitter.warm_up()
    embedder = SentenceTransformersDocumentEmbedder(model=MODEL, device=device, progress_bar=False)
    embedder.warm_up()
    asking = SentenceTransformersTextEmbedder(model=MODEL, device=device, progress_bar=False)
    asking.warm_up()

    def build(articles: Rows) -> Search:
        documents = [
            Document(content=f"{row['title']}\n{row['text']}", meta={"article": row["id"]})
            for row in articles
        ]
        return searching(embedder.run(splitter.run(documents)["documents"])["documents"])

    def fill(passages: Rows, vectors: Any) -> Search:
        return searching(
            [
                Document(
                    content=row["text"], meta={"article": row["article"]}, embedding=vector.tolist()
                )
                for row, vector in zip(passages, vectors, strict=True)
            ]
        )

    def searching(documents: list[Document]) -> Search:
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        store.write_documents(documents)
        retriever = InMemoryEmbeddingRetriever(store, top_k=FOUND)

        def search(question: str) -> list[str]:
            vector = asking.run(question)["embedding"]
            return [found.meta["article"] for found in retriever.run(vector)["documents"]]

        return search

    return build, fill


if __name__ == "__main__":
    run(
        start,
        ["haystack-ai", "sentence-transformers", "torch"],
        "InMemoryDocumentStore, DocumentSplitter of 150 words with 15 overlapping",
    )
