"""Haven assembled: commands, settings, wiring, loops, logs. The only package that knows all the others."""
