"""Arrays and numbers of numpy; without numpy there is nothing to test here."""

import datetime
import importlib.util
import unittest

from nws.values import Float32, NumericArray, NwsValueError, decode, encode

DTYPES = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")


class NumpyTest(unittest.TestCase):
    def setUp(self):
        self.numpy = importlib.import_module("numpy")

    def assert_same(self, expected, actual):
        self.assertIs(self.numpy.ndarray, type(actual))
        self.assertEqual((expected.dtype.newbyteorder("="), expected.shape), (actual.dtype, actual.shape))
        self.assertEqual(expected.tolist(), actual.tolist())

    def test_every_element_type_byte_order_and_shape(self):
        for dtype in DTYPES:
            for order in "<>":
                for shape in ((), (0,), (6,), (2, 3), (1, 2, 3), (0, 5)):
                    with self.subTest(dtype=dtype, order=order, shape=shape):
                        count = int(self.numpy.prod(shape))
                        value = self.numpy.arange(count).astype(order + dtype).reshape(shape)
                        self.assert_same(value, decode(encode(value)))

    def test_arrays_that_are_not_contiguous(self):
        value = self.numpy.arange(24.0).reshape(4, 6)
        for view in (value.T, value[::2, ::-1], self.numpy.asfortranarray(value)):
            self.assert_same(view, decode(encode(view)))

    def test_a_decoded_array_can_be_changed(self):
        value = decode(encode(self.numpy.zeros(3)))
        value[0] = 1
        self.assertEqual([1, 0, 0], value.tolist())

    def test_a_view_of_other_numbers_as_bools(self):
        value = self.numpy.array([0, 1, 2], "u1").view("?")
        self.assertEqual([False, True, True], decode(encode(value)).tolist())

    def test_objects_and_dates_in_arrays_are_refused(self):
        numpy = self.numpy
        for dtype in ("O", "M8[ns]", "m8[s]", "U3", "S3", "V4", "f2,i4"):
            value = numpy.zeros(2, dtype)
            with self.subTest(dtype):
                with self.assertRaisesRegex(NwsValueError, r"cannot be stored .*, at \['rows'\]\[1\]$"):
                    encode({"rows": [1, value]})

    def test_bytes_are_those_of_the_wrapper(self):
        self.assertEqual(encode(NumericArray("i2", [2], b"\1\0\2\0")), encode(self.numpy.array([1, 2], ">i2")))

    def test_numbers_become_those_of_python(self):
        numpy = self.numpy
        for value, expected in ((numpy.int8(-1), -1), (numpy.uint64(2 ** 64 - 1), 2 ** 64 - 1),
                                (numpy.bool_(True), True), (numpy.float64(1.5), 1.5),
                                (numpy.float32(1.5), Float32(1.5)), (numpy.str_("a"), "a"),
                                (numpy.float16(0.1), Float32(numpy.float16(0.1))), (numpy.complex64(1j), 1j)):
            with self.subTest(repr(value)):
                self.assertEqual((expected, type(expected)), (decode(encode(value)), type(decode(encode(value)))))

    def test_what_has_no_kind_is_refused(self):
        numpy = self.numpy
        for value in (numpy.array(["a"]), numpy.array([object()]), numpy.ma.masked_array([1, 2], [0, 1]),
                      numpy.datetime64("2020-01-01"), numpy.array([datetime.datetime.now()]), numpy.longdouble(1)):
            with self.subTest(repr(value)):
                with self.assertRaisesRegex(NwsValueError, r"cannot be stored .*at \['x'\]"):
                    encode({"x": value})


def load_tests(loader, tests, pattern):
    return tests if importlib.util.find_spec("numpy") else unittest.TestSuite()


if __name__ == "__main__":
    unittest.main()
