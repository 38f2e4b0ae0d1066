"""Knowledge goes out and comes in: what comes back is the same, or what would be lost is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot import ChatBot, KnowledgeError
from chatbot.channels.main import main
from chatbot.exchanging.exchange import export, import_file
from chatbot.loading.folders import SHIPPED
from chatbot.loading.loader import load

TABLE = """topic,question,answer,source
tea,How much is tea?,"Tea costs two coins: ""cheap"".",The board
tea,price of tea,,
cake,How much is cake?,Cake costs five coins.,https://example.org/cakes
"""


PLAIN = """
- id: tea.price
  phrasings: [How much is tea?, "=price of tea", "- what, does \\"tea\\" cost", "'=1+1"]
  answer: "+ Tea costs *two* [coins]; 1. it is <cheap>."
  sources: [board, leaflet]
- id: cake.price
  phrasings: ["@cake #1", "2023. cake?", "Source: cake"]
  answer: "Source: cake costs five coins"
  sources: [leaflet]
"""


SOURCES = """
- id: board
  title: The board (of [prices])
  address: https://example.org/board
- id: leaflet
  title: A leaflet
"""


def written(tmp_path: Path, text: str | bytes, name: str = "faq.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def told(folder: Path) -> list[tuple[object, ...]]:
    """Every entry as its readers see it."""
    knowledge = load(folder)
    cited = {id_: (source.title, source.address) for id_, source in knowledge.sources.items()}
    topics = knowledge.edition("en").topics.values()
    return [(t.id, t.phrasings, t.answer, [cited[s] for s in t.sources]) for t in topics]


def test_an_imported_table_answers_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(written(tmp_path, TABLE)), str(tmp_path / "made")]) == 0
    assert "2 topics" in capsys.readouterr().out
    reply = ChatBot(load(tmp_path / "made")).ask("what is the price of tea")
    assert (reply.topic, reply.text, reply.sources[0].title) == ("tea", 'Tea costs two coins: "cheap".', "The board")


def test_nothing_is_overwritten(tmp_path: Path, folder: Callable[..., Path]) -> None:
    table = written(tmp_path, TABLE)
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine.txt").write_text("mine", "utf-8")
    for place in (tmp_path / "made", table):
        with pytest.raises(KnowledgeError) as error:
            import_file(table, place)
        assert error.value.problems[0].code in ("not-empty", "unwritable")
    assert main(["export", str(table), "--lossy", "--knowledge", str(folder())]) == 2
    assert table.read_text("utf-8") == TABLE


@pytest.mark.parametrize("form", [".csv", ".md", ".json"])
def test_entries_come_back_as_they_went(tmp_path: Path, folder: Callable[..., Path], form: str) -> None:
    own = folder(bot="name: out\nlanguages: [en]\n", topics__all=PLAIN, sources=SOURCES)
    path = tmp_path / f"out{form}"
    assert main(["export", str(path), "--knowledge", str(own)]) == 0
    assert main(["import", str(path), str(tmp_path / "again")]) == 0
    assert told(tmp_path / "again") == told(own)


@pytest.mark.parametrize("form", [".csv", ".md"])
def test_what_would_be_lost_is_listed_unless_told_otherwise(folder: Callable[..., Path], form: str) -> None:
    more = "- id: a\n  phrasings: [a tea]\n  answer: A.\n  more: B.\n  talk: true\n"
    own = folder(topics__more=more, languages__en__synonyms="tea: [tea, brew]\n")
    with pytest.raises(KnowledgeError) as error:
        export(own, form)
    message = str(error.value)
    assert all(part in message for part in ("'more' (a)", "'talk' (a, talk.hello)", "languages/en/synonyms.yaml"))
    assert "tea.price" not in message
    assert "a tea" in export(own, form, lossy=True)


@pytest.mark.deep
def test_a_lossy_export_is_filled_in_and_answers_on_its_own(tmp_path: Path) -> None:
    text = export(SHIPPED, ".csv", lossy=True)
    assert "{" not in text
    import_file(written(tmp_path, text), tmp_path / "again")
    reply = ChatBot(load(tmp_path / "again")).ask("what does the ocean cluster do")
    assert (reply.topic, reply.text.split()[:4]) == ("cluster.about.ocean", "The Ocean Cluster grows".split())


BOTH = """
- id: tea.price
  phrasings: {en: [price of tea], fr: [prix du thé]}
  answer: {en: Two coins., fr: Deux pièces.}
  sources: [board]
"""


def test_one_language_of_a_folder_goes_out_alone_and_answers_on_its_own(
    tmp_path: Path, folder: Callable[..., Path]
) -> None:
    own = folder(
        bot="name: {en: the shop, fr: la boutique}\nlanguages: [en, fr]\n",
        topics__all=BOTH,
        languages__fr__messages="no-match: Pas la moindre idée.\n",
    )
    import_file(written(tmp_path, export(own, ".json", "fr"), "all.json"), tmp_path / "again")
    knowledge = load(tmp_path / "again")
    assert list(knowledge.editions) == ["fr"]
    assert knowledge.edition("fr").topics == {
        id_: topic._replace(place=knowledge.edition("fr").topics[id_].place)
        for id_, topic in load(own).edition("fr").topics.items()
    }
    assert knowledge.edition("fr").messages == load(own).edition("fr").messages


def test_a_table_becomes_a_folder_of_the_language_that_is_named(tmp_path: Path) -> None:
    table = written(tmp_path, "topic,question,answer\nthe,prix du thé,Deux pièces.\n")
    assert main(["import", str(table), str(tmp_path / "made"), "--language", "fr"]) == 0
    knowledge = load(tmp_path / "made")
    assert list(knowledge.editions) == ["fr"]
    assert ChatBot(knowledge).ask("le prix du thé").text == "Deux pièces."
