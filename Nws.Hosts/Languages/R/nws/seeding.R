# Random numbers that depend on the seed of a job and on the number of the element alone. R has no integers of 64 bits: they are four
# parts of 16 bits here, the lowest first.

SPLITMIX_STEP <- c(0x7c15, 0x7f4a, 0x79b9, 0x9e37)
SPLITMIX_FIRST <- c(0xe5b9, 0x1ce4, 0x476d, 0xbf58)
SPLITMIX_SECOND <- c(0x11eb, 0x1331, 0x49bb, 0x94d0)

# Of an integer of R, or an nws_integer.
word_of <- function(x) {
  bytes <- integer_bytes(if (inherits(x, "nws_integer")) unclass(x) else sprintf("%.0f", x))
  sign <- if (is_negative(bytes)) as.raw(0xff) else raw(1L)
  lowest_first <- as.integer(rev(c(rep(sign, 8L), bytes)))[1:8]
  lowest_first[c(1L, 3L, 5L, 7L)] + 256 * lowest_first[c(2L, 4L, 6L, 8L)]
}

# Brings sums back to parts of 16 bits; what is beyond 64 bits goes.
normal_word <- function(parts) {
  for (i in 1:3) parts[i + 1L] <- parts[i + 1L] + parts[i] %/% 65536
  parts %% 65536
}

times_word <- function(a, b) normal_word(vapply(1:4, function(i) sum(a[1:i] * b[i:1]), 0))

xor_shifted <- function(word, bits) {
  whole <- bits %/% 16L
  rest <- bits %% 16L
  moved <- c(word[(whole + 1L):4L], numeric(whole))
  bitwXor(word, moved %/% 2^rest + (c(moved[-1L], 0) %% 2^rest) * 2^(16L - rest))
}

# The seed of an element as set.seed() takes it: the lower 32 bits of a step of splitmix64.
element_seed <- function(seed, first, position) {
  z <- normal_word(word_of(seed) + times_word(normal_word(word_of(first) + word_of(position + 1)), SPLITMIX_STEP))
  z <- times_word(xor_shifted(z, 30L), SPLITMIX_FIRST)
  z <- times_word(xor_shifted(z, 27L), SPLITMIX_SECOND)
  z <- xor_shifted(z, 31L)
  lower <- z[1L] + 65536 * z[2L]
  as.integer(if (lower > 2^31) lower - 2^32 else lower %% 2^31)
}

# What follows depends on no seed.
forget_seed <- function() if (exists(".Random.seed", globalenv(), inherits = FALSE)) rm(".Random.seed", envir = globalenv())
