"""``python -m extract``: the command line without an installed script."""

from extract.start import main

if __name__ == "__main__":
    main()
