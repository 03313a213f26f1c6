"""``python -m extract``: the command line without an installed script."""

from extract.cli import main

if __name__ == "__main__":
    main()
