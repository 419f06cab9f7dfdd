"""A catalogue that ``understand`` is given in a file."""

import logging
from pathlib import Path

import yaml

from bot.channels.protocol import product_of
from bot.model.catalogue import Catalogue
from bot.model.errors import JitabataError

logger = logging.getLogger(__name__)


def catalogue_of(file: Path) -> Catalogue:
    """A catalogue from a YAML file: a list of entries as in the replay protocol, or {products: …}."""
    try:
        given = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as why:
        raise JitabataError(f"cannot read the catalogue {file}: {why}") from why
    entries = given.get("products") if isinstance(given, dict) else given
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise JitabataError(f"{file}: not a list of products")
    warnings: list[str] = []
    products = [product_of(e, warnings) for e in entries]
    for warning in warnings:
        logger.warning("%s", warning)
    return Catalogue.of(products)
