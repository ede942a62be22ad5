"""Random batches: ragged, with holes, lone groups, equal rewards, extreme rewards. Every number is a single-precision one."""
import numpy as np

AGGREGATIONS = ["token-mean", "token-sum", "seq-mean-token-sum", "seq-mean-token-sum-norm", "seq-mean-token-mean"]


def single(values):
    return np.asarray(np.asarray(values, np.float32), np.float64).tolist()


class Batches:
    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def pick(self, options):
        return options[self.rng.integers(len(options))]

    def chance(self, share):
        return bool(self.rng.random() < share)

    def uniform(self, low, high):
        return float(np.float32(self.rng.uniform(low, high)))

    def normal(self, shape, mean=0.0, spread=1.0):
        return single(self.rng.normal(mean, spread, shape))

    def group(self, size=None):
        """Group numbers of rows; unequal sizes, lone ones among them, unless a size is given."""
        sizes = [size or int(self.rng.integers(1, 6)) for _ in range(int(self.rng.integers(1, 4)))]
        return [g for g, n in enumerate(sizes) for _ in range(n)]

    def rewards(self, rows, plain=False):
        """`plain`: none that nearly agree, beside their size."""
        kind = self.pick(["binary", "binary", "normal"] + ([] if plain else ["huge", "equal", "close"]))
        if kind == "binary":
            return single(self.rng.integers(0, 2, rows))
        if kind == "equal":
            return single(np.full(rows, self.uniform(-2, 2)))
        if kind == "close":
            return single(1 + 1e-3 * self.rng.normal(size=rows))
        return self.normal(rows, 0, 1000 if kind == "huge" else 1)

    def mask(self, rows, holes=False, empty=False):
        width = int(self.rng.integers(1, 8))
        lengths = self.rng.integers(0 if empty and rows > 1 else 1, width + 1, rows)
        lengths[self.rng.integers(rows)] = width
        mask = [[1.0 if t < n else 0.0 for t in range(width)] for n in lengths]
        if holes:
            for row, n in zip(mask, lengths):
                for t in range(1, n - 1):
                    if self.chance(0.25):
                        row[t] = 0.0
        return mask

    def logps(self, mask):
        return single(-np.abs(self.rng.normal(0, 1.5, (len(mask), len(mask[0])))) - 0.01)

    def near(self, logps, spread=None):
        """Log-probabilities of a policy that is some way off, or the same."""
        spread = self.pick([0.0, 0.05, 0.3, 1.0]) if spread is None else spread
        return single(np.minimum(np.asarray(logps) + self.rng.normal(0, 1, np.shape(logps)) * spread, -1e-3))

    def advantages(self, mask, per_token=False):
        shape = (len(mask), len(mask[0]))
        rows = np.asarray(self.normal((len(mask), 1), 0, self.pick([0.5, 1, 5])))
        values = np.asarray(self.normal(shape)) if per_token else np.broadcast_to(rows, shape)
        return single(values * np.asarray(mask))

    def at_end(self, mask, rewards):
        """Rewards per token: each row's reward stands at its last generated token."""
        rows = np.zeros((len(mask), len(mask[0])))
        for i, row in enumerate(mask):
            last = max((t for t, kept in enumerate(row) if kept), default=None)
            if last is not None:
                rows[i, last] = rewards[i]
        return single(rows)
