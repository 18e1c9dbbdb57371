"""A house with a million cases in it, to see whether it is as quick as an empty one."""
