"""What the desk knows: the products of the catalogue, and errors with their meaning."""

from bot.model.api_token import Scope
from bot.model.catalogue import Product
from bot.model.signature import Signature
from bot.web.api.lists import page_of
from bot.web.api.operations import Answer, Call, Operation, PageQuery, not_found
from bot.web.api.shapes import KnownErrorShape, Page, ProductShape


async def _products(call: Call) -> Answer:
    products = call.house.knowledge.catalogue.products.values()
    shown, more = page_of(products, lambda product: product.id, call)
    items = [_product_shape(product) for product in shown]
    return Answer(Page[ProductShape](items=items, next=call.next(more)))


async def _product(call: Call) -> Answer:
    product = call.house.knowledge.catalogue.get(call.path["product"])
    if product is None:
        raise not_found()
    return Answer(_product_shape(product))


async def _errors(call: Call) -> Answer:
    shown, more = page_of(call.house.knowledge.signatures.values(), lambda error: error.id, call)
    items = [_error_shape(error) for error in shown]
    return Answer(Page[KnownErrorShape](items=items, next=call.next(more)))


def _product_shape(product: Product) -> ProductShape:
    return ProductShape.of(product, home=product.home_product)


def _error_shape(error: Signature) -> KnownErrorShape:
    return KnownErrorShape.of(
        error, titles=error.title, meanings=error.meaning, cautions=error.caution
    )


_READ = Scope.KNOWLEDGE_READ
OPERATIONS = (
    Operation(
        "listProducts",
        "GET",
        "/products",
        _READ,
        _products,
        Page[ProductShape],
        query=PageQuery,
    ),
    Operation("getProduct", "GET", "/products/{product}", _READ, _product, ProductShape),
    Operation(
        "listErrors", "GET", "/errors", _READ, _errors, Page[KnownErrorShape], query=PageQuery
    ),
)
