"""How staff's passwords are hashed, which the other tests do with a cheaper hash."""

from argon2 import Type, extract_parameters

from tests.once import TRUE_HASHER


def test_a_password_costs_who_guesses_what_owasp_recommends_at_least() -> None:
    used = extract_parameters(TRUE_HASHER.hash("ゆっくり走る青い自転車です"))
    assert used.type is Type.ID
    assert (used.memory_cost, used.time_cost, used.parallelism) == (19_456, 2, 1)
    assert (used.salt_len, used.hash_len) == (16, 32)
