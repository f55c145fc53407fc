"""Dateline reads news reports and keeps a sourced record of conflict and talks.

from dateline import Coder
coding = Coder().code(text, published="2025-08-09")
for event in coding.events:
    print(event.type, event.status, event.trigger.quote)
"""

from typing import TYPE_CHECKING, Any

from dateline.errors import DatelineError, InputError

if TYPE_CHECKING:
    from dateline.coder import Coder

__all__ = ["Coder", "DatelineError", "InputError"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load the coder (and with it the model's libraries) only when it is asked for."""
    if name == "Coder":
        from dateline.coder import Coder  # noqa: PLC0415

        return Coder
    raise AttributeError(name)
