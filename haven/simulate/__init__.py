"""A population played against a Haven of its own, faster than real time: who waits, what it loads, what it costs."""
