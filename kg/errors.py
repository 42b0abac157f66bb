"""What can go wrong, by consequence.

KgError                      everything kg raises on purpose; the message says what, the value, where, what to do
├── DocumentError            one document cannot be used: it is skipped, named and counted
│   └── ClaimError           one claim fails the gate: it is refused, named and counted
├── OntologyError            the ontology cannot be used: nothing is built
├── JudgementError           a judgement on two names cannot be read, made or withdrawn: nothing is changed
├── GraphError               a graph folder is missing, broken or in use
├── QueryError               a query, or the name or parameter of a saved question, is wrong
└── SettingError             a setting has a value that cannot be used
"""


class KgError(Exception):
    """Base of every error kg raises on purpose."""


class DocumentError(KgError):
    """One document cannot be read or used; the build goes on without it."""


class ClaimError(DocumentError):
    """One claim does not pass the gate (quote, types or relation); the document goes on without it."""


class OntologyError(KgError):
    """An ontology file is unusable; the message names the file and the mend."""


class JudgementError(KgError):
    """A judgement on two names cannot be read, made or withdrawn; nothing is changed."""


class GraphError(KgError):
    """A graph folder is missing, broken or in use."""


class QueryError(KgError):
    """A query, a saved question's name or one of its parameters is wrong."""


class SettingError(KgError):
    """A setting has a value that cannot be used."""
