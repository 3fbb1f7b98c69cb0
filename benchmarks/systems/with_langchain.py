"""LangChain: FAISS from documents cut by its recursive splitter."""

from typing import Any

from measured import FOUND, MODEL, Build, Fill, Rows, Search, run


def start() -> tuple[Build, Fill]:
    from langchain_community.vectorstores import FAISS
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    embeddings = HuggingFaceEmbeddings(model_name=MODEL, model_kwargs={"device": "cpu"})
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=100)

    def build(articles: Rows) -> Search:
        documents = [
            Document(f"{row['title']}\n{row['text']}", metadata={"article": row["id"]})
            for row in articles
        ]
        return searching(FAISS.from_documents(splitter.split_documents(documents), embeddings))

    def fill(passages: Rows, vectors: Any) -> Search:
        texts = [row["text"] for row in passages]
        about = [{"article": row["article"]} for row in passages]
        ready = zip(texts, vectors.tolist(), strict=True)
        return searching(FAISS.from_embeddings(ready, embeddings, metadatas=about))

    def searching(store: FAISS) -> Search:
        retriever = store.as_retriever(search_kwargs={"k": FOUND})

        def search(question: str) -> list[str]:
            found = store.similarity_search(question, k=FOUND)
            return [document.metadata["article"] for document in found]

        search.many = retriever.batch  # type: ignore[attr-defined]
        return search

    return build, fill


if __name__ == "__main__":
    run(
        start,
        ["langchain-core", "langchain-community", "langchain-huggingface", "faiss-cpu", "torch"],
        "FAISS, RecursiveCharacterTextSplitter of 1,000 characters with 100 overlapping",
    )
