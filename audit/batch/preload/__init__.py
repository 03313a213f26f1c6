"""Modules that load, when they are imported, what worker processes will need; imported before workers are forked."""
