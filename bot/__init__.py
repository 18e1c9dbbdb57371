"""Messengers Haven speaks, one package per channel. Each reads what arrives and sends what was decided."""
