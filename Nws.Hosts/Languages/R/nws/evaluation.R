# Runs code of tasks. Its variables are those of the global environment, where assignments persist.

CACHED <- 512L

# Texts parsed once and kept, the most recently used ones.
code_cache <- function() {
  texts <- character()
  entries <- list()
  count <- 0
  function(code) {
    found <- match(code, texts)
    if (is.na(found)) {
      count <<- count + 1
      entry <- parse_code(code, sprintf("<task %d>", count))
      keep <- seq_along(texts) > length(texts) - CACHED + 1L
    } else {
      entry <- entries[[found]]
      if (found == length(texts)) return(entry)
      keep <- seq_along(texts) != found
    }
    texts <<- c(texts[keep], code)
    entries <<- c(entries[keep], list(entry))
    entry
  }
}

parse_code <- function(code, file) {
  lines <- strsplit(code, "\n", fixed = TRUE)[[1L]]
  source <- srcfilecopy(file, lines)
  tryCatch(parse(text = lines, srcfile = source, keep.source = TRUE, encoding = "UTF-8"), error = function(condition)
    stop(structure(class = c("parseError", "error", "condition"), list(message = conditionMessage(condition), call = NULL))))
}

# The statement that runs, for the stack of an error.
running <- new.env()

# Runs statements; the last value, and whether R would print it. `show` does so with every such value.
run_code <- function(code, environment, show = NULL) {
  last <- list(value = NULL, visible = FALSE)
  sources <- attr(code, "srcref")
  for (i in seq_along(code)) {
    running$statement <- code[[i]]
    running$source <- sources[[i]]
    last <- withVisible(eval(code[[i]], environment))
    if (last$visible && !is.null(show)) show(last$value)
  }
  last
}

evaluator <- function() {
  compiled <- code_cache()
  shown <- NULL # what `describe` is to tell, in a list
  global <- globalenv()
  # What runs a text or calls a function with given arguments: found once, run many times.
  prepare <- function(type, code) switch(type,
    evaluate = {
      statements <- compiled(code)
      function(arguments) {
        assign("SleighArguments", arguments, global)
        if (exists("SleighValue", global, inherits = FALSE)) rm("SleighValue", envir = global)
        last <- run_code(statements, global)
        if (exists("SleighValue", global, inherits = FALSE)) get("SleighValue", global)
        else if (last$visible) last$value
      }
    },
    invoke = {
      expression <- function_expression(code, compiled)
      function(arguments) {
        scope <- new.env(parent = global)
        scope$SleighArguments <- arguments
        call <- as.call(c(expression, argument_expressions(arguments)))
        run_code(structure(list(call), srcref = list(NULL)), scope)$value
      }
    },
    stop(sprintf("a map is of type 'evaluate' or 'invoke', not '%s'", type), call. = FALSE))
  list(
    prepare = prepare,
    evaluate = function(code, arguments) {
      shown <<- NULL
      value <- prepare("evaluate", code)(arguments)
      if (!is.null(value)) shown <<- list(value)
      value
    },
    describe = function() {
      value <- shown
      shown <<- NULL
      if (!is.null(value)) printed(value[[1L]])
    },
    define = function(code) {
      run_code(compiled(code), global)
      NULL
    },
    invoke = function(code, arguments) prepare("invoke", code)(arguments),
    set = function(name, value) {
      assign(checked_name(name), value, global)
      NULL
    },
    unset = function(name) {
      if (exists(checked_name(name), global, inherits = FALSE)) rm(list = name, envir = global)
      NULL
    })
}

# A value as a prompt of R shows it, but no more than somebody can read.
printed <- function(value) {
  before <- options(max.print = 1000L)
  on.exit(options(before))
  paste(utils::capture.output(print(value)), collapse = "\n")
}

checked_name <- function(name) {
  if (make.names(name) != name || grepl("^[.][.]([.]|[0-9]+)$", name))
    stop(sprintf("'%s' cannot be the name of a variable of R", name), call. = FALSE)
  name
}

# Arguments are named in the call, not put into it: so calls stay short where R shows them.
argument_expressions <- function(arguments) lapply(seq_along(arguments), function(i) bquote(SleighArguments[[.(i)]]))

A_NAME <- "^([[:alpha:]]|[.](?![0-9]))[[:alnum:]._]*$"

# What stands for the function in its call: its name, or its code.
function_expression <- function(code, compiled) {
  code <- trimws(code)
  if (grepl(A_NAME, code, perl = TRUE)) {
    if (!exists(code, globalenv(), mode = "function")) stop(sprintf("no function '%s' has been defined", code), call. = FALSE)
    return(as.symbol(code))
  }
  statements <- compiled(code)
  if (length(statements) == 1L) {
    head <- statements[[1L]][[1L]]
    if (identical(head, quote(`function`))) return(call("(", statements[[1L]]))
    if (identical(head, quote(`::`)) || identical(head, quote(`:::`))) return(statements[[1L]])
  }
  value <- run_code(statements, globalenv())$value
  if (!is.function(value)) stop(sprintf("not a function: %s", code), call. = FALSE)
  value
}
