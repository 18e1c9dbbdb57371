"""Telegram: the messenger most contacts come by."""
