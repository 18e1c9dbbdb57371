"""The proof of the promises: every conversation a revision allows, walked once; the shortest that breaks one told."""
