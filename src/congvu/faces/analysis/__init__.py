"""What `congvu analyse` found, as rows, as text and as one page; needs no Django."""

# The tables there are, each a function of `findings`, in the order in which they are shown.
TABLES = (
    "summary", "throughput", "bottlenecks", "held", "held_by_holder", "held_by", "handovers", "ping_pong",
    "ping_pong_indirect", "ping_pong_empty", "load", "follows", "rework", "self_loops", "batches", "lateness",
    "variants", "periods", "queues",
)  # fmt: skip
