"""Values become bytes and come back as they were; what has no kind is refused with the path to it."""

import array
import collections
import dataclasses
import enum
import random
import struct
import unittest
import uuid
from datetime import datetime, timedelta, timezone
from decimal import Decimal, localcontext

from nws.values import (Float32, NumericArray, NwsDateTime, NwsDuration, NwsMap, NwsSet, NwsValueError, RemoteError,
                        decode, encode)
from nws.values.arrays import make_array

EASTMOST, WESTMOST = timezone(timedelta(hours=14)), timezone(-timedelta(hours=12))


def nested(wrap, levels, value=None):
    for _ in range(levels):
        value = wrap(value)
    return value


class RoundTripTest(unittest.TestCase):
    def assert_returns(self, value):
        data = encode(value)
        back = decode(data)
        self.assertEqual(value, back)
        self.assertIs(type(value), type(back))
        self.assertEqual(data, encode(back))

    def test_scalars(self):
        for value in (None, True, False, 0.0, 1.5, float("inf"), 1e308, Float32(1.5), Float32("-inf"), 1 + 2j,
                      uuid.UUID(int=5), b"", bytes(70000), "", "x" * 31, "\u00e9" * 16, "\U0001f600", "x" * 70000):
            with self.subTest(repr(value)[:40]):
                self.assert_returns(value)

    def test_integers_of_every_size(self):
        for bits in [*range(70), 127, 128, 1000]:
            for value in (2 ** bits - 1, 2 ** bits, -2 ** bits, -2 ** bits - 1):
                self.assert_returns(value)

    def test_decimals_keep_every_digit(self):
        for text in ("1.50", "-0.00", "1E+30", "1E-30", "0E-7", "Infinity", "-Infinity", "1" * 100):
            with self.subTest(text):
                self.assert_returns(Decimal(text))
                self.assertEqual(text, str(decode(encode(Decimal(text)))))
        self.assertTrue(decode(encode(Decimal("NaN"))).is_qnan())
        self.assertTrue(decode(encode(Decimal("sNaN"))).is_snan())

    def test_decimals_do_not_depend_on_the_context(self):
        with localcontext() as context:
            context.prec, context.capitals = 3, 0
            self.assertEqual(b"\xd7\x021.23E+30", encode(Decimal("1.23E+30")))
            self.assertEqual(Decimal("123456789"), decode(encode(Decimal("123456789"))))

    def test_dates_over_the_whole_range(self):
        for zone in (None, timezone.utc, EASTMOST, WESTMOST, timezone(timedelta(seconds=-17))):
            for value in (datetime.min, datetime.max, datetime(1969, 12, 31, 23, 59, 59, 1), datetime(2024, 2, 29, 12)):
                with self.subTest(value=value, zone=zone):
                    value = value.replace(tzinfo=zone)
                    self.assert_returns(value)
                    self.assertEqual(value.utcoffset(), decode(encode(value)).utcoffset())

    def test_durations_over_the_whole_range(self):
        for value in (timedelta.min, timedelta.max, timedelta(0), timedelta(microseconds=-1), timedelta(days=1)):
            self.assert_returns(value)

    def test_times_finer_or_longer_than_python_knows(self):
        for value in (NwsDateTime(1, 1, 0), NwsDateTime(-1, 999999999, None), NwsDateTime(10 ** 15, 0, 0),
                      NwsDateTime(10 ** 15, 0, 86399), NwsDuration(-1, 1), NwsDuration(2 ** 62, 0)):
            with self.subTest(value):
                self.assert_returns(value)
        self.assertEqual(datetime(1970, 1, 1, 0, 0, 1, tzinfo=timezone.utc), NwsDateTime(1, 1, 0).to_datetime())

    def test_containers(self):
        for value in ([], [1, [2]], (), (1, (2, [3])), set(), {1, "a"}, {}, {"a": 1, 2: {b"x": None}}, {(1, 2): [3]},
                      {frozenset({1}): 1}, list(range(20)), list(range(70000)), dict.fromkeys(range(70000)),
                      {frozenset({frozenset({1})})}):
            with self.subTest(repr(value)[:40]):
                self.assert_returns(value)

    def test_maps_keep_their_order(self):
        self.assertEqual(["b", "a", 1], list(decode(encode({"b": 1, "a": 2, 1: 3}))))

    def test_maps_and_sets_that_python_would_change(self):
        for value in (NwsMap([([1], 2)]), NwsMap([(1, "int"), (1.0, "float"), (True, "bool")]), NwsMap([({}, 1)]),
                      NwsSet([1, 1.0]), NwsSet([[1]]), NwsMap([(Decimal("1.5"), 1), (Decimal("1.50"), 2)])):
            with self.subTest(value):
                self.assert_returns(value)

    def test_keys_inside_each_other_up_to_the_limit(self):
        for wrap in (lambda v: NwsMap([(v, 1)]), lambda v: NwsMap([(v, 1), ([], 2)]), lambda v: NwsSet([v, 1, 1.0]),
                     lambda v: {"k": v}):
            self.assert_returns(nested(wrap, 254, NwsMap([([], 1)])))
        deep = nested(lambda v: {"k": v}, 253, [[]])
        self.assert_returns(NwsMap([(deep, 1)]))

    def test_the_order_of_maps_and_sets_inside_keys_does_not_matter(self):
        one, other = NwsMap([({"a": 1, "b": 2}, 3)]), NwsMap([({"b": 2, "a": 1}, 3)])
        self.assertEqual(one, other)
        self.assertEqual(NwsSet([[NwsSet([1, 1.0])]]), NwsSet([[NwsSet([1.0, 1])]]))
        self.assertRaises(ValueError, NwsMap, [({"a": 1, "b": 2}, 3), ({"b": 2, "a": 1}, 4)])

    def test_maps_as_entries_look_up_exactly(self):
        value = NwsMap([(1, "int"), (1.0, "float"), ([1], "list")])
        self.assertEqual(("int", "float", "list"), (value[1], value[1.0], value.get([1])))
        self.assertIn([1], value)
        self.assertNotIn(True, value)
        self.assertRaises(KeyError, lambda: value[True])
        self.assertEqual(NwsMap([(2, 1), ([], 2)]), NwsMap([([], 2), (2, 1)]))

    def test_errors(self):
        cause = RemoteError("IOException", "disk", "at A.B()", "csharp")
        self.assert_returns(RemoteError("Error", "\u00fc", "", "javascript", cause))

    def test_a_lone_surrogate_stays_and_a_pair_becomes_its_character(self):
        self.assert_returns("a\ud800b")
        self.assertEqual(b"\xa3\xed\xa0\x80", encode("\ud800"))
        self.assertEqual("\U0001f600", decode(encode("\ud83d\ude00")))
        self.assertEqual("\U0001f600", decode(b"\xa6\xed\xa0\xbd\xed\xb8\x80"))

    def test_every_nan_is_written_alike(self):
        for bits in ("7ff8000000000000", "fff8000000000001", "7ff0000000000001"):
            value = struct.unpack(">d", bytes.fromhex(bits))[0]
            self.assertEqual("cb7ff8000000000000", encode(value).hex())
            self.assertEqual("ca7fc00000", encode(Float32(value)).hex())
            self.assertEqual("d809" + "7ff8000000000000" * 2, encode(complex(value, value)).hex())

    def test_other_forms_than_ours_are_read_as_the_same_value(self):
        for data, expected in ((b"\xd3" + bytes(7) + b"\x05", 5), (b"\xc7\x01\x01\x05", 5), (b"\xd9\x01a", "a"),
                               (b"\xc7\x0c\xff" + bytes(12), datetime(1970, 1, 1, tzinfo=timezone.utc)),
                               (b"\xd8\x05" + bytes(16), datetime(1970, 1, 1, tzinfo=timezone.utc)),
                               (b"\xdc\x00\x01\x01", [1])):
            with self.subTest(data):
                self.assertEqual(expected, decode(data))

    def test_random_values(self):
        source = random.Random(20260101)
        for _ in range(300):
            self.assert_returns(self.random_value(source, 4))

    def random_value(self, source, depth):
        makers = [lambda: source.choice((None, True, False)), lambda: source.getrandbits(source.randrange(1, 90)),
                  lambda: -source.getrandbits(source.randrange(1, 90)), lambda: source.uniform(-1e9, 1e9),
                  lambda: "".join(chr(source.randrange(1, 0xd7ff)) for _ in range(source.randrange(40))),
                  lambda: Decimal(source.randrange(-10 ** 9, 10 ** 9)).scaleb(source.randrange(-9, 9)),
                  lambda: timedelta(microseconds=source.randrange(-10 ** 15, 10 ** 15)),
                  lambda: datetime.min + timedelta(microseconds=source.randrange(3 * 10 ** 17)),
                  lambda: uuid.UUID(int=source.getrandbits(128))]
        if depth:
            children = [lambda: self.random_value(source, depth - 1)] * 3
            makers += [lambda: [make() for make in children], lambda: tuple(make() for make in children),
                       lambda: {f"k{index}": make() for index, make in enumerate(children)}]
        return source.choice(makers)()


class ConversionTest(unittest.TestCase):
    def test_relatives_of_the_known_types_travel_as_those(self):
        Point = collections.namedtuple("Point", "x y")
        Color = enum.IntEnum("Color", "RED")
        for value, expected in ((Point(1, 2), (1, 2)), (Color.RED, 1), (collections.OrderedDict(a=1), {"a": 1}),
                                (collections.Counter("a"), {"a": 1}), (range(3), [0, 1, 2]), (frozenset({1}), {1}),
                                (bytearray(b"x"), b"x"), (memoryview(b"abc")[::2], b"ac")):
            with self.subTest(repr(value)):
                self.assertEqual(expected, decode(encode(value)))

    def test_a_dataclass_travels_as_the_map_of_its_fields(self):
        @dataclasses.dataclass
        class Point:
            x: int
            y: list

        self.assertEqual({"x": 1, "y": [2]}, decode(encode(Point(1, [2]))))

    def test_an_exception_travels_with_stack_and_causes(self):
        try:
            try:
                {}["a"]
            except KeyError as error:
                raise ValueError("bad") from error
        except ValueError as error:
            back = decode(encode(error))
        self.assertEqual(("ValueError", "bad", "python"), (back.type, back.message, back.language))
        self.assertIn("raise ValueError", back.stack)
        self.assertEqual(("KeyError", "'a'"), (back.cause.type, back.cause.message))

    def test_an_exception_that_cannot_tell_its_text_travels_too(self):
        class Silent(Exception):
            def __str__(self):
                raise RuntimeError

        self.assertEqual("<no text: its __str__ raised RuntimeError>", decode(encode(Silent())).message)

    def test_float32_rounds(self):
        self.assertEqual(0.10000000149011612, Float32(0.1))
        self.assertEqual("Float32(0.10000000149011612)", repr(Float32(0.1)))

    def test_wrappers_print_what_they_hold(self):
        for value, text in ((NwsDateTime(1, 1, 0), "1970-01-01T00:00:01.000000001Z"),
                            (NwsDateTime(-1, 500000000, 19800), "1970-01-01T05:29:59.5+05:30"),
                            (NwsDateTime(-62135596801, 0, None), "0000-12-31T23:59:59"),
                            (NwsDateTime(-62198755200, 0, -1), "-000002-12-31T23:59:59-00:00:01"),
                            (NwsDateTime(2 ** 63 - 1, 0, 0), "+292277026596-12-04T15:30:07Z"),
                            (NwsDuration(7384, 5), "PT2H3M4.000000005S"), (NwsDuration(-2, 500000000), "-PT1.5S"),
                            (NwsDuration(0, 0), "PT0S"), (NwsDuration(60, 0), "PT1M"), (Float32(0.5), "0.5"),
                            (NwsMap([([1], 2)]), "NwsMap([([1], 2)])"), (NwsSet([1, 1.0]), "NwsSet([1, 1.0])"),
                            (RemoteError("E", "m"), "E: m")):
            with self.subTest(text):
                self.assertEqual(text, str(value))
        self.assertEqual("NwsDuration(seconds=1, nanoseconds=5)", repr(NwsDuration(1, 5)))
        self.assertLess(len(repr(NumericArray("u1", [9999], bytes(9999)))), 400)

    def test_equal_wrappers_have_equal_hashes(self):
        for make in (lambda: NwsDateTime(1, 1, 0), lambda: NwsDuration(1, 5), lambda: Float32(0.1),
                     lambda: RemoteError("E", "m", cause=RemoteError("F", ""))):
            self.assertEqual(1, len({make(), make()}))
        for wrapper in (NwsMap(), NwsSet(), NumericArray("u1", [0], b"")):
            self.assertRaises(TypeError, hash, wrapper)

    def test_numeric_arrays_without_numpy(self):
        value = NumericArray("i2", [2, 2], struct.pack("<4h", 1, -2, 3, 4))
        self.assertEqual([[1, -2], [3, 4]], value.tolist())
        self.assertEqual([1 + 2j], NumericArray("c8", [1], struct.pack("<2f", 1, 2)).tolist())
        self.assertEqual([True, False], NumericArray("b1", [2], b"\1\0").tolist())
        self.assertEqual(1.5, NumericArray("f2", [], struct.pack("<e", 1.5)).tolist())

    def test_arrays_of_every_type_keep_their_numbers(self):
        for code in "bBhHiIlLqQfd":
            value = array.array(code, [1, 2, 3])
            with self.subTest(code):
                self.assertEqual([1, 2, 3], list(decode(encode(value))))

    def test_contradictory_arrays_are_refused(self):
        for arguments in (("i3", [1], b"123"), ("i2", [2], b"123"), ("f8", [1, 2], bytes(8)), ("i1", [1] * 65, b"1"),
                          ("i1", [0, 1 << 31], b""), ("b1", [3], b"\0\2\1")):
            with self.assertRaises(ValueError):
                make_array(*arguments)


class RefusalTest(unittest.TestCase):
    def refusal(self, value):
        with self.assertRaises(NwsValueError) as caught:
            encode(value)
        return str(caught.exception)

    def assert_paths(self, cases):
        for value, path in cases:
            with self.subTest(path):
                self.assertTrue(self.refusal(value).endswith(f", at {path}"), self.refusal(value))

    def test_the_path_leads_to_the_culprit(self):
        self.assert_paths((
            ({"rows": [1, 2, 3, print]}, "['rows'][3]"), ([(1, {2: object()})], "[0][1][2]"),
            ({"a": {(1, print): 2}}, "['a'][key 0][1]"), ({print}, "[0]"), (NwsMap([([], print)]), "[value 0]"),
            (RemoteError("", "", cause=RemoteError(print, "")), "['cause']['type']")))

    def test_the_path_shows_keys_that_are_text_or_integers(self):
        Number = enum.IntEnum("Number", "ONE")
        self.assert_paths((
            ({"k" * 41: print}, "['" + "k" * 40 + "...']"), ({"it's\\\n\x7f\ud800": print}, r"['it\'s\\\n\u007f\ud800']"),
            ({10 ** 39: print}, f"[{10 ** 39}]"), ({10 ** 40: print}, "[value 0]"), ({1 << 99999: print}, "[value 0]"),
            ({Number.ONE: print}, "[1]"), ({True: print}, "[value 0]"), ({0: 0, (1, 2): print}, "[value 1]")))

    def test_a_long_path_lacks_its_middle(self):
        value = print
        for index in range(20, 0, -1):
            value = {index: value}
        self.assert_paths(((value, "[1][2][3][4][5][6][7][8][9][10][11][12]...[17][18][19][20]"),))

    def test_equal_keys_are_refused(self):
        for value in ({float("nan"): 1, float("nan"): 2}, {(1, Decimal("NaN")): 1, (1, Decimal("NaN")): 2},
                      {"\ud83d\ude00": 1, "\U0001f600": 2}, {ValueError("x"): 1, ValueError("x"): 2}):
            with self.subTest(value):
                self.assertIn("two keys of the map are equal, at ['m'][key 1]", self.refusal({"m": value}))
        self.assert_paths((({float("nan"): 1, print: 2}, "[key 1]"), ({(print, float("nan")): 1, 2: 3}, "[key 0][0]")))

    def test_equal_elements_of_a_set_are_stored_once(self):
        self.assertEqual(1, len(decode(encode({float("nan"), float("nan")}))))
        self.assertEqual({"\U0001f600", 1}, decode(encode({"\ud83d\ude00", "\U0001f600", 1})))
        self.assert_paths((([{float("nan"), print}], "[0][1]"),) if list({float("nan"), print})[1] is print else
                          (([{float("nan"), print}], "[0][0]"),))

    def test_the_exponent_of_a_decimal_has_at_most_18_digits(self):
        for text in ("1.5E+999999999999999999", "-1.5E-999999999999999999"):
            self.assertEqual(text, str(decode(encode(Decimal(text)))))
        self.assertIn("more than 18 digits", self.refusal(Decimal("1E-1000000000000000000")))

    def test_what_has_no_kind_is_named_with_advice(self):
        class Color(enum.Enum):
            RED = 1

        characters = array.array(next(code for code in array.typecodes if code in "uw"), "a")
        for value, text in ((datetime.now().date(), "type date cannot be stored (use a datetime)"),
                            ((x for x in ()), "type generator cannot be stored (make it a list)"),
                            (Color.RED, "Color cannot be stored (use its value)"),
                            (characters, "only arrays of numbers"), (int, "type type")):
            with self.subTest(text):
                self.assertIn(text, self.refusal(value))

    def test_cycles(self):
        value = {"a": []}
        value["a"].append(value)
        self.assertIn("cannot contain itself, at [1]['a'][0]", self.refusal([0, value]))

    def test_the_depth_is_limited_when_encoding(self):
        for wrap in (lambda v: [v], lambda v: (v,), lambda v: {"k": v}, lambda v: frozenset([v])):
            value = nested(wrap, 256)
            self.assertEqual(value, decode(encode(value)))
            self.assertIn("more than 256", self.refusal(nested(wrap, 257)))

    def test_of_errors_only_causes_count_towards_the_depth(self):
        def caused(cause):
            return RemoteError("E", "m", cause=cause)

        value = nested(lambda v: [v], 255, nested(caused, 2))
        self.assertEqual(value, decode(encode(value)))
        self.assertIn("more than 256", self.refusal([value, [value]]))

    def test_offsets_with_fractions_of_a_second(self):
        odd = datetime(2020, 1, 1, tzinfo=timezone(timedelta(microseconds=1)))
        self.assertIn("fractions of a second", self.refusal(odd))


class HostileBytesTest(unittest.TestCase):
    def fault(self, data):
        with self.assertRaises(NwsValueError) as caught:
            decode(data)
        return str(caught.exception)

    def test_counts_are_not_trusted(self):
        for data in (b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff\x00", b"\xdb\xff\xff\xff\xffa",
                     b"\xc6\xff\xff\xff\xff",
                     b"\xc9\xff\xff\xff\xff\x03\x90", b"\xc7\x05\x03\xdd\xff\xff\xff\xff"):
            with self.subTest(data):
                self.assertIn("are left", self.fault(data))

    def test_every_beginning_of_a_value_is_incomplete(self):
        data = encode([1, "text", b"bytes", (1, {2}), {"k": 1.5}, RemoteError("E", "m"), 2 ** 70, Decimal("1.5")])
        for size in range(len(data)):
            with self.assertRaises(NwsValueError):
                decode(data[:size])

    def test_faults_are_named(self):
        for data, text in ((b"\xc1", "0xc1"), (b"\x01\x02", "1 bytes too many"), (b"\xa2\xff\xff", "not UTF-8"),
                           (b"\xd4\x63\x00", "unknown extension type 99"), (b"\xd4\x02x", "not a decimal number"),
                           (b"\xd4\x03\x01", "contains something else"),
                           (b"\xd5\x03\x90\x00", "longer than its content"),
                           (b"\xc7\x03\x02\x31\x5f\x31", "not a decimal number"), (b"\xd4\x0a\x90", "were expected"),
                           (b"\xc7\x00\x01", "no bytes"), (b"\xd7\xff" + b"\xff" * 8, "nanoseconds"),
                           (b"\xd4\x0b\x80" + b"\x00", "too many"), (b"\xc7\x07\x0b\x81\xa4type\x01", "not text")):
            with self.subTest(text):
                self.assertIn(text, self.fault(data))

    def test_duplicates_are_refused(self):
        nan = encode(float("nan"))
        for data in (b"\x82\x01\xc0\x01\xc0", b"\x82" + nan + b"\xc0" + nan + b"\xc0", b"\xc7\x03\x04\x92\x01\x01",
                     b"\x82\x91\x01\xc0\x91\x01\xc0"):
            with self.subTest(data):
                self.assertRegex(self.fault(data), "two (keys|elements)")
        self.assertRaises(ValueError, NwsMap, [(1, 2), (1, 3)])
        self.assertRaises(ValueError, NwsSet, [[{1, 2}], [{2, 1}]])

    def test_offsets_of_a_day_are_refused(self):
        self.assertIn("a day or more", self.fault(b"\xd8\x05" + struct.pack(">qIi", 0, 0, 86400)))

    def test_the_depth_is_limited_when_decoding(self):
        self.assertIn("more than 256", self.fault(b"\x91" * 257 + b"\xc0"))

    def test_the_position_is_told(self):
        self.assertIn("(byte 2)", self.fault(b"\x92\x01\xc1"))

    def test_random_bytes_never_break_the_decoder(self):
        source = random.Random(7)
        for _ in range(20000):
            data = bytes(source.getrandbits(8) for _ in range(source.randrange(1, 30)))
            try:
                value = decode(data)
            except NwsValueError:
                continue
            self.assertEqual(encode(value), encode(decode(encode(value))))


if __name__ == "__main__":
    unittest.main()
