# Whole numbers of any size, as decimal digits and as bytes of two's complement, big-endian.

# The digits of a number in another base, most significant first. No step leaves the integers that a double counts exactly.
rebase <- function(digits, from, to) {
  result <- numeric() # least significant first
  for (carry in digits) {
    for (i in seq_along(result)) {
      sum <- result[i] * from + carry
      carry <- sum %/% to
      result[i] <- sum - carry * to
    }
    while (carry > 0) {
      result <- c(result, carry %% to)
      carry <- carry %/% to
    }
  }
  rev(result)
}

BINARY_BASE <- 2^24 # three bytes
DECIMAL_BASE <- 1e7 # seven digits

# The bytes of a whole number below 2^53 in size.
big_endian <- function(x, count) as.raw(x %/% 256^((count - 1L):0L) %% 256)

unsigned_value <- function(bytes) {
  value <- 0
  for (byte in as.integer(bytes)) value <- value * 256 + byte
  value
}

is_negative <- function(bytes) length(bytes) > 0L && bytes[1L] >= as.raw(0x80)

negate <- function(bytes) {
  inverse <- 255L - as.integer(bytes)
  last <- max(which(inverse < 255L), 0L)
  if (last > 0L) inverse[last] <- inverse[last] + 1L
  inverse[seq_along(inverse) > last] <- 0L
  as.raw(inverse)
}

# The decimal digits of bytes; of unsigned bytes if signed is false.
decimal_digits <- function(bytes, signed = TRUE) {
  negative <- signed && is_negative(bytes)
  # A zero in front leaves room for the magnitude of the least number.
  magnitude <- if (negative) negate(c(as.raw(0xff), bytes)) else bytes
  magnitude <- c(raw(-length(magnitude) %% 3L), magnitude)
  limbs <- colSums(matrix(as.integer(magnitude), 3L) * c(65536, 256, 1))
  groups <- sprintf("%07.0f", rebase(limbs, BINARY_BASE, DECIMAL_BASE))
  digits <- sub("^0+", "", paste(groups, collapse = ""))
  if (!nzchar(digits)) "0" else if (negative) paste0("-", digits) else digits
}

# As few bytes as hold the number, its sign included.
integer_bytes <- function(digits) {
  negative <- startsWith(digits, "-")
  digits <- sub("-", "", digits, fixed = TRUE)
  digits <- paste0(strrep("0", -nchar(digits) %% 7L), digits)
  starts <- seq(1L, nchar(digits), 7L)
  limbs <- rebase(as.numeric(substring(digits, starts, starts + 6L)), DECIMAL_BASE, BINARY_BASE)
  bytes <- c(raw(1L), as.raw(rbind(limbs %/% 65536, limbs %/% 256 %% 256, limbs %% 256)))
  if (negative) bytes <- negate(bytes)
  sign <- if (is_negative(bytes)) as.raw(0xff) else raw(1L)
  while (length(bytes) > 1L && bytes[1L] == sign && is_negative(bytes[2L]) == is_negative(sign)) bytes <- bytes[-1L]
  bytes
}

# A whole number as R's integer where that holds it, else as nws_integer.
whole_number <- function(x) if (abs(x) < 2^31) as.integer(x) else wrap(sprintf("%.0f", x), "nws_integer")

whole_number_of_64_bits <- function(bytes, signed) {
  high <- unsigned_value(bytes[1:4])
  if (signed && high >= 2^31) high <- high - 2^32
  if (abs(high) < 2^20) whole_number(high * 2^32 + unsigned_value(bytes[5:8]))
  else wrap(decimal_digits(bytes, signed), "nws_integer")
}
