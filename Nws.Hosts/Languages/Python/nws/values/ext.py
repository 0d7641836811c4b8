"""Numbers of the MessagePack extension types, and the limit on nesting; see VALUES.md."""

TIMESTAMP = -1
BIG_INTEGER = 1
DECIMAL = 2
TUPLE = 3
SET = 4
OFFSET_DATE_TIME = 5
NAIVE_DATE_TIME = 6
DURATION = 7
UUID = 8
COMPLEX = 9
NUMERIC_ARRAY = 10
ERROR = 11

MAX_DEPTH = 256
