"""Accuracy against public yardsticks and speed against a baseline: `python -m benchmarks NAME --data PATH [--json FILE]`."""
