# Instants and time spans to the nanosecond. A double of seconds often cannot tell the nanosecond; then the attribute `exact`
# holds seconds and nanoseconds beside it, and counts as long as the number is still the one it came with.

decode_instant <- function(seconds, nanoseconds) timed(seconds, nanoseconds, nws_instant, function(x)
  structure(x, class = c("POSIXct", "POSIXt"), tzone = "UTC"))

decode_duration <- function(seconds, nanoseconds) timed(seconds, nanoseconds, nws_duration, function(x)
  structure(x, class = "difftime", units = "secs"))

# Years that a POSIXct cannot count.
nws_instant <- function(seconds, nanoseconds) nws_datetime(seconds, nanoseconds, 0)

timed <- function(seconds, nanoseconds, wrapper, make) {
  if (!is.numeric(seconds)) return(wrapper(seconds, nanoseconds))
  number <- seconds + nanoseconds / 1e9
  x <- make(number)
  if (any(split_seconds(number) != c(seconds, nanoseconds))) attr(x, "exact") <- c(seconds, nanoseconds)
  x
}

split_seconds <- function(number) {
  seconds <- floor(number)
  nanoseconds <- round((number - seconds) * 1e9)
  if (nanoseconds == 1e9) c(seconds + 1, 0) else c(seconds, nanoseconds)
}

encode_times <- function(x, numbers, encode_parts, path, depth) {
  if (length(numbers) != 1L) return(encode_items(lapply(seq_along(numbers), function(i) x[[i]]), path, depth))
  if (is.na(numbers)) return(NIL)
  if (abs(numbers) > 2^53) value_error("a time so far away cannot travel", path)
  exact <- attr(x, "exact")
  same <- is.numeric(exact) && length(exact) == 2L && exact[1L] + exact[2L] / 1e9 == numbers
  parts <- if (same) exact else split_seconds(numbers)
  encode_parts(parts[1L], parts[2L])
}

encode_duration <- function(seconds, nanoseconds) extension(7L, moment_bytes(seconds, nanoseconds))

encode_instant <- function(seconds, nanoseconds) {
  if (is.numeric(seconds) && seconds >= 0 && seconds < 2^32 && nanoseconds == 0) return(extension(-1L, big_endian(seconds, 4L)))
  if (!is.numeric(seconds) || seconds < 0 || seconds >= 2^34)
    return(extension(-1L, c(big_endian(nanoseconds, 4L), seconds_bytes(seconds))))
  # Nanoseconds in the upper 30 bits, seconds in the lower 34.
  extension(-1L, c(big_endian(nanoseconds * 4 + seconds %/% 2^32, 4L), big_endian(seconds %% 2^32, 4L)))
}

encode_datetime <- function(x) {
  if (is.na(x$offset)) extension(6L, moment_bytes(x$seconds, x$nanoseconds))
  else if (x$offset == 0L) encode_instant(x$seconds, x$nanoseconds)
  else extension(5L, c(moment_bytes(x$seconds, x$nanoseconds), big_endian(x$offset, 4L)))
}

moment_bytes <- function(seconds, nanoseconds) c(seconds_bytes(seconds), big_endian(nanoseconds, 4L))

seconds_bytes <- function(seconds) {
  if (is.numeric(seconds)) return(big_endian(seconds, 8L))
  bytes <- integer_bytes(as.character(unclass(seconds)))
  c(rep(if (is_negative(bytes)) as.raw(0xff) else raw(1L), 8L - length(bytes)), bytes)
}

read_seconds <- function(bytes) {
  seconds <- whole_number_of_64_bits(bytes, signed = TRUE)
  if (is.integer(seconds) || abs(as.numeric(unclass(seconds))) < 2^53) as.numeric(unclass(seconds)) else seconds
}

decode_timestamp <- function(payload) switch(as.character(length(payload)),
  "4" = decode_instant(unsigned_value(payload), 0),
  "8" = {
    high <- unsigned_value(payload[1:4])
    decode_instant(high %% 4 * 2^32 + unsigned_value(payload[5:8]), high %/% 4)
  },
  "12" = decode_instant(read_seconds(payload[5:12]), unsigned_value(payload[1:4])),
  value_error("a timestamp of a wrong length"))

decode_offset_datetime <- function(payload) {
  offset <- unsigned_value(payload[13:16])
  nws_datetime(read_seconds(payload[1:8]), unsigned_value(payload[9:12]), if (offset >= 2^31) offset - 2^32 else offset)
}
