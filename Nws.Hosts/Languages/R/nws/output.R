# What tasks print, on its way to the host: line by line, and the rest of a line when the task ends or the other stream goes on.
# R knows no connection that calls a function, but the variable of a textConnection may be one that does.

# A connection keeps all its lines, so a used one is replaced now and then.
LINES_KEPT <- 1000L

# An outlet for one stream. `report` gets each text; `install` makes a connection the one that is printed to, `in_place` tells
# whether it still is, so that a task's own sink() is not disturbed.
outlet <- function(report, install, in_place) {
  connection <- NULL
  used <- NULL
  open <- function() {
    variable <- new.env()
    lines <- character()
    receive <- function(value) {
      fresh <- if (length(value) > length(lines)) value[length(value)]
      lines <<- value # this keeps them alive for the connection
      if (is.null(fresh)) return()
      if (!is.null(closing)) return(report(fresh))
      close_used()
      report(paste0(fresh, "\n"))
      if (length(lines) >= LINES_KEPT && in_place()) replace()
    }
    makeActiveBinding("text", function(value) if (missing(value)) lines else suspendInterrupts(receive(value)), variable)
    evalq(textConnection("text", "w", local = TRUE), variable)
  }
  closing <- NULL
  # Called from inside a connection, this leaves it open for the rest of what it is being given.
  replace <- function() {
    used <<- connection
    connection <<- open()
    install(connection)
  }
  close_used <- function() {
    if (is.null(used)) return()
    closing <<- used
    used <<- NULL
    close(closing) # hands over the line that has no end yet
    closing <<- NULL
  }
  list(
    start = function() { connection <<- open(); install(connection) },
    flush = function() {
      close_used()
      if (isIncomplete(connection) && in_place()) { replace(); close_used() }
    })
}

open_output <- function(send) {
  changing <- FALSE
  streams <- list()
  reporter <- function(stream) function(text) {
    if (!changing) {
      changing <<- TRUE
      streams[[if (stream == "stdout") "stderr" else "stdout"]]$flush()
      changing <<- FALSE
    }
    if (!validUTF8(text)) text <- iconv(text, "UTF-8", "UTF-8", "byte")
    send(stream, text)
  }
  streams$stdout <- outlet(reporter("stdout"),
    function(connection) { if (sink.number() > 0L) sink(); sink(connection) }, function() sink.number() <= 1L)
  streams$stderr <- outlet(reporter("stderr"), function(connection) sink(connection, type = "message"), function() TRUE)
  streams$stdout$start()
  streams$stderr$start()
  flush <- function() suspendInterrupts(for (stream in streams) stream$flush())
  list(
    # Hands on lines that have no end yet. The message handler calls it first: while cat() prints to stderr(), that cannot be done.
    flush = flush,
    # At the end of a task: a sink that it has left open ends with it.
    settle = function() {
      while (sink.number() > 1L) sink()
      if (sink.number() == 0L) streams$stdout$start()
      flush()
    })
}
