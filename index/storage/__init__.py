"""The SQLite file: its tables, the form in which things lie in them, what it notes of itself."""
