"""Claims: what the sentences of a document state, who says so and in which words."""
