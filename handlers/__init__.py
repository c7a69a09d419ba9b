"""Understands and answers in two languages; knows no platform."""
