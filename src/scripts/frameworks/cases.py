"""Runs the installed verl and TRL on seeded random batches; a line of JSON per case on stdout.

usage: cases.py CASES_PER_FUNCTION SEED [PART OF A FUNCTION'S NAME]
"""
import json
import math
import sys
import zlib
from importlib.metadata import version

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

import trl_cases  # noqa: E402
import verl_cases  # noqa: E402
from batches import Batches  # noqa: E402


def plain(value):
    """JSON without NaN: null, as in golden files."""
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else ("inf" if value > 0 else "-inf")
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return {key: plain(one) for key, one in value.items()} if isinstance(value, dict) else value


def run(framework, repository, functions, cases, seed):
    for title, file, make, call in functions:
        if only not in f"{framework} {title}":
            continue
        batches = Batches([seed, zlib.crc32(f"{framework} {title}".encode())])
        for number in range(cases):
            params, inputs = make(batches)
            try:
                outputs = call(params, inputs)
            except (ValueError, ZeroDivisionError, AssertionError, RuntimeError, IndexError, TypeError) as error:
                outputs = {"error": f"{type(error).__name__}: {error}"[:200]}
            source = {"repo": repository, "commit": f"wheel {version(framework)}"}
            case = {"name": f"{framework}/{number}", "source": source, "params": params, "inputs": inputs, "outputs": outputs}
            print(json.dumps({"framework": framework, "function": title, "file": file, "case": plain(case)}), file=lines)


lines, sys.stdout = sys.stdout, sys.stderr  # what the frameworks print is not ours
cases, seed, only = int(sys.argv[1]), int(sys.argv[2]), "".join(sys.argv[3:4])
run("verl", verl_cases.REPOSITORY, verl_cases.FUNCTIONS, cases, seed)
run("trl", trl_cases.REPOSITORY, trl_cases.FUNCTIONS, cases, seed)
