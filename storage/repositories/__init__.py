"""One file per noun: how it becomes rows and back, sealed and opened by name."""
