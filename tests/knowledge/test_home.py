"""The operator's own product is named by the operator, never by the knowledge base."""

from pathlib import Path

import pytest

from bot.knowledge.load import load, shipped
from bot.model.errors import JitabataError, KnowledgeError


@pytest.mark.slow
def test_the_shipped_knowledge_base_is_nobodys() -> None:
    assert load(trained=False).catalogue.home is None


@pytest.mark.slow
def test_the_product_that_the_operator_names_is_the_home_product_alone() -> None:
    catalogue = load(trained=False, home="krewsheet").catalogue
    assert catalogue.home is not None
    assert catalogue.home.cause == "home:krewsheet"
    assert sum(p.home_product for p in catalogue.products.values()) == 1


@pytest.mark.slow
def test_a_product_that_is_not_there_is_refused_with_what_is_similar() -> None:
    with pytest.raises(JitabataError, match=r"krew-sheet.*krewsheet"):
        load(trained=False, home="krew-sheet")


def test_an_entry_cannot_mark_itself(tmp_path: Path) -> None:
    products = tmp_path / "products"
    products.mkdir()
    shipped_text = (shipped() / "products" / "plugins.yaml").read_text("utf-8")
    first = f"- id:{shipped_text.split('- id:')[1]}"
    (products / "own.yaml").write_text(f"{first}  home_product: true\n", "utf-8")
    with pytest.raises(KnowledgeError, match="home_product"):
        load(tmp_path, trained=False)
