# Waiting for bytes, and the private line between a host and its kernel: MessagePack-RPC messages, each after its length.
# R has one thread, so the end of the line is noticed where the kernel waits, sends or prints; a loop that does none of
# these runs until the host's end makes the system kill the process (see LanguageRegistry).

# What has to be watched whenever something waits: the kernel's channel, if this process is a kernel.
watched <- new.env()

# Waits until there is something to read. An interrupt leaves only if `interruptible`.
wait_for <- function(connection, seconds = NULL, interruptible = FALSE) {
  repeat {
    channel <- watched$channel
    others <- if (!is.null(channel) && !identical(channel$connection, connection)) list(channel$connection)
    select <- function() socketSelect(c(list(connection), others), timeout = seconds)
    ready <- if (interruptible) select() else tryCatch(select(), interrupt = function(condition) FALSE)
    if (length(ready) > 1L && ready[2L]) channel$pump()
    if (ready[1L]) return(TRUE)
    if (!is.null(seconds) && !any(ready)) return(FALSE)
  }
}

SENT_AT_ONCE <- 4096L

# Sends all the bytes whatever happens. An interrupt comes before a piece or after it, never in the middle of one, and is made up for.
send_bytes <- function(connection, bytes) suspendInterrupts({
  starts <- seq.int(1, length(bytes), SENT_AT_ONCE)
  interrupted <- FALSE
  for (start in starts) {
    piece <- if (length(starts) == 1L) bytes else bytes[start:min(start + SENT_AT_ONCE - 1, length(bytes))]
    send <- function() { writeBin(piece, connection); TRUE }
    while (!tryCatch(send(), interrupt = function(condition) FALSE)) interrupted <- TRUE
  }
  if (interrupted) tools::pskill(Sys.getpid(), tools::SIGINT)
})

# The bytes that have arrived, without waiting; none if the other side has closed.
ARRIVING <- 65536L
arrived_bytes <- function(connection) suspendInterrupts(readBin(connection, "raw", ARRIVING))

connect <- function(host, port) socketConnection(
  host, port, open = "r+b", blocking = FALSE, timeout = 1e6, options = "no-delay")

# Collects bytes as they arrive and gives them out in pieces of any size.
inbox <- function() {
  chunks <- list()
  size <- 0
  list(
    size = function() size,
    add = function(bytes) {
      chunks[[length(chunks) + 1L]] <<- bytes
      size <<- size + length(bytes)
    },
    take = function(count) {
      all <- if (length(chunks) == 1L) chunks[[1L]] else unlist(chunks)
      taken <- if (count == length(all)) all else all[seq_len(count)]
      chunks <<- if (count < length(all)) list(all[(count + 1):length(all)]) else list()
      size <<- size - count
      taken
    })
}

open_channel <- function(host, port) {
  connection <- connect(host, port)
  box <- inbox()
  pump <- function() {
    bytes <- arrived_bytes(connection)
    if (length(bytes) == 0L) leave()
    box$add(bytes)
  }
  take <- function(count) {
    while (box$size() < count) {
      wait_for(connection)
      pump()
    }
    box$take(count)
  }
  watched$channel <- list(
    connection = connection,
    pump = pump,
    receive = function() {
      size <- unsigned_value(take(4L))
      take(size)
    },
    send = function(message) tryCatch(
      send_bytes(connection, c(big_endian(length(message), 4L), message)), error = function(condition) leave()))
}

# The host is gone: nobody is left to tell.
leave <- function() quit(save = "no", runLast = FALSE)
