"""emulator: a Telegram on your own machine. It knows nothing of Haven."""
