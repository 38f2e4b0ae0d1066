"""Files that tests write: two shops with what is held of them, tables to import, other prices in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import BOT

from chatbot import KnowledgeError
from chatbot.exchanging.exchange import import_file

SHOPS = BOT + "kinds: [{id: shop, one: shop, many: shops}]\n"


ENTITIES = """
- id: corner
  kind: shop
  name: Corner Shop
  called: the Corner Shop
  names: [corner]
  values: {sales: {value: "1290000", type: money, as_of: "2023-02", review_by: "2027-01", sources: [board]}}
- id: market
  kind: shop
  name: Market Hall
  called: the Market Hall
  page: "https://market.example"
  names: [market]
  gaps: [{looked: "2026-11", sources: [board], of: [sales]}]
"""


TOPIC = """
- id: shop.sales
  needs: shop
  phrasings: ["How much does {shop} sell?", "sales of {shop}", "what did {shop} sell", "{shop} turnover"]
  answer: "%s"
  what: its sales
"""


def written(tmp_path: Path, text: str | bytes, name: str = "faq.csv") -> Path:
    """A file to import."""
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def codes(path: Path) -> list[str]:
    """The codes of the problems for which a file is not imported."""
    with pytest.raises(KnowledgeError) as error:
        import_file(path, path.parent / "made")
    assert not (path.parent / "made").exists()
    return [problem.code for problem in error.value.problems]


def priced(made: Path, coins: str) -> None:
    """Change the prices of the small folder, in one step."""
    path = made / "topics/all.yaml"
    text = path.read_text("utf-8").replace("two coins", f"{coins} coins").replace("three coins", f"{coins} coins")
    fresh = path.with_suffix(".part")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
