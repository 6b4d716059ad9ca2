"""What makes the test environment stricter than production. `tests/conftest.py` switches it on."""
