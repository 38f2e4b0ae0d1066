"""The words of a folder's records become a lexicon."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chatbot.loading.loader import load
from chatbot.reading import tokenizer


def test_a_misspelt_word_may_be_any_form_of_one_of_ours(folder: Callable[..., Path]) -> None:
    topic = "- id: tea.steep\n  phrasings: [how long do I steep it]\n  answer: Three minutes.\n  sources: [board]\n"
    made = folder(topics__steep=topic)
    (made / "languages/en").mkdir(parents=True)
    (made / "languages/en/words.txt").write_text("# forms on a line\nsteep steeped steeping\nstealing\n", "utf-8")
    lexicon = load(made).edition("en").lexicon
    assert [t.word for t in tokenizer.read("steepnig", lexicon).tokens] == ["steeping"]
    assert lexicon.terms["steeped"] == lexicon.terms["steep"]
    assert "stealing" not in lexicon.terms
