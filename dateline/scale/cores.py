"""How many processes this machine can feed."""

from __future__ import annotations

import os
from pathlib import Path

_WORKER_MIB = 500  # what one coder takes, with room
_QUOTA = Path("/sys/fs/cgroup/cpu.max")  # cgroup v2: what a container may use of the cores that it sees
_MEMORY = Path("/proc/meminfo")


def cores() -> int:
    """Cores this process may use, by its affinity and its container's quota; fewer where so many coders don't fit into the free memory."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(found, _quota() or found, _fitting() or found))


def _quota() -> int | None:
    try:
        most, period = _QUOTA.read_text(encoding="ascii").split()
        return None if most == "max" else max(1, round(int(most) / int(period)))
    except (OSError, ValueError, ZeroDivisionError):
        return None


def _fitting() -> int | None:
    """How many coders fit into three quarters of the memory that is free now."""
    try:
        lines = _MEMORY.read_text(encoding="ascii").splitlines()
        free = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration, IndexError):
        return None
    return max(1, free * 3 // 4 // 1024 // _WORKER_MIB)
