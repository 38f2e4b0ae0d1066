"""A new entry, or a new member of a kind, as a file to fill in: each language, and each value that is asked for."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from chatbot.answering.template import AS_OF, LOOKUP, SAYS
from chatbot.exchanging.rename import claim
from chatbot.knowledge import Edition
from chatbot.loading.loader import load
from chatbot.loading.schema import TODO
from chatbot.problem import KnowledgeError, Place, told
from chatbot.storing import writer

PAGE = "page"
"""What is looked up as a value, and stands beside the values."""


NEEDED = ("doing", "field")
"""Values that sentences of the bot itself name: what it does ("builds ships"), and a word of its field."""


def new(folder: Path, id_: str, kind: str = "") -> Path:
    """Write the skeleton of an entry, or of an entity of `kind`, into a file of its own; returns it.

    Raises `KnowledgeError` when the folder does not load, the id is none or taken, or there is no such kind.
    """
    knowledge, place = load(folder), Place(str(folder))
    edition, tags = knowledge.edition(None), list(knowledge.editions)
    taken = {topic.id: topic.place for topic in edition.topics.values()}
    claim(id_, folder, taken | {entity.id: entity.place for entity in edition.entities.values()})
    if kind and kind not in edition.kinds:
        hint = f"kinds: {', '.join(edition.kinds) or 'none'}"
        raise KnowledgeError([place.problem("unknown-kind", f"there is no kind '{kind}'", hint)])
    lines = _entity(id_, kind, tags, _asked(kind, edition)) if kind else _entry(id_, tags)
    path = folder / ("entities" if kind else "topics") / f"{id_}.yaml"
    with told(path, "unwritable", "name an id whose file is not there yet"):
        path.parent.mkdir(parents=True, exist_ok=True)
        writer.write(path, ("\n".join(lines) + "\n").encode())
        path.chmod(0o644)
    return path


def _asked(kind: str, edition: Edition) -> dict[str, str]:
    """What entries look up of each member of a kind, with its type and the question that asks for it."""
    own = [topic for topic in edition.topics.values() if topic.kind == kind]
    texts = [text for topic in own for text in (topic.answer, topic.more, *(f"{{{kind}.{c}}}" for c in topic.table))]
    names = [name for text in texts for name in LOOKUP.findall(text) if name.startswith(f"{kind}.")]
    about = {topic.attribute: f"{topic.type or 'text'}: {topic.question}" for topic in own if topic.attribute}
    bare = (name.removeprefix(f"{kind}.").removesuffix(AS_OF).removesuffix(SAYS) for name in names)
    return {name: about.get(name, "text") for name in dict.fromkeys(bare) if name not in (PAGE, *NEEDED)}


def _entry(id_: str, tags: Sequence[str]) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../schema/topics.json"
    yield f"id: {id_}"
    yield f"sources: [{TODO}]            # ids of sources.yaml"
    yield f"related: [{TODO}]            # ids of the entries to suggest next; or remove the line"
    yield "answer:                    # the first sentence answers, alone"
    yield from _blocks(tags, 1)
    yield "phrasings:                 # one a line; the first is the canonical question; 8 or more, as people ask"
    yield from _blocks(tags, 1)


def _entity(id_: str, kind: str, tags: Sequence[str], asked: dict[str, str]) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../schema/entities.json"
    yield f"id: {id_}"
    yield f"kind: {kind}"
    yield f"name: {TODO}                 # or one a language: name: {{en: …, fr: …}}"
    yield "called:                    # its name in running text, with its article"
    yield from (f"  {tag}: {TODO}" for tag in tags)
    yield f"page: {TODO}                 # its official page"
    yield "values:                    # of each: value, as_of, sources; says: where the usual sentence does not fit"
    yield '  # seat: {value: halifax, within: [nova-scotia], exclusive: true, as_of: "2026", sources: [page]}'
    for name in NEEDED:
        yield f"  {name}:"
        yield "    value:"
        yield from (f"      {tag}: {TODO}" for tag in tags)
    yield "gaps:                      # move what is held up to values; what was looked for and not found stays here"
    yield f'  - looked: "{TODO}"'
    yield f"    sources: [{TODO}]"
    yield "    of:"
    yield from (f"      - {attribute}    # {about}" for attribute, about in asked.items())
    yield "names:                     # every other name, nickname and former name, one a line"
    yield from _blocks(tags, 1)
    yield "# subjects:                # words of its field that point at it without naming it, as in names"


def _blocks(tags: Sequence[str], depth: int) -> Iterator[str]:
    for tag in tags:
        yield f"{'  ' * depth}{tag}: |"
        yield f"{'  ' * (depth + 1)}{TODO}"
