from tests.paper.reading import printed_when_read

__all__ = ["printed_when_read"]
