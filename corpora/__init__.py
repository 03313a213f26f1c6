"""Sample documents that the project wrote itself: sources, the typesetter, and the files in every format."""
