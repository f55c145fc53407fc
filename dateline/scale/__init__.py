"""The same coder over many reports: in this process, or in several of this machine."""

from dateline.scale.processes import AUTO, CoderLike, code_all

__all__ = ["AUTO", "CoderLike", "code_all"]
