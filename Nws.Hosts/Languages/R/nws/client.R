# A client of the Nws protocol (PROTOCOL.md) that asks one thing at a time. A request that is broken off, by an interrupt or a
# fault, costs its connection: the server then puts back what was not confirmed, and the next request connects anew.

DEFAULT_PORT <- "8765"

server_address <- function(text) {
  if (!grepl(":[0-9]+$", text)) text <- paste0(text, ":", DEFAULT_PORT)
  list(host = gsub("^\\[|\\]$", "", sub(":[0-9]+$", "", text)), port = as.integer(sub("^.*:", "", text)), text = text)
}

client_error <- function(message, code)
  stop(structure(class = c(paste0("nws_", code), "nws_client_error", "error", "condition"),
                 list(message = message, call = NULL, code = code)))

# A connection made with the first request. Its generation counts how often it has been made.
nws_server <- function(address, token) {
  connection <- NULL
  box <- NULL
  generation <- 0L
  last_id <- 0
  drop <- function() {
    if (!is.null(connection)) try(close(connection), silent = TRUE)
    connection <<- NULL
  }
  take <- function(count) {
    while (box$size() < count) {
      wait_for(connection, interruptible = TRUE)
      bytes <- arrived_bytes(connection)
      if (length(bytes) == 0L) client_error(sprintf("the server at %s has closed the connection", address$text), "disconnected")
      box$add(bytes)
    }
    box$take(count)
  }
  receive <- function() {
    message <- decode_next(take, -3L) # the message, the response and the delivery are no part of a value
    if (message[[1L]] == 2L) client_error(sprintf("the server ended the connection: %s", message[[3L]][[2L]]), message[[3L]][[1L]])
    message
  }
  # Params are encoded already.
  exchange <- function(method, params) {
    last_id <<- (last_id + 1) %% 2^32
    head <- c(head_of_list(4L), as.raw(0), encode_whole(last_id), encode_text(method), head_of_list(length(params)))
    send_bytes(connection, c(head, unlist(params)))
    message <- receive()
    if (is.null(message[[3L]])) message[[4L]] else client_error(message[[3L]]$message, message[[3L]]$code)
  }
  introduce <- function() {
    if (grepl("^nwss://", address$text, ignore.case = TRUE)) client_error(sprintf("R cannot reach the server at %s: base R speaks no TLS", address$text), "unsupported")
    connection <<- tryCatch(connect(address$host, address$port), error = function(condition) NULL, warning = function(condition) NULL)
    if (is.null(connection)) client_error(sprintf("no Nws server answers at %s", address$text), "disconnected")
    box <<- inbox()
    introduction <- list(protocol = 1L, client = "nws R kernel", language = "r", confirm = TRUE)
    exchange("hello", list(encode(c(introduction, if (!is.null(token)) list(token = token)))))
    generation <<- generation + 1L
  }
  # An error of the server leaves the connection as it was; anything else that ends a request does not.
  guarded <- function(action) {
    sound <- FALSE
    on.exit(if (!sound) drop())
    result <- tryCatch(list(action()), nws_client_error = function(condition) condition)
    sound <- !inherits(result, "condition") || !(result$code %in% c("disconnected", "unauthorized", "unsupported"))
    if (inherits(result, "condition")) stop(result)
    result[[1L]]
  }
  list(
    generation = function() {
      if (is.null(connection)) guarded(introduce)
      generation
    },
    call = function(method, ...) guarded(function() exchange(method, list(...))),
    # A delivery, confirmed, or NULL.
    take = function(method, ...) guarded(function() {
      delivery <- exchange(method, list(...))
      if (!is.null(delivery) && !identical(delivery[[5L]], 0L))
        send_bytes(connection, encode(list(2L, "confirm", list(delivery[[5L]]))))
      delivery
    }),
    close = drop)
}

# A workspace; `make_server` gives its connection, and is asked when the workspace is first used.
nws_workspace <- function(make_server, name, create = FALSE) {
  server <- NULL
  opened <- 0L
  self <- encode(name)
  ready <- function() {
    if (is.null(server)) server <<- make_server()
    if (server$generation() != opened) {
      server$call("use", self, encode(list(create = create)))
      opened <<- server$generation()
    }
    server
  }
  take <- function(method, variable, timeout, otherwise) {
    if (!is.null(timeout) && (!is.numeric(timeout) || length(timeout) != 1L || is.na(timeout) || timeout < 0))
      stop("a timeout is 0 seconds or more", call. = FALSE)
    if (!is.character(variable) || length(variable) == 0L) stop("a variable is given by its name", call. = FALSE)
    options <- if (is.null(timeout)) structure(list(), names = character()) else list(timeout = timeout)
    delivery <- ready()$take(method, self, encode(variable), encode(options))
    if (is.null(delivery)) otherwise()
    else if (length(variable) > 1L) list(variable = delivery[[2L]], value = delivery[[1L]])
    else delivery[[1L]]
  }
  expire <- function(variable, timeout) function()
    client_error(sprintf("no value came to '%s' of workspace '%s' within %s s", paste(variable, collapse = "', '"), name, timeout), "timeout")
  structure(class = "nws_workspace", list2env(parent = emptyenv(), list(
    currentWs = function() name,
    store = function(variable, value) invisible(ready()$call("store", self, encode(variable), encode(value))),
    fetch = function(variable, timeout = NULL) take("fetch", variable, timeout, expire(variable, timeout)),
    fetchTry = function(variable, missing = NULL, timeout = 0) take("fetch", variable, timeout, function() missing),
    find = function(variable, timeout = NULL) take("find", variable, timeout, expire(variable, timeout)),
    findTry = function(variable, missing = NULL, timeout = 0) take("find", variable, timeout, function() missing),
    declare = function(variable, mode) invisible(ready()$call("declare", self, encode(variable), encode(mode))),
    deleteVar = function(variable) invisible(ready()$call("deleteVar", self, encode(variable))),
    listVars = function() variable_table(ready()$call("listVars", self)),
    server = nws_connection(function() {
      if (is.null(server)) server <<- make_server()
      server
    }),
    close = function() invisible(if (!is.null(server)) server$close()))))
}

# What is asked of the server itself, by the connection of a workspace.
nws_connection <- function(make_server) {
  ready <- function() {
    server <- make_server()
    server$generation() # connects
    server
  }
  structure(class = "nws_connection", list2env(parent = emptyenv(), list(
    useWs = function(name) nws_workspace(make_server, name, create = TRUE),
    mktempWs = function(template = "__rws__%d") ready()$call("mktempWs", encode(template)),
    listWss = function() workspace_table(ready()$call("listWss")),
    deleteWs = function(name) invisible(ready()$call("deleteWs", encode(name))))))
}

workspace_table <- function(entries) {
  column <- function(name, type) vapply(entries, `[[`, type, name)
  data.frame(name = column("name", ""), owner = column("owner", ""), persistent = column("persistent", NA))
}

variable_table <- function(entries) {
  column <- function(name, type) vapply(entries, `[[`, type, name)
  data.frame(name = column("name", ""), values = column("values", 0L), fetchers = column("fetchers", 0L),
             finders = column("finders", 0L), mode = column("mode", ""))
}

registerS3method("print", "nws_connection", envir = baseenv(), function(x, ...) { cat("<connection to a server>\n"); invisible(x) })

registerS3method("print", "nws_workspace", envir = baseenv(),
  function(x, ...) { cat("<workspace ", x$currentWs(), ">\n", sep = ""); invisible(x) })
