"""The filled country of the demonstration: made by the actions that people and imports use, and by nothing else."""
