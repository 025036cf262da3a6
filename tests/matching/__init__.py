"""Tests of matching/."""
