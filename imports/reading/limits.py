"""How big a file may be. Beyond, it is refused with a sentence instead of eaten with the memory."""

MIB = 2**20

#: Above this a file is not even opened.
FILE_BYTES = 100 * MIB

#: Columns of a table; the widest one we know (data·inclusion's structures) has about fifty.
COLUMNS = 1_000

#: Characters of one record of a text file, line breaks in quotes included.
RECORD_CHARACTERS = MIB

#: A longer name of a column is no name; the rest is left out.
HEADER_CHARACTERS = 200

#: Records looked at to find the delimiter and the header row.
HEAD_RECORDS = 60

#: What stands above a header row, at most, even where a person points at it.
HEADER_LINE = 1_000

#: Distinct values shown beside each column, and how much of each.
SAMPLES = 5
SAMPLE_CHARACTERS = 200

#: A workbook's archive: parts, unpacked size, and how many times smaller it may be packed.
#: A repetitive but honest sheet packs about 30 times smaller, a zip bomb 1,000 times.
ARCHIVE_PARTS = 2_000
ARCHIVE_BYTES = 500 * MIB
ARCHIVE_RATIO = 200
ARCHIVE_RATIO_FROM = MIB

#: Rows × columns of a sheet: 200,000 lines of 20 columns. The parser allocates them all.
SHEET_CELLS = 4_000_000

#: What the parser's process may take. Processor time is the child's own, so that a slow consumer
#: of the rows isn't punished; patience is how long the parent waits for the next answer.
CHILD_MEMORY = 1536 * MIB
CHILD_PROCESSOR_SECONDS = 120
CHILD_PATIENCE_SECONDS = 120
