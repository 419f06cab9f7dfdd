"""The API for other programs, ``/api/v1``: tokens, operations, and the document that describes them."""
