# Values of R as bytes (VALUES.md). What each type of R becomes stands in docs/kernels.md.

NIL <- as.raw(0xc0)
MAX_DEPTH <- 256L

# The bytes of a value. `path` leads to it and `depth` counts the containers around it; with `vector`, a single element is
# an array or list of one, too. The path is put together only if it is asked for.
encode <- function(x, path = "", depth = 0L, vector = FALSE) {
  if (is.null(x)) return(NIL)
  if (length(x) == 1L && !vector && is.atomic(x) && !is.raw(x) && is.null(attributes(x))) return(encode_scalar(x, path))
  if (is.object(x)) return(encode_object(x, path, depth))
  type <- typeof(x)
  if (type == "raw" || type == "list" || type %in% ATOMIC) {
    if (!is.null(names(x)) && type != "raw") return(encode_named(x, path, depth))
    check_attributes(x, path)
    if (type == "list") encode_items(x, path, depth)
    else if (type == "raw") c(head_of_bytes(length(x)), x)
    else if (!is.null(dim(x))) encode_array(x, dim(x), path)
    else encode_vector(x, path, depth)
  } else value_error(refusal(type), path)
}

ATOMIC <- c("logical", "integer", "double", "complex", "character")

refusal <- function(type) switch(type,
  closure = , builtin = , special = "a function cannot travel", environment = "an environment cannot travel",
  symbol = , language = , expression = "code cannot travel; deparse() gives its text",
  sprintf("a value of type '%s' cannot travel", type))

check_attributes <- function(x, path) {
  unknown <- setdiff(names(attributes(x)), if (is.raw(x) || is.list(x)) character() else "dim")
  if (length(unknown) == 0L) return()
  advice <- if ("dimnames" %in% unknown) "unname() drops it" else if ("names" %in% unknown) "unname() drops them" else "as.vector() drops it"
  value_error(sprintf("the attribute '%s' cannot travel; %s", unknown[1L], advice), path)
}

is_missing <- function(x) switch(typeof(x), complex = is.na(Re(x)) && !is.nan(Re(x)), double = !is.nan(x), TRUE)

encode_scalar <- function(x, path) {
  if (is.na(x) && is_missing(x)) return(NIL)
  switch(typeof(x),
    logical = as.raw(if (x) 0xc3 else 0xc2),
    integer = encode_whole(x),
    double = c(as.raw(0xcb), double_bytes(x)),
    complex = extension(9L, c(double_bytes(Re(x)), double_bytes(Im(x)))),
    character = encode_text(x, path))
}

# As an array; as a list if there is no array of the kind: of texts, or of numbers that may be missing.
encode_vector <- function(x, path, depth) {
  listed <- is.character(x) || (typeof(x) %in% c("logical", "integer") && anyNA(x))
  if (listed) encode_items(as.list(x), path, depth) else encode_array(x, length(x), path)
}

NAN_BYTES <- as.raw(c(0x7f, 0xf8, 0, 0, 0, 0, 0, 0))

double_bytes <- function(x) if (is.nan(x)) NAN_BYTES else writeBin(x, raw(), endian = "big")

float32_bytes <- function(x) if (is.nan(x)) as.raw(c(0x7f, 0xc0, 0, 0)) else writeBin(x, raw(), size = 4L, endian = "big")

encode_text <- function(x, path) {
  x <- enc2utf8(x)
  if (!validUTF8(x)) value_error("a text that is not valid in its encoding cannot travel", path)
  bytes <- charToRaw(x)
  c(head_of_text(length(bytes)), bytes)
}

encode_whole <- function(x) {
  x <- as.double(x)
  if (x >= 0) {
    if (x < 128) as.raw(x)
    else if (x < 256) c(as.raw(0xcc), as.raw(x))
    else if (x < 65536) c(as.raw(0xcd), big_endian(x, 2L))
    else if (x < 2^32) c(as.raw(0xce), big_endian(x, 4L))
    else c(as.raw(0xcf), big_endian(x, 8L))
  }
  else if (x >= -32) as.raw(256 + x)
  else if (x >= -128) c(as.raw(0xd0), big_endian(x, 1L))
  else if (x >= -32768) c(as.raw(0xd1), big_endian(x, 2L))
  else if (x >= -2^31) c(as.raw(0xd2), big_endian(x, 4L))
  else c(as.raw(0xd3), big_endian(x, 8L))
}

encode_integer <- function(digits) {
  if (nchar(digits) <= 15L) return(encode_whole(as.numeric(digits)))
  bytes <- integer_bytes(digits)
  if (is_negative(bytes))
    if (length(bytes) <= 8L) c(as.raw(0xd3), rep(as.raw(0xff), 8L - length(bytes)), bytes) else extension(1L, bytes)
  else if (length(bytes) <= 8L) c(as.raw(0xcf), raw(8L - length(bytes)), bytes)
  else if (length(bytes) == 9L && bytes[1L] == 0L) c(as.raw(0xcf), bytes[-1L])
  else extension(1L, bytes)
}

nest <- function(depth, path) {
  if (depth >= MAX_DEPTH) value_error(sprintf("more than %d containers inside each other", MAX_DEPTH), path)
  depth + 1L
}

# In here loops stand where lapply() would do: deep values need a stack of few frames, and arguments that are not promises.

encode_items <- function(items, path, depth) {
  depth <- nest(depth, path)
  parts <- vector("list", length(items))
  for (i in seq_along(items)) parts[[i]] <- encode(items[[i]], paste0(path, "[", i, "]"), depth)
  c(head_of_list(length(items)), unlist(parts))
}

encode_named <- function(x, path, depth) {
  depth <- nest(depth, path)
  keys <- names(x)
  names(x) <- NULL
  check_attributes(x, path)
  if (anyNA(keys)) value_error("a missing name cannot travel", path)
  if (anyDuplicated(keys)) value_error(sprintf("two elements have the name '%s'", keys[anyDuplicated(keys)]), path)
  parts <- vector("list", 2L * length(x))
  for (i in seq_along(keys)) {
    parts[[2L * i - 1L]] <- encode_text(keys[i], path)
    parts[[2L * i]] <- encode(x[[i]], paste0(path, "['", keys[i], "']"), depth)
  }
  c(head_of_map(length(keys)), unlist(parts))
}

encode_map <- function(x, path, depth) {
  depth <- nest(depth, path)
  count <- length(x$keys)
  parts <- vector("list", 2L * count)
  for (i in seq_len(count)) {
    parts[[2L * i - 1L]] <- encode(x$keys[[i]], paste0(path, "'s key ", i), depth)
    parts[[2L * i]] <- encode(x$values[[i]], paste0(path, "[", paste(format(x$keys[[i]]), collapse = " "), "]"), depth)
  }
  if (anyDuplicated(parts[2L * seq_len(count) - 1L])) value_error("a map with two equal keys cannot travel", path)
  c(head_of_map(count), unlist(parts))
}

encode_set <- function(x, path, depth) {
  depth <- nest(depth, path)
  parts <- vector("list", length(x))
  for (i in seq_along(x)) parts[[i]] <- encode(x[[i]], paste0(path, "[", i, "]"), depth)
  if (anyDuplicated(parts)) value_error("a set with two equal elements cannot travel", path)
  payload <- c(head_of_list(length(parts)), unlist(parts))
  extension(4L, payload)
}

ELEMENT_TYPES <- c(logical = "b1", integer = "i4", double = "f8", complex = "c16")

encode_array <- function(x, shape, path) {
  if (is.character(x)) value_error("an array of texts cannot travel; split it into lists", path)
  if (!is.double(x) && !is.complex(x) && anyNA(x))
    value_error(sprintf("an array of type %s with missing elements cannot travel; make it double", typeof(x)), path)
  if (length(shape) > 1L) x <- aperm(x)
  data <- if (is.logical(x)) as.raw(x) else writeBin(as.vector(x), raw(), endian = "little")
  encode_numeric_array(ELEMENT_TYPES[[typeof(x)]], shape, data)
}

encode_numeric_array <- function(type, shape, data) extension(10L, c(
  head_of_list(3L), encode_text(type), head_of_list(length(shape)), unlist(lapply(shape, encode_whole)),
  head_of_bytes(length(data)), data))

encode_object <- function(x, path, depth) {
  known <- intersect(class(x), names(OBJECT_ENCODERS))
  if (length(known)) OBJECT_ENCODERS[[known[1L]]](x, path, depth)
  else value_error(sprintf("an object of class '%s' cannot travel; give what matters of it as a vector or list", class(x)[1L]), path)
}

OBJECT_ENCODERS <- list(
  AsIs = function(x, path, depth) encode(structure(x, class = setdiff(class(x), "AsIs")), path, depth, vector = TRUE),
  data.frame = function(x, path, depth) encode_frame(x, path, depth),
  factor = function(x, path, depth) value_error("a factor cannot travel; as.character() or as.integer() can", path),
  Date = function(x, path, depth) value_error("a Date cannot travel; as.POSIXct() or format() can", path),
  POSIXlt = function(x, path, depth) encode(as.POSIXct(x), path, depth),
  POSIXct = function(x, path, depth) encode_times(x, as.vector(unclass(x)), encode_instant, path, depth),
  difftime = function(x, path, depth) encode_times(x, as.numeric(x, units = "secs"), encode_duration, path, depth),
  condition = function(x, path, depth) {
    payload <- encode_error_record(error_record(x), path, depth)
    extension(11L, payload)
  },
  nws_integer = function(x, path, depth) encode_integer(as.character(unclass(x))),
  nws_float32 = function(x, path, depth) c(as.raw(0xca), float32_bytes(as.vector(unclass(x)))),
  nws_decimal = function(x, path, depth) extension(2L, charToRaw(unclass(x))),
  nws_text = function(x, path, depth) c(head_of_text(length(x)), as.vector(unclass(x))),
  nws_tuple = function(x, path, depth) {
    payload <- encode_items(unclass(x), path, depth)
    extension(3L, payload)
  },
  nws_set = function(x, path, depth) encode_set(unclass(x), path, depth),
  nws_map = function(x, path, depth) encode_map(x, path, depth),
  nws_datetime = function(x, path, depth) encode_datetime(x),
  nws_duration = function(x, path, depth) extension(7L, moment_bytes(x$seconds, x$nanoseconds)),
  nws_uuid = function(x, path, depth) extension(8L, hexadecimal(gsub("-", "", unclass(x), fixed = TRUE))),
  nws_array = function(x, path, depth) encode_numeric_array(x$type, x$shape, x$data))

hexadecimal <- function(digits) as.raw(strtoi(substring(digits, seq(1L, nchar(digits), 2L), seq(2L, nchar(digits), 2L)), 16L))

encode_frame <- function(x, path, depth) {
  if (is.character(attr(x, "row.names"))) value_error("the row names of a data frame cannot travel; make them a column", path)
  depth <- nest(depth, path)
  parts <- lapply(names(x), function(name)
    c(encode_text(name, path), encode(I(x[[name]]), paste0(path, "['", name, "']"), depth)))
  if (anyDuplicated(names(x))) value_error("two columns of a data frame have the same name", path)
  c(head_of_map(length(x)), unlist(parts))
}

error_record <- function(condition) if (inherits(condition, "nws_error")) unclass(condition) else list(
  type = class(condition)[1L], message = conditionMessage(condition), stack = "", language = "r",
  cause = if (inherits(condition$parent, "condition")) condition$parent)

# The map of an error. Its cause is an error, too, or, `plain`, such a map.
encode_error_record <- function(record, path, depth, plain = FALSE) {
  fields <- c("type", "message", "stack", "language")
  parts <- lapply(fields, function(field) c(encode_text(field), encode(record[[field]], path)))
  inner <- nest(depth, path)
  cause <- if (!is.null(record$cause)) c(encode_text("cause"),
    if (plain) encode_error_record(error_record(record$cause), path, inner, plain) else encode(record$cause, path, inner))
  c(head_of_map(length(fields) + !is.null(cause)), unlist(parts), cause)
}

# Heads: how many follow.

counted <- function(count, few, small, codes) {
  if (count < small) as.raw(few + count)
  else if (count < 256 && !is.na(codes[1L])) c(as.raw(codes[1L]), big_endian(count, 1L))
  else if (count < 65536) c(as.raw(codes[2L]), big_endian(count, 2L))
  else c(as.raw(codes[3L]), big_endian(count, 4L))
}

head_of_text <- function(size) counted(size, 0xa0, 32L, c(0xd9, 0xda, 0xdb))
head_of_bytes <- function(size) counted(size, 0L, 0L, c(0xc4, 0xc5, 0xc6))
head_of_list <- function(count) counted(count, 0x90, 16L, c(NA, 0xdc, 0xdd))
head_of_map <- function(count) counted(count, 0x80, 16L, c(NA, 0xde, 0xdf))

extension <- function(type, payload) {
  fixed <- match(length(payload), c(1L, 2L, 4L, 8L, 16L))
  head <- if (is.na(fixed)) counted(length(payload), 0L, 0L, c(0xc7, 0xc8, 0xc9)) else as.raw(0xd3 + fixed)
  c(head, as.raw(type %% 256), payload)
}
