"""Telling other programs what happened: CloudEvents 1.0 in signed requests (Standard Webhooks)."""
