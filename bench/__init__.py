"""The reader beside the libraries that one would otherwise take: time, memory, and whether a cell is lost."""
