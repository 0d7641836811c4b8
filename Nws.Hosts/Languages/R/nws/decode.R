# Bytes as values of R (VALUES.md).

# Gives out a raw vector piece by piece.
reader <- function(bytes) {
  position <- 0L
  function(count) {
    if (count > length(bytes) - position) value_error("the bytes end too early")
    start <- position
    position <<- position + count
    if (count == 1L) bytes[position] else bytes[seq_len(count) + start]
  }
}

# The value at the start of all the bytes of a text.
decode <- function(bytes) decode_next(reader(bytes), 0L)

# The next value; `take` gives as many bytes as it is asked for, `depth` counts the containers around the value.
decode_next <- function(take, depth) {
  code <- as.integer(take(1L))
  if (code < 0x80L) code
  else if (code >= 0xe0L) code - 256L
  else if (code < 0x90L) decode_map(take, code - 0x80L, depth)
  else if (code < 0xa0L) decode_items(take, code - 0x90L, depth)
  else if (code < 0xc0L) decode_text(take(code - 0xa0L))
  else DECODERS[[code - 0xbfL]](take, depth)
}

count_of <- function(take, size) unsigned_value(take(size))

signed_value <- function(bytes) {
  value <- unsigned_value(bytes)
  whole_number(if (is_negative(bytes)) value - 256^length(bytes) else value)
}

DECODERS <- list( # from 0xc0 to 0xdf
  function(take, depth) NULL,
  function(take, depth) value_error("0xc1 begins no value"),
  function(take, depth) FALSE,
  function(take, depth) TRUE,
  function(take, depth) take(count_of(take, 1L)),
  function(take, depth) take(count_of(take, 2L)),
  function(take, depth) take(count_of(take, 4L)),
  function(take, depth) decode_extension(take, count_of(take, 1L), depth),
  function(take, depth) decode_extension(take, count_of(take, 2L), depth),
  function(take, depth) decode_extension(take, count_of(take, 4L), depth),
  function(take, depth) wrap(readBin(take(4L), "double", size = 4L, endian = "big"), "nws_float32"),
  function(take, depth) readBin(take(8L), "double", endian = "big"),
  function(take, depth) count_of(take, 1L) |> whole_number(),
  function(take, depth) count_of(take, 2L) |> whole_number(),
  function(take, depth) count_of(take, 4L) |> whole_number(),
  function(take, depth) whole_number_of_64_bits(take(8L), signed = FALSE),
  function(take, depth) signed_value(take(1L)),
  function(take, depth) signed_value(take(2L)),
  function(take, depth) signed_value(take(4L)),
  function(take, depth) whole_number_of_64_bits(take(8L), signed = TRUE),
  function(take, depth) decode_extension(take, 1L, depth),
  function(take, depth) decode_extension(take, 2L, depth),
  function(take, depth) decode_extension(take, 4L, depth),
  function(take, depth) decode_extension(take, 8L, depth),
  function(take, depth) decode_extension(take, 16L, depth),
  function(take, depth) decode_text(take(count_of(take, 1L))),
  function(take, depth) decode_text(take(count_of(take, 2L))),
  function(take, depth) decode_text(take(count_of(take, 4L))),
  function(take, depth) decode_items(take, count_of(take, 2L), depth),
  function(take, depth) decode_items(take, count_of(take, 4L), depth),
  function(take, depth) decode_map(take, count_of(take, 2L), depth),
  function(take, depth) decode_map(take, count_of(take, 4L), depth))

decode_text <- function(bytes) {
  if (any(bytes == as.raw(0))) return(wrap(bytes, "nws_text"))
  text <- rawToChar(bytes)
  Encoding(text) <- "UTF-8"
  if (validUTF8(text)) text else wrap(bytes, "nws_text")
}

# Room is made as elements come, not on the word of a head.
FIRST_ROOM <- 65536L

decode_items <- function(take, count, depth) {
  depth <- nest(depth, "")
  items <- vector("list", min(count, FIRST_ROOM))
  for (i in seq_len(count)) {
    item <- decode_next(take, depth)
    if (!is.null(item)) items[[i]] <- item
  }
  length(items) <- count
  items
}

decode_map <- function(take, count, depth) {
  items <- decode_items(take, 2 * count, depth)
  places <- 2L * seq_len(count)
  keys <- items[places - 1L]
  values <- items[places]
  if (all(vapply(keys, is.character, NA))) {
    keys <- as.character(keys)
    if (anyDuplicated(keys)) value_error("a map with two equal keys")
    return(structure(values, names = keys))
  }
  if (count > 1L && has_equal(keys)) value_error("a map with two equal keys")
  wrap(list(keys = keys, values = values), "nws_map")
}

decode_extension <- function(take, size, depth) {
  force(size) # it stands before the type, and is read only when it is asked for
  type <- as.integer(take(1L))
  payload <- take(size)
  if (type == 255L) return(decode_timestamp(payload))
  sizes <- c(NA, NA, NA, NA, 16L, 12L, 12L, 16L, 16L, NA, NA)
  if (type < 1L || type > 11L) value_error(sprintf("extension type %d is unknown", if (type > 127L) type - 256L else type))
  if (!is.na(sizes[type]) && sizes[type] != size) value_error(sprintf("extension type %d of a wrong length", type))
  # Decoded here, not where it is used: a promise would cost deep values more of the stack.
  inner <- if (type %in% c(3L, 4L, 10L, 11L)) decode_next(reader(payload), depth)
  switch(type,
    decode_integer(payload),
    nws_decimal(rawToChar(payload)),
    wrap(inner, "nws_tuple"),
    decode_set(inner),
    decode_offset_datetime(payload),
    nws_datetime(read_seconds(payload[1:8]), unsigned_value(payload[9:12])),
    decode_duration(read_seconds(payload[1:8]), unsigned_value(payload[9:12])),
    decode_uuid(payload),
    readBin(payload, "complex", endian = "big"),
    decode_array(inner),
    decode_error(inner))
}

decode_integer <- function(payload) {
  if (length(payload) > 6L) wrap(decimal_digits(payload), "nws_integer") else signed_value(payload)
}

# Whether two values are the same, which is to say: have the same bytes.
has_equal <- function(values) {
  plain <- vapply(values, function(value) is.integer(value) && length(value) == 1L && is.null(attributes(value)), NA)
  anyDuplicated(if (all(plain)) unlist(values) else lapply(values, encode)) > 0L
}

decode_set <- function(items) {
  if (has_equal(items)) value_error("a set with two equal elements")
  wrap(items, "nws_set")
}

decode_uuid <- function(payload) {
  digits <- paste(as.character(payload), collapse = "")
  wrap(sub("(.{8})(.{4})(.{4})(.{4})(.{12})", "\\1-\\2-\\3-\\4-\\5", digits), "nws_uuid")
}

# An array of R where R has the element type and all the elements, else a wrapper.
decode_array <- function(parts) {
  if (!is.list(parts) || length(parts) != 3L) value_error("a numeric array has three parts")
  whole <- nws_array(parts[[1L]], as.numeric(parts[[2L]]), parts[[3L]])
  if (!is_natural(whole)) return(whole)
  values <- element_values(whole$type, whole$data)
  # What R holds for a single element is one value, not an array; a vector of any other length is an array already.
  if (length(whole$shape) == 1L && whole$shape != 1L) values else from_row_major(values, whole$shape)
}

is_natural <- function(array) length(array$shape) > 0L && switch(array$type,
  b1 = all(array$data <= as.raw(1)),
  i4 = !anyNA(readBin(array$data, "integer", length(array$data) / 4L, endian = "little")),
  f8 = , c16 = TRUE,
  FALSE)

decode_error <- function(record) {
  if (!is.list(record) || !is.character(record$message)) value_error("an error is a map with type and message")
  nws_error(record$type, record$message, record$stack, record$language, record$cause)
}
