"""LangChain: FAISS from documents cut by its recursive splitter."""

from measured import FOUND, MODEL, Build, Rows, Search, run


def start() -> Build:
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
        store = FAISS.from_documents(splitter.split_documents(documents), embeddings)
        return lambda question: [
            document.metadata["article"] for document in store.similarity_search(question, k=FOUND)
        ]

    return build


if __name__ == "__main__":
    run(
        start,
        ["langchain-core", "langchain-community", "langchain-huggingface", "faiss-cpu", "torch"],
        "FAISS, RecursiveCharacterTextSplitter of 1,000 characters with 100 overlapping",
    )
