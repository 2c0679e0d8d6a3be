"""Ketum: a case goes in, a cited review comes out. Start reading at `ketum.review`."""

__version__ = "0.1.0"
