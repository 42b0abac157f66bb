"""Claims to RDF and back: the store on disk, SPARQL over it, and the formats it is handed on in."""
