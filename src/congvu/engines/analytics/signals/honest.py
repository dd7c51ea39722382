"""How far honest officials differ from one another, and what that makes of one official's count.

O | θ ~ Poisson(E·θ); honest: log θ ~ N(μ, σ²). μ and σ are fitted by maximum likelihood truncated at each official's
own upper decile (Cohen 1959), so that offenders neither widen nor narrow what counts as honest. The alternative is an
honest θ times one of a few factors, weighted by EM (Dempster, Laird and Rubin 1977). e = m1/m0 is an e-value
(Vovk and Wang 2021): its mean among the honest is 1, in every month.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

import numpy as np

from congvu.engines.analytics.signals.events import Floats
from congvu.engines.analytics.signals.layout import Index

GRID: Floats = np.linspace(-2.2, 3.0, 105)  # values of log θ
TIMES = (2.2, 3.0, 4.0, 5.5, 8.0)  # factors of the alternative
DECILE = 0.9
PRIOR_MU = (0.0, 0.2)  # mean and standard deviation
PRIOR_LOG_SIGMA = (log(0.35), 0.6)
PRIOR_SHARE = (1.0, 19.0)  # of officials under the alternative, and of the honest: as if so many had been seen
FIT_MOST = 2000  # two numbers are fitted: more officials change nothing but the time
SEARCHES = 5
SEARCH_WIDTH = 7
INTERVAL = (0.025, 0.5, 0.975)


@dataclass(frozen=True)
class Fit:
    """Honest variety of one signal at one look; `share` and `times` weigh the alternative."""

    mu: float
    sigma: float
    share: float
    times: Floats

    @property
    def honest(self) -> Floats:
        """The weight of each value of log θ among the honest."""
        return _weights(np.array([self.mu]), np.array([self.sigma]))[:, 0]

    @property
    def other(self) -> Floats:
        """The same under the alternative."""
        return _shifted(self.mu, self.sigma) @ self.times

    def p(self, observed: Index, expected: Floats) -> Floats:
        """P(O' ≥ O) of an honest official with the same expectation."""
        return _at_least(observed, expected, self.honest)

    def rank(self, observed: Index, expected: Floats, uniform: Floats) -> Floats:
        """The randomised predictive rank: uniform among the honest. `uniform` holds one number of [0, 1) each."""
        above = _at_least(observed + 1, expected, self.honest)
        return 1 - above - uniform * (self.p(observed, expected) - above)

    def e(self, observed: Index, expected: Floats) -> Floats:
        """The evidence against honesty as a bet: its mean among the honest is 1."""
        chances = _chances(observed, expected)
        ratio: Floats = (chances @ self.other) / (chances @ self.honest)
        return ratio

    def ratio(self, observed: Index, expected: Floats) -> Floats:
        """Posterior of θ: lower end, median, upper end of the 95 % interval; shape (n, 3)."""
        prior = (1 - self.share) * self.honest + self.share * self.other
        posterior = _chances(observed, expected) * prior
        cumulative = np.cumsum(posterior, axis=1)
        cumulative /= cumulative[:, -1:]
        return np.exp([np.interp(INTERVAL, row, GRID) for row in cumulative]).reshape(-1, 3)


def fit(observed: Index, expected: Floats) -> Fit:
    """Fit honest variety and the alternative to officials' counts; `expected` positive."""
    few = slice(None, None, max(1, -(-len(observed) // FIT_MOST)))
    mu, sigma = _fit_honest(observed[few], expected[few])
    chances = _chances(observed, expected)
    share, times = _fit_other(
        chances @ _weights(np.array([mu]), np.array([sigma]))[:, 0], chances @ _shifted(mu, sigma)
    )
    return Fit(mu, sigma, share, times)


def _fit_honest(observed: Index, expected: Floats) -> tuple[float, float]:
    chances = _chances(observed, expected)
    mu, sigma = PRIOR_MU[0], float(np.exp(PRIOR_LOG_SIGMA[0]))
    for _ in range(3):
        cut = _decile(expected, _weights(np.array([mu]), np.array([sigma]))[:, 0])
        kept = observed <= cut
        below = _below(cut[kept] + 1, expected[kept])
        mu, sigma = _search(chances[kept], below, mu, sigma)
    return mu, sigma


def _search(chances: Floats, below: Floats, mu: float, sigma: float) -> tuple[float, float]:
    """The most likely (μ, σ) given the priors: a net around the last guess, drawn closer again and again."""
    log_sigma, wide_mu, wide_sigma = log(sigma), 0.6, 1.5
    for _ in range(SEARCHES):
        mus = mu + wide_mu * np.linspace(-1, 1, SEARCH_WIDTH)
        logs = np.clip(log_sigma + wide_sigma * np.linspace(-1, 1, SEARCH_WIDTH), log(0.02), log(1.5))
        each_mu, each_log = (side.ravel() for side in np.meshgrid(mus, logs, indexing="ij"))
        weights = _weights(each_mu, np.exp(each_log))
        likelihood = (np.log(chances @ weights + 1e-300) - np.log(below @ weights + 1e-300)).sum(axis=0)
        prior = -0.5 * (
            ((each_mu - PRIOR_MU[0]) / PRIOR_MU[1]) ** 2 + ((each_log - PRIOR_LOG_SIGMA[0]) / PRIOR_LOG_SIGMA[1]) ** 2
        )
        best = int(np.argmax(likelihood + prior))
        mu, log_sigma = float(each_mu[best]), float(each_log[best])
        wide_mu, wide_sigma = wide_mu * 0.4, wide_sigma * 0.4
    return mu, float(np.exp(log_sigma))


def _fit_other(honest: Floats, other: Floats) -> tuple[float, Floats]:
    """The share under the alternative and the weights of its factors, by EM."""
    times = np.full(len(TIMES), 1 / len(TIMES))
    share = PRIOR_SHARE[0] / sum(PRIOR_SHARE)
    for _ in range(60):
        parts = share * other * times
        all_other = parts.sum(axis=1)
        held = parts / ((1 - share) * honest + all_other + 1e-300)[:, None]
        sums = held.sum(axis=0)
        times = (sums + 1) / (sums.sum() + len(TIMES))
        share = float((sums.sum() + PRIOR_SHARE[0]) / (len(honest) + sum(PRIOR_SHARE)))
    return share, times


def _weights(mu: Floats, sigma: Floats) -> Floats:
    """Normal weights on the grid, one column a pair (μ, σ); each column adds up to 1."""
    logs = -0.5 * ((GRID[:, None] - mu) / sigma) ** 2
    weights: Floats = np.exp(logs - logs.max(axis=0))
    weights /= weights.sum(axis=0)
    return weights


def _shifted(mu: float, sigma: float) -> Floats:
    return _weights(mu + np.log(np.array(TIMES)), np.full(len(TIMES), sigma))


def _chances(observed: Index, expected: Floats) -> Floats:
    """P(O | θ) for each value of θ on the grid, up to a factor that does not depend on θ; shape (n, grid)."""
    logs = observed[:, None] * GRID - expected[:, None] * np.exp(GRID)
    chances: Floats = np.exp(logs - logs.max(axis=1, keepdims=True))
    return chances


def _terms(expected: Floats, last: Index) -> Iterator[tuple[Index, Floats]]:
    """P(O = k | θ) for k = 0, 1, …: the officials whose `last` is above k, and their probabilities on the grid."""
    hoped = expected[:, None] * np.exp(GRID)
    term = np.exp(-hoped)
    active = np.arange(len(expected))
    k = 0
    while True:
        keep = last[active] > k
        if not keep.all():
            active, term, hoped = active[keep], term[keep], hoped[keep]
        if not len(active):
            return
        yield active, term
        k += 1
        term = term * hoped / k


def _below(observed: Index, expected: Floats) -> Floats:
    """P(O' < O | θ) on the grid; shape (n, grid)."""
    total = np.zeros((len(expected), len(GRID)))
    for active, term in _terms(expected, observed):
        total[active] += term
    return np.minimum(total, 1.0)


def _at_least(observed: Index, expected: Floats, weights: Floats) -> Floats:
    total = np.zeros(len(expected))
    for active, term in _terms(expected, observed):
        total[active] += term @ weights
    return np.clip(1 - total, 0.0, 1.0)


def _decile(expected: Floats, weights: Floats) -> Index:
    """The smallest count below or at which an honest official stays nine times in ten."""
    cut = np.zeros(len(expected), np.int64)
    total = np.zeros(len(expected))
    last = np.full(len(expected), np.iinfo(np.int64).max)
    for k, (active, term) in enumerate(_terms(expected, last)):
        total[active] += term @ weights
        done = total[active] >= DECILE
        cut[active[done]] = k
        last[active[done]] = 0
    return cut
