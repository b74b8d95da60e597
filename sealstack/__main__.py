"""`python -m sealstack` is the command `sealstack`."""

from sealstack.command_line import main

if __name__ == "__main__":
    main(prog_name="sealstack")
