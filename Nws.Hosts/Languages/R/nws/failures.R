# What a task's failure tells: the calls of the user's code, innermost first as R's traceback() lists them.

FRAMES_SHOWN <- 50L

# The error record of a condition, as the list that encode_error_record() takes.
failure_record <- function(condition, stack) {
  record <- error_record(condition)
  if (inherits(condition, "nws_error")) return(record)
  record$stack <- stack
  record
}

# Called in the handler of an error, whose caller is frame number `depth`: the frames between the statement that runs and the
# handler, without those of this program (of a workspace, for example) and what these call.
user_stack <- function(depth) {
  if (is.null(running$statement)) return("")
  calls <- sys.calls()[seq_len(depth)]
  starts <- Position(function(call) identical(call[[1L]], quote(withVisible)), calls)
  if (is.na(starts)) return("")
  places <- seq_len(depth)[-seq_len(min(starts + 2L, depth))] # behind withVisible(), eval() and eval()
  own <- Position(function(place) is_own(sys.function(place)), places)
  if (!is.na(own)) places <- places[seq_len(own - 1L)]
  frames <- Filter(function(call) !identical(call[[1L]], quote(.handleSimpleError)), calls[places])
  if (length(frames) && identical(as.list(frames[[1L]]), as.list(running$statement))) frames <- frames[-1L]
  shown <- c(list(list(running$statement, running$source)), lapply(frames, function(call) list(call, attr(call, "srcref"))))
  left_out <- length(shown) - FRAMES_SHOWN
  lines <- sprintf("%d: %s", seq_along(shown), vapply(shown, function(frame) frame_text(frame[[1L]], frame[[2L]]), ""))
  if (left_out > 0L) lines <- c(lines[seq_len(FRAMES_SHOWN %/% 2L)], sprintf("... %d more ...", left_out),
                                lines[seq.int(length(lines) - FRAMES_SHOWN %/% 2L + 1L, length(lines))])
  paste(rev(lines), collapse = "\n")
}

frame_text <- function(call, source) {
  text <- paste(trimws(deparse(call, width.cutoff = 200L, nlines = 2L)), collapse = " ")
  if (nchar(text) > 200L) text <- paste0(substr(text, 1L, 197L), "...")
  if (is.null(source)) text else sprintf("%s at %s#%d", text, attr(source, "srcfile")$filename, source[1L])
}

# Whether a function is one of this program.
is_own <- function(fun) {
  scope <- environment(fun)
  while (!is.null(scope) && !identical(scope, globalenv()) && !identical(scope, emptyenv())) {
    if (identical(scope, environment(is_own))) return(TRUE)
    scope <- parent.env(scope)
  }
  FALSE
}
