"""What must hold of the data, asked after a test: `assert_invariants()`, or the fixture `invariants_hold`."""


def assert_invariants() -> None:
    """No invariant of the data is broken."""
    from apps.coordination.invariants import violations  # models are not there yet when conftest is read

    assert violations() == {}
