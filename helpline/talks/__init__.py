"""Talks an editor holds with a draft, to try it: played against the real rules, sent to nobody, kept nowhere."""
