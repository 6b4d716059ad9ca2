"""Figures that are made up, and marked so wherever they are shown."""
