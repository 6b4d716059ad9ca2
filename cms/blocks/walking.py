"""What a body holds, as it is stored: without reading the rows that its choosers name."""

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

CONTAINERS = (blocks.StreamBlock, blocks.ListBlock, blocks.StructBlock, TypedTableBlock)


def leaves(block, data):
    """(block, value) for each block that holds no other, in the order of the page."""
    return (pair for pair in walk(block, data) if not isinstance(pair[0], CONTAINERS))


def walk(block, data):
    """(block, value) for each block, those that hold others before what they hold."""
    if data is None:
        return
    yield block, data
    for child, value in parts(block, data):
        yield from walk(child, value)


def parts(block, data):
    """The (block, value) right inside this one."""
    if isinstance(block, blocks.StreamBlock):
        return [
            (block.child_blocks[item["type"]], item["value"])
            for item in data
            if item["type"] in block.child_blocks
        ]
    if isinstance(block, blocks.ListBlock):
        return [(block.child_block, item_value(item)) for item in data]
    if isinstance(block, blocks.StructBlock):
        return [(child, data.get(name)) for name, child in block.child_blocks.items()]
    if isinstance(block, TypedTableBlock):
        columns = [block.child_blocks[column["type"]] for column in data["columns"]]
        return [pair for row in data["rows"] for pair in zip(columns, row["values"], strict=True)]
    return []


def item_value(item):
    """Lists may be stored with their items' keys, as Wagtail writes them, or bare."""
    is_wrapped = isinstance(item, dict) and item.get("type") == "item" and "value" in item
    return item["value"] if is_wrapped else item
