# Running the same code for many elements. Interrupts are suspended but for the code of the elements, so that nothing in here is torn.

REPORT_PAUSE <- 0.05

seconds_now <- function() as.numeric(Sys.time())

# What has been done and not been told to the host yet.
map_report <- function(id, send) {
  values <- list()
  errors <- list()
  seconds <- numeric()
  told <- 0L
  last <- seconds_now()
  take <- function() {
    parts <- list(
      values = c(head_of_list(length(values)), unlist(values)), errors = c(head_of_map(length(errors)), unlist(errors)),
      seconds = encode_array(seconds, length(seconds), ""))
    told <<- told + length(values)
    values <<- errors <<- list()
    seconds <<- numeric()
    last <<- seconds_now()
    parts
  }
  tell <- function() if (length(values)) send(
    c(head_of_list(3L), as.raw(2L), encode_text("part"), head_of_list(4L), encode_whole(id), unlist(take(), use.names = FALSE)))
  list(
    tell = tell,
    add = function(value, error, time) {
      if (!is.null(error)) errors[[length(errors) + 1L]] <<- c(encode_whole(told + length(values)), error)
      values[[length(values) + 1L]] <<- value
      seconds[length(seconds) + 1L] <<- time
      if (seconds_now() - last >= REPORT_PAUSE) tell()
    },
    begun = function(position) send(encode(list(2L, "begun", list(id, position)))),
    rest = function() {
      parts <- take()
      c(head_of_map(length(parts)), unlist(lapply(names(parts), function(name) c(encode_text(name), parts[[name]]))))
    })
}

run_map <- function(order, report, output) {
  seed <- order$options$seed
  first <- if (is.null(order$options$first)) 0 else order$options$first
  if (!is.null(seed)) on.exit(forget_seed())
  missing <- NULL
  run <- attempt(function() EVALUATOR$prepare(order$type, order$code), output, function(record) { missing <<- record; NULL })
  for (position in seq_along(order$rows) - 1L) {
    running$element <- position
    if (isTRUE(order$options$marks)) report$begun(position)
    if (!is.null(seed)) set.seed(element_seed(seed, first, position))
    began <- seconds_now()
    error <- missing
    failed <- function(record) { error <<- record; NIL }
    arguments <- map_arguments(order, position)
    value <- if (!is.null(error)) NIL
      else if (is.null(arguments$refusal)) attempt(function() encode_result(run(arguments$given)), output, failed)
      else failed(arguments$refusal)
    output$settle()
    seconds <- max(0, seconds_now() - began)
    report$add(value, if (!is.null(error)) encode_failure(error), seconds)
    if (!is.null(order$options$patience) && seconds > order$options$patience) break
  }
}

# The varying arguments, then the fixed ones, or of these the positions asked for; or what is wrong with these.
map_arguments <- function(order, position) {
  given <- c(order$rows[[position + 1L]], order$fixed)
  if (is.null(order$permute)) return(list(given = given))
  places <- unlist(order$permute)
  beyond <- places[places < 0 | places >= length(given)]
  if (length(beyond) == 0L) return(list(given = given[places + 1L]))
  message <- sprintf("argPermute asks for argument %.0f, but there are %d (0 to %d).", as.numeric(beyond[1L]), length(given), length(given) - 1L)
  list(refusal = list(type = "NwsException", message = message, stack = "", language = "nws"))
}
