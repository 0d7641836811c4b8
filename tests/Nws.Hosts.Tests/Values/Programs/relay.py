"""Passes values on as objects of this language: from the variable ``chain/hop``, of those given, to ``chain/hop+1``.

What comes in a variable ``end ...`` ends it.
"""

import importlib
import sys

variables = sys.argv[1:]
if "--without-numpy" in variables:
    variables.remove("--without-numpy")
    sys.modules["numpy"] = None
else:
    importlib.import_module("numpy")  # which must be there: arrays travel in its types

while True:
    delivery = ws.fetch(variables, lease=True)
    if delivery.variable.startswith("end"):
        break
    chain, hop = delivery.variable.split("/")
    ws.store(f"{chain}/{int(hop) + 1}", delivery.value)
    delivery.complete()
