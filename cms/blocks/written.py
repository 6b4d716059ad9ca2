"""Blocks as a person writes them in a file: lists in short, no ids."""


def written(model, field, rows):
    """For a field of a page that is made: `[{"type": …, "value": …}]`, as Wagtail stores them.

    Choosers take primary keys.
    """
    value = model._meta.get_field(field).stream_block.to_python(rows)
    return [(block.block_type, block.value) for block in value]
