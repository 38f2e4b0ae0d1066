"""What an answer looks up: `{…}` is one of a closed list, never an expression.

{cluster}  {cluster.attribute}     the entity that the question names, and what is held of it
{digital.attribute}                what is held of an entity that the answer names itself
{cluster.attribute.says}           the sentence that says it alone; in it, {cluster} is the entity that it is held of
{cluster.attribute.as-of}          the date of it
{list:cluster}  {count:cluster}    the members of a kind, and how many there are
{each:cluster.attribute}           what is held of each member, or that it is not stated
"""

import re
from collections.abc import Mapping, Sequence

from chatbot.knowledge import Edition, Entity, Kind

LOOKUP = re.compile(r"\{([^{}]*)\}")
_FIRST = re.compile(r".+?[.!?…](?=\s)", re.DOTALL)
LISTS = ("list", "count", "each")

AS_OF = ".as-of"
"""After an attribute: the date that the value is given for."""

SAYS = ".says"
"""After an attribute: the sentence that says the value alone."""


def used(text: str, entity: str | None, entities: Mapping[str, Entity], kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """What a text looks up, as `entity.attribute` or `entity.attribute.says`, its slot filled by `entity`."""
    if "{" not in text:
        return ()
    found: list[str] = []
    for name in LOOKUP.findall(text):
        head, _, attribute = name.removesuffix(AS_OF).partition(".")
        of, _, kind = head.partition(":")
        if kind:
            found += [f"{member}.{attribute}" for member in kinds[kind].members if of == "each"]
        elif attribute:
            owner = head if head in entities else entity
            found += [f"{owner}.{attribute}"] if owner else []
    return tuple(dict.fromkeys(found))


def fill(text: str, edition: Edition, entity: str | None) -> str:
    """The text with every look-up filled in, and a capital where it or a name begins a sentence."""
    names = set[str]()

    def value(match: re.Match[str]) -> str:
        head, _, attribute = match.group(1).partition(".")
        of, _, kind = head.partition(":")
        if kind:
            return _of_members(of, attribute, [edition.entities[m] for m in edition.kinds[kind].members], edition)
        known = edition.entities.get(head) or (edition.entities[entity] if entity else None)
        if known is None:
            return ""
        names.add(known.called)
        return named(known.facts.get(attribute, ""), known) if attribute else known.called

    filled = LOOKUP.sub(value, text)
    for name in names:
        filled = filled.replace(f". {name}", f". {capital(name)}")
    return capital(filled)


def named(text: str, entity: Entity) -> str:
    """What is said of an entity, with its name where its kind stands as a slot."""
    return text.replace(f"{{{entity.kind}}}", entity.called)


def _of_members(of: str, attribute: str, members: list[Entity], edition: Edition) -> str:
    if of == "count":
        return number(len(members), edition)
    if of == "list":
        return listing([member.called for member in members], edition.messages)
    silent = edition.messages.get("not-stated", "")
    return "; ".join(f"{member.name}: {named(member.facts.get(attribute, silent), member)}" for member in members)


def number(value: int, edition: Edition) -> str:
    """A whole number as the language's word for it, or in digits where it has none."""
    return next((word for word, n in edition.numbers.items() if n == value), str(value))


def listing(items: Sequence[str], messages: Mapping[str, str]) -> str:
    """The items as one reads them out: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + f" {messages.get('and', '')} {items[-1]}"


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """The text with its first letter in lower case, but for a word that is written in capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def message(edition: Edition, id_: str, **values: str) -> str:
    """One of the bot's own sentences, with its values put in."""
    return capital(LOOKUP.sub(lambda m: values.get(m.group(1), ""), edition.messages.get(id_, "")))


def quoted(words: str, edition: Edition) -> str:
    """Words of somebody else's, between the quotation marks of the language."""
    return edition.messages.get("quote", "{words}").replace("{words}", words)


def first_sentence(text: str) -> str:
    """The text up to the end of its first sentence."""
    found = _FIRST.match(text)
    return found.group() if found else text
