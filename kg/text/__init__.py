"""Text: files to documents, documents to parsed sentences."""
