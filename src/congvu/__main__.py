"""`python -m congvu` and the command `congvu`."""

from congvu.faces.cli.main import main

if __name__ == "__main__":
    main()
