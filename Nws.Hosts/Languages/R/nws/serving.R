# Serving a host: its requests, one after the other, until it closes the channel.

configure <- function(settings) {
  # The default of whatever a task starts that uses Nws.
  if (!is.null(settings$server)) Sys.setenv(NWS_SERVER = settings$server)
  if (!is.null(settings$token)) Sys.setenv(NWS_TOKEN = settings$token)
  if (!is.null(settings$modulePath)) .libPaths(c(settings$modulePath, .libPaths()))
  server <- NULL
  connected <- function() {
    if (is.null(settings$server)) stop("no workspace here: the host of this kernel has named no server", call. = FALSE)
    if (is.null(server)) server <<- nws_server(server_address(settings$server), settings$token)
    server
  }
  refuse <- function() stop("no workspace here: this code does not run in a Sleigh", call. = FALSE)
  workspace <- function(name) nws_workspace(if (is.null(name)) refuse else connected, if (is.null(name)) "" else name)
  names <- list(SleighRank = if (is.null(settings$rank)) 0L else settings$rank,
                SleighWorkerCount = if (is.null(settings$workers)) 1L else settings$workers,
                SleighNws = workspace(settings$sleigh), SleighUserNws = workspace(settings$user))
  list2env(names, globalenv())
  NULL
}

EVALUATOR <- evaluator()
METHODS <- c(list(configure = configure, complete = complete), EVALUATOR[c("evaluate", "describe", "define", "invoke", "set", "unset")])

# Runs code of a task, which alone can be interrupted; `failed` gets the record of an error.
attempt <- function(run, output, failed) {
  stack <- ""
  running$statement <- NULL
  tryCatch(
    withCallingHandlers(
      allowInterrupts(run()),
      error = function(condition) stack <<- user_stack(sys.nframe() - 1L),
      message = function(condition) output$flush()),
    error = function(condition) failed(failure_record(condition, stack)))
}

encode_failure <- function(record) encode_error_record(record, "", 0L, plain = TRUE)

INTERRUPTED <- list(type = "interrupt", message = "the task was interrupted", stack = "", language = "r")

# The encoded error and result of a request. An interrupt ends a task, never the kernel.
perform <- function(method, take, output) {
  failed <- function(record) list(encode_failure(record), NIL)
  run <- function() {
    if (is.null(METHODS[[method]])) stop(sprintf("the kernel has no method '%s'", method), call. = FALSE)
    list(NIL, encode_result(do.call(METHODS[[method]], decode_next(take, OUTSIDE))))
  }
  tryCatch(attempt(run, output, failed), interrupt = function(condition) failed(INTERRUPTED))
}

# The same of a map, whose elements are attempted one by one. What was done before an interrupt is told before the error.
perform_map <- function(id, take, output, channel) {
  failed <- function(record) list(encode_failure(record), NIL)
  report <- NULL
  tryCatch({
    order <- decode_next(take, OUTSIDE - 1L)
    if (length(order) != 6L) stop("a map has 6 parameters: type, code, rows, fixed, permute, options", call. = FALSE)
    report <- map_report(id, channel$send)
    names(order) <- c("type", "code", "rows", "fixed", "permute", "options")
    run_map(order, report, output)
    list(NIL, report$rest())
  },
  error = function(condition) failed(failure_record(condition, "")),
  interrupt = function(condition) {
    output$settle()
    report$tell()
    failed(INTERRUPTED)
  })
}

# The lists of a request that are no part of its values: that of the parameters, and that of a task's arguments.
OUTSIDE <- -2L

encode_result <- function(value) tryCatch(encode(value), nws_value_error = function(condition)
  value_error(paste("the result cannot be returned:", conditionMessage(condition))))

# An interrupt that came between tasks is for none of them.
forget_interrupt <- function() tryCatch(allowInterrupts(Sys.sleep(0)), interrupt = function(condition) NULL)

serve <- function(channel, token) suspendInterrupts({
  notify <- function(method, params) channel$send(encode(list(2L, method, params)))
  output <- open_output(function(stream, text) notify("output", c(list(stream, text), running$element)))
  configure(list())
  version <- paste(R.version$major, R.version$minor, sep = ".")
  notify("ready", list(token, list(language = "r", version = version, pid = Sys.getpid())))
  repeat {
    take <- reader(channel$receive())
    head <- list(take(1L), decode_next(take, 0L), decode_next(take, 0L), decode_next(take, 0L)) # of an array of four
    forget_interrupt()
    answer <- if (head[[4L]] == "map") perform_map(head[[3L]], take, output, channel) else perform(head[[4L]], take, output)
    output$settle()
    running$element <- NULL
    channel$send(c(head_of_list(4L), as.raw(1), encode_whole(head[[3L]]), answer[[1L]], answer[[2L]]))
  }
})

run_kernel <- function() {
  address <- Sys.getenv("NWS_KERNEL")
  token <- Sys.getenv("NWS_KERNEL_TOKEN")
  Sys.unsetenv(c("NWS_KERNEL", "NWS_KERNEL_TOKEN"))
  if (!grepl("^.+:[0-9]+$", address)) {
    message("kernel.R is started by a host, which gives NWS_KERNEL=address:port")
    quit(save = "no", status = 2L)
  }
  use_unicode()
  options(warn = 1L, keep.source = FALSE)
  offer_makers()
  place <- server_address(address)
  serve(open_channel(place$host, place$port), token)
}
