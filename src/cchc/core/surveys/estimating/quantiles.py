"""Quantiles of the t, beta and normal distribution, and the incomplete beta function; floats, right to 1e-12 or better.

Sources: the continued fraction of I. Didonato and A. Morris, "Significant digit computation of the incomplete beta
function ratios", ACM Transactions on Mathematical Software 18 (1992), by Lentz's method; its factor by the saddle point
form of C. Loader, "Fast and accurate computation of binomial probabilities" (2000), which loses no digit where the
parameters are large; the normal quantile by M. Wichura, AS 241, Applied Statistics 37 (1988). Quantiles are found by
Newton's method on the logarithm of the probability and the logit of the quantile, where the distribution function is
concave: from the first step on it comes near from one side.
"""

from __future__ import annotations

from functools import lru_cache
from math import log, pi

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_TERMS = 100_000
MOST_STEPS = 100
SMALLEST = 1e-300
NEAR_ENOUGH = 1e-9
"""The last step of Newton's method, which doubles the digits: what is left then is the square of it."""


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the probability that a beta-distributed number with `a` and `b` above 0 is at most `x` (0 to 1).

    >>> round(incomplete_beta(0.5, 2, 3), 12), incomplete_beta(1, 2, 3)
    (0.6875, 1.0)
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    one = _floats(x)
    return float(np.exp(_log_incomplete_beta(one, 1 - one, _floats(a), _floats(b)))[0])


def beta_quantile(p: float | Floats, a: float | Floats, b: float | Floats) -> Floats:
    """Return the number below which a beta-distributed one is with probability `p`, elementwise; 0 where `a` is 0, 1
    where `b` is 0 (the limits of an exact interval at 0 and at 100 %).

    >>> [round(float(x), 12) for x in beta_quantile(_floats([0.025, 0.975]), _floats([59, 60]), _floats([2, 1]))]
    [0.910600949943, 0.999578125548]
    """
    p, a, b = np.broadcast_arrays(_floats(p), _floats(a), _floats(b))
    found = np.where(a <= 0, 0.0, 1.0)
    lower = (a > 0) & (b > 0) & (p <= 0.5)
    upper = (a > 0) & (b > 0) & (p > 0.5)
    found[lower] = _logistic(_lower_logit(p[lower], a[lower], b[lower]))
    found[upper] = _logistic(-_lower_logit(1 - p[upper], b[upper], a[upper]))
    return found


def t_tails(t: float, df: float) -> float:
    """Return the probability that a number of Student's t distribution lies farther from 0 than `t`, on either side.

    >>> round(t_tails(2.570581835636, 5), 12)
    0.05
    """
    if t == 0:
        return 1.0
    x, y = _floats(df / (df + t * t)), _floats(t * t / (df + t * t))
    return float(np.exp(_log_incomplete_beta(x, y, _floats(df / 2), _floats(0.5)))[0])


@lru_cache(maxsize=4096)
def t_quantile(p: float, df: float) -> float:
    """Return the number below which a number of Student's t distribution with `df` degrees of freedom (above 0, also
    infinite: the normal distribution) is with probability `p` (between 0 and 1).

    >>> from math import inf
    >>> round(t_quantile(0.975, 5), 12), round(t_quantile(0.025, inf), 12)
    (2.570581835636, -1.95996398454)
    """
    return float(t_quantiles(p, _floats(df))[0])


def t_quantiles(p: float, df: Floats) -> Floats:
    """Return the quantile of `p` (between 0 and 1) for each number of degrees of freedom, as `t_quantile` has it.

    >>> t_quantiles(0.975, np.array([5.0, 60.0])).round(9).tolist()
    [2.570581836, 2.000297822]
    """
    if not 0 < p < 1 or not np.all(df > 0):
        raise ValueError(f"no quantile {p} of t with {df} degrees of freedom")
    if p == 0.5:
        return np.zeros(len(df))
    tails = 2 * min(p, 1 - p)
    t = np.full(len(df), abs(float(normal_quantile(_floats(p))[0])))
    active = np.flatnonzero(np.isfinite(df))
    for _step in range(MOST_STEPS):
        if not len(active):
            break
        one, many = t[active], df[active]
        half = many / 2
        x, y = many / (many + one * one), one * one / (many + one * one)
        log_tail = _log_incomplete_beta(x, y, half, np.full(len(active), 0.5))
        # d log P(|T| > t) / d log t = -2 y · density of x · x / P
        slope = -2 * np.exp(_log_factor(x, y, half, np.full(len(active), 0.5)) + np.log(half) - log_tail)
        step = (log_tail - log(tails)) / slope
        t[active] = one * np.exp(-np.clip(step, -2, 2))
        active = active[np.abs(step) >= NEAR_ENOUGH]
    return t if p > 0.5 else -t


def normal_quantile(p: Floats) -> Floats:
    """Return the number below which a standard normal one is with probability `p` (between 0 and 1), elementwise.

    >>> round(float(normal_quantile(_floats(0.975))[0]), 12)
    1.95996398454
    """
    q = p - 0.5
    central = np.abs(q) <= 0.425
    r = np.where(central, 0.180625 - q * q, 0.0)
    near = q * _polynomial(r, NEAR_TOP) / _polynomial(r, NEAR_BOTTOM)
    tail = np.sqrt(-np.log(np.where(central, 0.5, np.minimum(p, 1 - p))))
    middle = _polynomial(tail - 1.6, MIDDLE_TOP) / _polynomial(tail - 1.6, MIDDLE_BOTTOM)
    far = _polynomial(tail - 5, FAR_TOP) / _polynomial(tail - 5, FAR_BOTTOM)
    return np.where(central, near, np.copysign(np.where(tail <= 5, middle, far), q))


def _lower_logit(p: Floats, a: Floats, b: Floats) -> Floats:
    """The logit of the quantile of probabilities of at most one half."""
    u = np.log(a / b)
    target = np.log(p)
    active = np.arange(len(p))
    for _step in range(MOST_STEPS):
        if not len(active):
            break
        x, y = _logistic(u[active]), _logistic(-u[active])
        log_p = _log_incomplete_beta(x, y, a[active], b[active])
        # d log I / d u = density · x y / I
        slope = a[active] * np.exp(_log_factor(x, y, a[active], b[active]) - log_p)
        step = (log_p - target[active]) / slope
        u[active] = u[active] - step
        active = active[np.abs(step) > NEAR_ENOUGH]
    return u


def _logistic(u: Floats) -> Floats:
    e = np.exp(-np.abs(u))
    return np.where(u >= 0, 1 / (1 + e), e / (1 + e))


def _log_incomplete_beta(x: Floats, y: Floats, a: Floats, b: Floats) -> Floats:
    """The logarithm of the incomplete beta function at `x`, with `y` = 1 - `x`, both as exact as they can be."""
    upper = a * y < b * x
    x, y = np.where(upper, y, x), np.where(upper, x, y)
    a, b = np.where(upper, b, a), np.where(upper, a, b)
    found = np.zeros_like(x)
    # Below 1 the fraction is slow near 1: one step of the recurrence in b.
    step = (b < 1) & ((a + b) * y < 30)
    found[~step] = _log_lower(x[~step], y[~step], a[~step], b[~step])
    x, y, a, b = x[step], y[step], a[step], b[step]
    more = _log_lower(x, y, a, b + 1)
    less = _log_factor(x, y, a, b) + np.log(a / b)
    found[step] = more + np.log1p(-np.minimum(np.exp(less - more), 1 - 1e-16))
    return np.where(upper, np.log1p(-np.exp(np.minimum(found, -1e-16))), found)


def _log_lower(x: Floats, y: Floats, a: Floats, b: Floats) -> Floats:
    """The logarithm of the incomplete beta function left of its mean; below 1 by one step of the recurrence in a."""
    small = a < 1
    more = np.where(small, a + 1, a)
    found = _log_factor(x, y, more, b) + np.log(more * _continued_fraction(x, y, more, b))
    return np.where(small, np.logaddexp(found, _log_factor(x, y, a, b)), found)


def _continued_fraction(x: Floats, y: Floats, a: Floats, b: Floats) -> Floats:
    """The incomplete beta function over x^a y^b / B(a, b), as TOMS 708 (`bfrac`) has it: the even part of the fraction,
    in which nothing is subtracted where x is near to 1."""
    found = np.zeros_like(x)
    active = np.arange(len(x))
    distance = np.where(a > b, (a + b) * y - b, a - (a + b) * x)
    c, c0, c1 = 1 + distance, b / a, 1 + 1 / a
    p, s = np.ones_like(x), a + 1
    top, bottom, next_top, next_bottom = np.zeros_like(x), np.ones_like(x), np.ones_like(x), c / c1
    ratio = c1 / c
    for n in range(1, MOST_TERMS):
        t, w, e = n / a, n * (b - n) * x, a / s
        alpha = p * (p + c0) * e * e * (w * x)
        beta = n + w / s + (t + 1) / (c1 + t + t) * (c + n * (y + 1))
        p, s = t + 1, s + 2
        top, next_top = next_top, alpha * top + beta * next_top
        bottom, next_bottom = next_bottom, alpha * bottom + beta * next_bottom
        last, ratio = ratio, next_top / next_bottom
        top, bottom, next_top, next_bottom = (
            top / next_bottom,
            bottom / next_bottom,
            ratio,
            np.ones_like(ratio),
        )
        moving = np.abs(ratio - last) > 1e-16 * ratio
        if not moving.all():
            found[active[~moving]] = ratio[~moving]
            active = active[moving]
            x, y, a, b, c, c0, c1, p, s = (one[moving] for one in (x, y, a, b, c, c0, c1, p, s))
            top, bottom, next_top, next_bottom, ratio = (
                one[moving] for one in (top, bottom, next_top, next_bottom, ratio)
            )
        if not len(active):
            break
    found[active] = ratio
    return found


def _log_factor(x: Floats, y: Floats, a: Floats, b: Floats) -> Floats:
    """The logarithm of x^a y^b / (a B(a, b)): b/(a + b) times Loader's binomial probability of `a` in `a + b`."""
    n = a + b
    exponent = _stirling_error(n) - _stirling_error(a) - _stirling_error(b)
    exponent = exponent - _deviance(a, n * x) - _deviance(b, n * y)
    return np.asarray(0.5 * np.log(b / (2 * pi * a * n)) + exponent)


def _stirling_error(z: Floats) -> Floats:
    """log(z!) less Stirling's formula."""
    found = np.zeros_like(z)
    z = z.copy()
    while (small := z < 15).any():
        found[small] += (z[small] + 0.5) * np.log1p(1 / z[small]) - 1
        z[small] += 1
    square = 1 / (z * z)
    series = 1 / 12 - square * (
        1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * 691 / 360360)))
    )
    return found + series / z


def _deviance(x: Floats, mean: Floats) -> Floats:
    """x log(x / mean) + mean - x, without losing digits where the two are near to each other."""
    v = (x - mean) / (x + mean)
    near = np.abs(v) < 0.1
    square, power = v * v, 2 * x * v
    series = (x - mean) * v
    for odd in range(3, 25, 2):
        power = power * square
        series = series + power / odd
    safe = np.where(mean > 0, mean, SMALLEST)
    return np.where(near, series, x * np.log(x / safe) + mean - x)


def _polynomial(x: Floats, coefficients: tuple[float, ...]) -> Floats:
    value = np.full_like(x, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        value = value * x + coefficient
    return value


def _floats(x: object) -> Floats:
    return np.atleast_1d(np.asarray(x, dtype=np.float64))


NEAR_TOP = (
    *(3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4),
    *(4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3),
)
NEAR_BOTTOM = (
    *(1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3),
    *(2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3),
)
MIDDLE_TOP = (
    *(1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0),
    *(
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ),
)
MIDDLE_BOTTOM = (
    *(1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1),
    *(
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ),
)
FAR_TOP = (
    *(
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
    ),
    *(
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ),
)
FAR_BOTTOM = (
    *(1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2),
    *(
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ),
)
