# A script as a program of its own.

run_script <- function(arguments) {
  if (length(arguments) == 0L) {
    message("usage: Rscript run.R FILE [ARGUMENT ...]")
    quit(save = "no", status = 2L)
  }
  use_unicode()
  offer_makers()
  variable <- function(name, otherwise) if (nzchar(Sys.getenv(name))) Sys.getenv(name) else otherwise
  connected <- function() nws_server(server_address(variable("NWS_SERVER", "localhost")), variable("NWS_TOKEN", NULL))
  ws <- nws_workspace(connected, variable("NWS_WS", "__default"), create = TRUE)
  list2env(list(args = arguments[-1L], ws = ws, server = ws$server, nws = ws$server), globalenv())
  # What Rscript would have been given.
  assign("commandArgs", function(trailingOnly = FALSE) if (trailingOnly) arguments[-1L] else c(base::commandArgs()[1L], arguments), globalenv())
  statements <- parse(arguments[1L], keep.source = TRUE, encoding = "UTF-8")
  withCallingHandlers(run_code(statements, globalenv(), print), error = function(condition) {
    stack <- user_stack(sys.nframe() - 1L)
    cat("Error: ", conditionMessage(condition), "\n", stack, "\n", sep = "", file = stderr())
    quit(save = "no", status = 1L)
  })
  invisible()
}
