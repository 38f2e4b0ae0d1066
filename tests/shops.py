"""Three shops of which six things are held, for tests of what is computed from typed values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from conftest import SOURCES
from handwritten import SHOPS
from paths import write_files

from chatbot.knowledge import Knowledge
from chatbot.loading.loader import load
from chatbot.reading.named import Named

SHOP = """
- id: {id}
  kind: shop
  name: {name}
  called: the {name}
  names: [{id}]
  values:
    sales: {{value: "{sales}", as_of: "{dated}", exclusive: true, sources: [board]}}
    staff: {{value: "{staff}", as_of: "2023", exclusive: true, sources: [board]}}
    seat: {{value: {seat}, as_of: "2023", exclusive: true, sources: [board]}}
    since: {{value: "{since}", as_of: "2023", exclusive: true, sources: [board]}}
    late: {{value: "{late}", as_of: "2023", sources: [board]}}
    wares: {{value: {wares}, as_of: "2023", sources: [board]}}
"""
CORNER = {
    "id": "corner",
    "name": "Corner Shop",
    "sales": "1290000",
    "dated": "2023-02",
    "staff": "12",
    "seat": "regina",
    "since": "2018",
    "late": "true",
    "wares": "odds and ends",
}
MARKET = CORNER | {"id": "market", "name": "Market Hall", "sales": "2000000", "dated": "2022", "staff": "30"}
PIER = CORNER | {"id": "pier", "name": "Pier Stall", "sales": "800000", "dated": "2023-11", "staff": "3"}
SHOPS_HELD = (CORNER, MARKET | {"since": "2020"}, PIER | {"seat": "halifax", "since": "2017", "late": "false"})
ATTRIBUTE = """
- {{id: shop.{name}, of: shop, attribute: {name}, type: {type}, label: {label}, what: its {name},
   one: "{one}", phrasings: [{phrasings}]}}
"""
ATTRIBUTES = [
    ("sales", "money", "sales", "In {as-of} {shop} sold {value}.", '"Sales of {shop}?", which shop sells the most'),
    ("staff", "count", "staff", "{value} people work at {shop}.", '"Staff of {shop}?", shop staff, staff of shops'),
    (
        *("seat", "place", "seat", "{shop} is in {value}."),
        '"Where is {shop}?", "is {shop} in Toronto", which shop is in Ottawa, how many are there in Ottawa',
    ),
    ("since", "date", "founded", "{shop} dates from {value}.", '"When was {shop} founded?", "age of {shop}"'),
    (
        *("late", "flag", "open late", "Open late ({shop}): {value}."),
        '"Is {shop} open late?", "{shop} at night", which shop is open late',
    ),
    ("wares", "text", "wares", "{shop} has {value}. Ask there.", '"What does {shop} have?", "wares of {shop}"'),
]
KEYS = ("name", "type", "label", "one", "phrasings")
ALL = ("corner", "market", "pier")


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Three shops of which six things are held."""
    files = {
        "sources.yaml": SOURCES,
        "bot.yaml": SHOPS,
        "entities/shops.yaml": "".join(SHOP.format(**shop) for shop in SHOPS_HELD),
        "topics/shops.yaml": "".join(ATTRIBUTE.format(**dict(zip(KEYS, own, strict=True))) for own in ATTRIBUTES),
    }
    return load(write_files(tmp_path_factory.mktemp("shops"), files))


def changed(shops: Knowledge, attribute: str, **values: Mapping[str, Any]) -> Knowledge:
    """The shops with values of an attribute changed, by shop."""
    ids = {f"{shop}.{attribute}": more for shop, more in values.items()}
    return shops._replace(
        book=shops.book._replace(
            values={id_: value._replace(**ids.get(id_, {})) for id_, value in shops.book.values.items()}
        )
    )


def counting(shops: Knowledge, **counts: str) -> Knowledge:
    """The shops whose sales count different things, by shop."""
    edition = shops.edition("en")
    entities = {
        id_: shop._replace(facts={**shop.facts, "sales.counts": counts.get(id_, "")})
        for id_, shop in edition.entities.items()
    }
    return shops._replace(editions={"en": edition._replace(entities=entities)})


def named(type_: str, value: str) -> Named:
    return Named(type_, value, start=0, end=1, words=value)
