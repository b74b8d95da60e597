"""What people call a template."""

LONGEST_TEMPLATE_NAME = 128  # characters


def check_name(name: str) -> str:
    """Give the name back when it can be one.

    Raises:
        ValueError: it is longer than 128 characters, or is not one line that can be printed.
    """
    if len(name) > LONGEST_TEMPLATE_NAME or not name.isprintable():
        raise ValueError(f"a template's name is one line of up to {LONGEST_TEMPLATE_NAME} characters")
    return name
