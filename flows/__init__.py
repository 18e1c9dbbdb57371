"""The conversation engine: flows as data, steps, sessions. No clock, no network, no framework."""
