"""The IRIs of the graph: the one place where the project's base is set.

The base is provisional: it is to be registered at w3id.org when the project has its home. `ontology/*.ttl` and
`seeds/authority/*.ttl` write the same IRIs; a test compares them.
"""

PROJECT = "https://w3id.org/kg-claims/"
ONTOLOGY = PROJECT + "ontology#"  # types, relations and the vocabulary of claims
BASE = PROJECT + "id/"  # default base of entities, claims, propositions and documents; `--base` sets another

PREFIXES = {
    "kg": ONTOLOGY,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "sh": "http://www.w3.org/ns/shacl#",
    "wd": "http://www.wikidata.org/entity/",
}


def prefixes(base: str = BASE) -> dict[str, str]:
    """Prefixes every query may use without declaring them, those of the graph's own things included.

    >>> prefixes("https://example.org/")["ent"]
    'https://example.org/entity/'
    """
    own = {"ent": "entity/", "name": "name/", "prop": "proposition/", "claim": "claim/", "doc": "document/"}
    return PREFIXES | {prefix: base + path for prefix, path in own.items()}


def name_of(iri: str) -> str:
    """The part of an IRI after its last `#` or `/`: the name people type.

    >>> name_of(ONTOLOGY + "opposes")
    'opposes'
    """
    return iri.replace("#", "/").rstrip("/").rpartition("/")[2]
