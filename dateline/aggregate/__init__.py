"""Figures over a store's incidents: counts by what and when, and plots of them."""

from dateline.aggregate.count import ACTS, Counts, count
from dateline.aggregate.dimensions import DIMENSIONS, PERIODS, Dimension, dimensions

__all__ = ["ACTS", "DIMENSIONS", "PERIODS", "Counts", "Dimension", "count", "dimensions"]
