"""Records whose lists are whole: a list says so itself, or nothing can be concluded from what is not in it."""


def whole(value):
    """A record, or a part of one, in which each list is called complete that says nothing else of itself."""
    if isinstance(value, list):
        return [whole(item) for item in value]
    if not isinstance(value, dict):
        return value
    said = {f"{name}_complete": True for name, inner in value.items() if isinstance(inner, list)}
    return said | {name: whole(inner) for name, inner in value.items()}
