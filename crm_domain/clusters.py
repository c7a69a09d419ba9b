"""K-means: points in as many groups as asked for, each point in the group whose middle is nearest.

Many beginnings are tried at once (k-means++, with a few candidates for each middle), since one alone may end in a
corner; the best of them is kept. The same points give the same groups.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

SEED = 20_260_101
BEGINNINGS = 24
ROUNDS = 300
CANDIDATES = 4
MOST_FOR_SILHOUETTE = 2_000
KS = (3, 4, 5)


@dataclass(frozen=True)
class Clusters:
    """`labels` the group of each point, `inertia` the sum of the squared distances to the middles."""

    labels: list[int]
    centres: "Points"
    inertia: float


def standardised_logs(columns: "list[list[float]]") -> "Points":
    """log(1 + x) of each column, above and below its mean in standard deviations; what does not vary is 0."""
    import numpy as np

    logs: Points = np.log1p(np.maximum(np.asarray(columns, float).T, 0.0))
    spread = logs.std(axis=0)
    scaled: Points = (logs - logs.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return scaled


def k_means(points: "Points", k: int, beginnings: int = BEGINNINGS) -> Clusters | None:
    """None where there are fewer different points than groups."""
    import numpy as np

    if k < 1 or len(np.unique(points, axis=0)) < k:
        return None
    luck = np.random.default_rng(SEED)
    tries = (_settled(points, _begun(points, k, luck)) for _ in range(beginnings))
    best = min(tries, key=lambda found: found.inertia)
    return _ordered(best)


def _squares(points: "Points", centres: "Points") -> "Points":
    import numpy as np

    squares = (points**2).sum(axis=1)[:, None] - 2 * points @ centres.T + (centres**2).sum(axis=1)[None]
    distances: Points = np.maximum(squares, 0.0)
    return distances


def _begun(points: "Points", k: int, luck: Any) -> "Points":
    """Middles far from each other: of several candidates, drawn by their distance, the one that helps most."""
    import numpy as np

    chosen = [int(luck.integers(len(points)))]
    nearest = _squares(points, points[chosen])[:, 0]
    while len(chosen) < k:
        total = nearest.sum()
        chances = nearest / total if total > 0 else np.full(len(points), 1 / len(points))
        candidates = luck.choice(len(points), size=CANDIDATES, p=chances)
        left = np.minimum(nearest[:, None], _squares(points, points[candidates]))
        best = int(left.sum(axis=0).argmin())
        chosen.append(int(candidates[best]))
        nearest = left[:, best]
    return points[chosen]


def _settled(points: "Points", centres: "Points") -> Clusters:
    import numpy as np

    labels = _squares(points, centres).argmin(axis=1)
    for _ in range(ROUNDS):
        member = np.eye(len(centres))[labels]
        sizes = member.sum(axis=0)
        centres = np.where(sizes[:, None] > 0, member.T @ points / np.maximum(sizes, 1)[:, None], centres)
        again = _squares(points, centres).argmin(axis=1)
        if (again == labels).all():
            break
        labels = again
    inertia = float(((points - centres[labels]) ** 2).sum())
    return Clusters([int(label) for label in labels], centres, inertia)


def _ordered(found: Clusters) -> Clusters:
    """The largest group is number 0."""
    import numpy as np

    sizes = np.bincount(found.labels, minlength=len(found.centres))
    order = sorted(range(len(sizes)), key=lambda n: (-int(sizes[n]), tuple(found.centres[n].tolist())))
    place = {old: new for new, old in enumerate(order)}
    return Clusters([place[label] for label in found.labels], found.centres[order], found.inertia)


def silhouette(points: "Points", labels: list[int]) -> float | None:
    """How much nearer points are to their own group than to the next one, from -1 to 1; None of one group alone.

    Of many points, some that are spread evenly stand for all.
    """
    import numpy as np

    step = max(1, len(points) // MOST_FOR_SILHOUETTE)
    some, of = points[::step], np.asarray(labels)[::step]
    groups = np.unique(of)
    if len(groups) < 2:
        return None
    member = (of[:, None] == groups[None]).astype(float)
    sizes = member.sum(axis=0)
    sums = np.sqrt(_squares(some, some)) @ member
    own = member.astype(bool)
    inside = sums[own] / np.maximum(sizes[own.argmax(axis=1)] - 1, 1)
    outside = np.where(own, np.inf, sums / sizes).min(axis=1)
    widths = np.where(sizes[own.argmax(axis=1)] > 1, (outside - inside) / np.maximum(inside, outside).clip(1e-300), 0.0)
    return float(widths.mean())


@dataclass(frozen=True)
class Trial:
    clusters: Clusters
    silhouette: float | None


def clustered(columns: "list[list[float]]", ks: tuple[int, ...] = KS) -> dict[int, Trial]:
    """The clusters for each number of groups that there can be."""
    points = standardised_logs(columns)
    found = {k: clusters for k in ks if (clusters := k_means(points, k))}
    return {k: Trial(clusters, silhouette(points, clusters.labels)) for k, clusters in found.items()}
