"""What the records of a folder show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chatbot.checking.check import check

BOT = "name: {en: the tea house, fr: la maison du thé}\nlanguages: [en, fr]\n"
ONE_KIND = "name: the tea house\nlanguages: [en]\nkinds: [{id: tea, one: tea, many: teas}]\n"
ENTITIES = """
- id: green
  name: {en: Green leaf, fr: Feuille verte}
  names: {en: [sencha], fr: [sencha]}
  values:
    price: {value: "2", type: count, says: {en: It costs {value}.}, sources: [board]}
    taste: {value: {en: malt}, sources: [board]}
""".replace("It costs {value}.", '"It costs {value}."')
TOPICS = """
- id: tea.price
  phrasings: {en: [price of tea], fr: [prix du thé]}
  answer: {en: "{green.price.says}", fr: "Deux pièces."}
  more: {fr: "{green.price}"}
  sources: [board]
- id: tea.kinds
  phrasings: {en: [kinds of tea]}
  answer: {en: "Malt: {green.taste}."}
  sources: [board]
"""


def test_what_one_language_lacks_is_a_warning_where_the_other_holds_it(folder: Callable[..., Path]) -> None:
    made = folder(
        bot=BOT,
        entities__all=ENTITIES,
        topics__all=TOPICS,
        languages__fr__messages="caveat-rumour: On le dit.",
        languages__en__messages="quote: “{words}”",
    )
    found = [(p.file, p.line, p.message) for p in check(made) if p.code == "missing-translation"]
    assert [(file, line, message.split("'")[1]) for file, line, message in found] == [
        ("entities/all.yaml", 6, "says"),
        ("languages/fr/messages.yaml", 1, "caveat-rumour"),
        ("topics/all.yaml", 5, "more"),
        ("topics/all.yaml", 8, "phrasings"),
        ("topics/all.yaml", 9, "answer"),
    ]


def test_the_sentence_of_a_value_is_held_to_the_lengths_of_an_answer(folder: Callable[..., Path]) -> None:
    long = " ".join(f"word{n}" for n in range(26))
    made = folder(
        bot=ONE_KIND,
        entities__all=f"- {{id: green, kind: tea, name: Green, values: {{price: {{value: two, says: {long}}}}}}}",
        topics__more='- {id: p, of: tea, attribute: price, phrasings: ["price of {tea}"], sources: [board]}',
    )
    found = [(p.file, p.line, p.column) for p in check(made) if p.code == "long-sentence"]
    assert found == [("topics/more.yaml", 1, 3)]
