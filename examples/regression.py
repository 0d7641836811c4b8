# Fits a line to measurements: Python makes and cuts them, R fits each piece with lm().
#
#     nws run examples/regression.py

import random
from array import array

PIECES, POINTS = 8, 500

FIT = """
function(measured) {
  model <- lm(y ~ x, data = measured)
  list(coefficients = coef(model), r.squared = summary(model)$r.squared)
}
"""


def measure(seed):
    noise = random.Random(seed)
    x = array("d", (noise.uniform(0, 100) for _ in range(POINTS)))
    return {"x": x, "y": array("d", (1.5 + 0.25 * value + noise.gauss(0, 0.1) for value in x))}


fits = sleigh.eachElem(FIT, [measure(seed) for seed in range(PIECES)], type="invoke", language="r")

intercept, slope = (sum(fit["coefficients"][name] for fit in fits) / PIECES for name in ("(Intercept)", "x"))
worst = min(fit["r.squared"] for fit in fits)
print(f"y = {intercept:.2f} + {slope:.2f} x, fitted to {PIECES * POINTS} points in {PIECES} pieces; "
      f"every R squared is above {worst - 0.005:.2f}")
