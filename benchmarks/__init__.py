"""Haven measured beside its peers: the same talk, one machine, one interleaved run."""
