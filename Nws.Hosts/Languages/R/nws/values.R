# The kinds of values that R has no type for, each in a small class. Two are equal if they are identical().

wrap <- function(value, class) structure(value, class = c(class, "nws_value"))

value_error <- function(reason, path = "") {
  where <- if (nchar(path) > 200L) paste0(substr(path, 1L, 100L), "...", substring(path, nchar(path) - 99L)) else path
  message <- if (nzchar(where)) paste(reason, "at", where) else reason
  stop(structure(class = c("nws_value_error", "error", "condition"), list(message = message, call = NULL)))
}

one_text <- function(x, what, pattern = "") {
  if (!is.character(x) || length(x) != 1L || is.na(x) || !grepl(pattern, x)) value_error(paste("not", what))
  x
}

one_whole <- function(x, what, least, most) {
  if (!is.numeric(x) || length(x) != 1L || is.na(x) || x != floor(x) || x < least || x > most)
    value_error(sprintf("%s is a whole number from %.0f to %.0f", what, least, most))
  as.numeric(x)
}

# An integer beyond those of R (32 bits), of any size: its decimal digits. as.numeric() gives the nearest double.
nws_integer <- function(digits) {
  if (is.numeric(digits) && length(digits) == 1L && is.finite(digits) && digits == trunc(digits)) digits <- sprintf("%.0f", digits)
  digits <- sub("^(-?)0+(?=[0-9])", "\\1", one_text(digits, "an integer in decimal digits", "^-?[0-9]+$"), perl = TRUE)
  wrap(if (digits == "-0") "0" else digits, "nws_integer")
}

# A number of 32 bits, rounded to it here.
nws_float32 <- function(x) {
  if (!is.numeric(x) || length(x) != 1L) value_error("a float32 is one number")
  wrap(readBin(writeBin(as.double(x), raw(), size = 4L), "double", size = 4L), "nws_float32")
}

# A decimal number, with its trailing zeros: "1.50", "1E-8", "NaN".
nws_decimal <- function(text)
  wrap(one_text(text, "a decimal number", "^(-?[0-9]+([.][0-9]+)?(E[+-]?[0-9]+)?|NaN|sNaN|-?Infinity)$"), "nws_decimal")

# A text that no string of R can hold, with a NUL or a lone surrogate in it: its bytes in UTF-8.
nws_text <- function(bytes) {
  if (!is.raw(bytes)) value_error("a text is given as the raw vector of its bytes in UTF-8")
  wrap(bytes, "nws_text")
}

nws_tuple <- function(...) wrap(list(...), "nws_tuple")

nws_set <- function(...) wrap(list(...), "nws_set")

# A map whose keys are not all texts.
nws_map <- function(keys = list(), values = list()) {
  if (length(keys) != length(values)) value_error("a map has as many values as keys")
  wrap(list(keys = as.list(keys), values = as.list(values)), "nws_map")
}

# A date and time that is no POSIXct: on a wall clock (offset NA), or with an offset from UTC in seconds. The seconds are
# those since 1970 of the wall clock, or of the instant.
nws_datetime <- function(seconds, nanoseconds = 0, offset = NA) {
  if (!is.na(offset)) one_whole(offset, "the offset", -86399, 86399)
  wrap(c(time_fields(seconds, nanoseconds), offset = as.integer(offset)), "nws_datetime")
}

# A time span that a difftime cannot hold.
nws_duration <- function(seconds, nanoseconds = 0) wrap(time_fields(seconds, nanoseconds), "nws_duration")

nws_uuid <- function(text) {
  pattern <- "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
  wrap(one_text(tolower(text), "a UUID such as 01234567-89ab-cdef-0123-456789abcdef", pattern), "nws_uuid")
}

# A numeric array of an element type that R lacks, such as "u1" or "f4": its elements as little-endian bytes in row-major order.
nws_array <- function(type, shape, data) {
  size <- ELEMENT_SIZES[one_text(type, "an element type")]
  if (is.na(size)) value_error(sprintf("'%s' is not an element type", type))
  if (length(shape) > 64L) value_error("an array has at most 64 dimensions")
  for (extent in shape) one_whole(extent, "a dimension", 0, 2^31 - 1)
  if (!is.raw(data) || length(data) != prod(shape) * size)
    value_error(sprintf("the data of this array are %.0f bytes", prod(shape) * size))
  wrap(list(type = type, shape = as.integer(shape), data = data), "nws_array")
}

# An error of any language, as a condition that stop() can raise.
nws_error <- function(type, message, stack = "", language = "r", cause = NULL)
  structure(class = c("nws_error", "error", "condition"),
            list(message = message, call = NULL, type = type, stack = stack, language = language, cause = cause))

ELEMENT_SIZES <- c(b1 = 1L, i1 = 1L, i2 = 2L, i4 = 4L, i8 = 8L, u1 = 1L, u2 = 2L, u4 = 4L, u8 = 8L,
                   f2 = 2L, f4 = 4L, f8 = 8L, c8 = 8L, c16 = 16L)

time_fields <- function(seconds, nanoseconds) {
  if (!inherits(seconds, "nws_integer")) seconds <- one_whole(seconds, "the number of seconds", -2^53, 2^53)
  list(seconds = seconds, nanoseconds = one_whole(nanoseconds, "the number of nanoseconds", 0, 999999999))
}

# The values of an array as numbers of R, in an array of its shape; 64-bit integers as the nearest doubles.
array_values <- function(x) {
  values <- if (x$type == "f2") half_floats(x$data) else element_values(x$type, x$data)
  if (length(x$shape)) from_row_major(values, x$shape) else values
}

element_values <- function(type, data) {
  size <- ELEMENT_SIZES[[type]]
  count <- length(data) / size
  pairs <- function(size, unsigned = 2^32) {
    words <- matrix(readBin(data, "integer", 2L * count, size = 4L, endian = "little"), 2L)
    words <- ifelse(is.na(words), -2^31, words)
    low <- words[1L, ] %% 2^32
    low + 2^32 * (if (type == "u8") words[2L, ] %% 2^32 else words[2L, ])
  }
  switch(type,
    b1 = data != 0, i8 = , u8 = pairs(),
    u4 = { words <- readBin(data, "integer", count, endian = "little"); ifelse(is.na(words), 2^31, words %% 2^32) },
    i4 = { words <- readBin(data, "integer", count, endian = "little"); if (anyNA(words)) ifelse(is.na(words), -2^31, words) else words },
    i1 = , i2 = readBin(data, "integer", count, size = size, endian = "little"),
    u1 = , u2 = readBin(data, "integer", count, size = size, signed = FALSE, endian = "little"),
    f4 = , f8 = readBin(data, "double", count, size = size, endian = "little"),
    c8 = { parts <- matrix(readBin(data, "double", 2L * count, size = 4L, endian = "little"), 2L)
           complex(real = parts[1L, ], imaginary = parts[2L, ]) },
    c16 = readBin(data, "complex", count, endian = "little"))
}

half_floats <- function(data) {
  bits <- readBin(data, "integer", length(data) / 2L, size = 2L, signed = FALSE, endian = "little")
  exponent <- bits %/% 1024L %% 32L
  fraction <- bits %% 1024L
  size <- ifelse(exponent == 0L, fraction * 2^-24, (1024 + fraction) * 2^(exponent - 25))
  size[exponent == 31L] <- ifelse(fraction[exponent == 31L] == 0L, Inf, NaN)
  ifelse(bits >= 32768L, -size, size)
}

# Data that come row by row, in an array of R, which counts column by column.
from_row_major <- function(values, shape)
  if (length(shape) > 1L) aperm(array(values, rev(shape))) else array(values, shape)

value_text <- function(x) {
  inner <- function(items) paste(vapply(items, function(item) paste(format(item), collapse = " "), ""), collapse = ", ")
  name <- class(x)[1L]
  body <- switch(name,
    nws_tuple = , nws_set = inner(unclass(x)),
    nws_map = paste(vapply(x$keys, function(key) paste(format(key), collapse = " "), ""),
                    vapply(x$values, function(value) paste(format(value), collapse = " "), ""), sep = ": ", collapse = ", "),
    nws_array = paste0(x$type, "[", paste(x$shape, collapse = ", "), "]"),
    nws_text = iconv(rawToChar(x[x != 0]), "UTF-8", "UTF-8", "byte"),
    nws_datetime = , nws_duration = inner(unclass(x)),
    format(unclass(x), digits = if (name == "nws_float32") 9L))
  paste0("<", sub("nws_", "", name), " ", body, ">")
}

register_methods <- function() {
  method <- function(generic, class, fun) registerS3method(generic, class, fun, baseenv())
  method("format", "nws_value", function(x, ...) value_text(x))
  method("print", "nws_value", function(x, ...) { cat(value_text(x), "\n", sep = ""); invisible(x) })
  for (class in c("nws_integer", "nws_decimal", "nws_float32")) method("as.double", class, function(x, ...) as.double(unclass(x)))
  method("as.double", "nws_array", function(x, ...) as.double(array_values(x)))
  method("as.array", "nws_array", function(x, ...) array_values(x))
  method("as.POSIXct", "nws_datetime", function(x, tz = "UTC", ...)
    structure(as.numeric(x$seconds) + x$nanoseconds / 1e9, class = c("POSIXct", "POSIXt"), tzone = tz))
  method("as.difftime", "nws_duration", function(tim, ...) structure(as.numeric(tim$seconds) + tim$nanoseconds / 1e9, class = "difftime", units = "secs"))
  method("conditionMessage", "nws_error", function(c) c$message)
}

# Lets code find the makers of values, behind its own names.
offer_makers <- function() {
  register_methods()
  makers <- c("nws_integer", "nws_float32", "nws_decimal", "nws_text", "nws_tuple", "nws_set", "nws_map", "nws_datetime",
              "nws_duration", "nws_uuid", "nws_array", "nws_error")
  attach(mget(makers, environment(offer_makers)), name = "nws", warn.conflicts = FALSE)
}

# In a locale without Unicode, R would print other letters than ASCII as codes.
use_unicode <- function() if (!l10n_info()$`UTF-8`) suppressWarnings(Sys.setlocale("LC_CTYPE", "C.UTF-8"))
