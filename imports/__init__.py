"""A partner's file in: reviewed line by line, applied at once, and taken back if need be."""
