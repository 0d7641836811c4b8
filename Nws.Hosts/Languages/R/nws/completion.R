# What could stand at a prompt's cursor. Nothing of the code is run for it.

CHOICES <- 1000L
KEYWORDS <- c("break", "else", "FALSE", "for", "function", "if", "in", "Inf", "NA", "NaN", "next", "NULL", "repeat", "TRUE", "while")
NAME_AT_END <- "([[:alnum:]._]|[^\\x01-\\x7f])*$"
OWNER_AT_END <- "(([[:alnum:]._]|[^\\x01-\\x7f])+[$@])*([[:alnum:]._]|[^\\x01-\\x7f])+([$@]|:::?)$"

complete <- function(code, cursor) {
  before <- substr(code, 1L, cursor)
  begun <- regmatches(before, regexpr(NAME_AT_END, before, perl = TRUE))
  rest <- substr(before, 1L, nchar(before) - nchar(begun))
  owner <- regmatches(rest, regexpr(OWNER_AT_END, rest, perl = TRUE))
  found <- if (in_text(before)) choices(character(), "variable")
    else if (length(owner) == 0L) visible_names(begun)
    else if (endsWith(owner, ":")) package_names(owner, begun)
    else property_names(owner, begun)
  found <- found[startsWith(found$text, begun) & !duplicated(found$text), ]
  found <- utils::head(found[order(found$text, method = "radix"), ], CHOICES)
  list(start = nchar(rest), items = lapply(seq_len(nrow(found)), function(i) as.list(found[i, ])))
}

# Whether the last line ends in a string or a comment.
in_text <- function(before) {
  line <- sub("^.*\n", "", before)
  closed <- "\"([^\"\\\\]|\\\\.)*\"|'([^'\\\\]|\\\\.)*'|`[^`]*`"
  grepl("[\"'#]", gsub(closed, "", line))
}

choices <- function(text, kind) data.frame(text = as.character(text), kind = rep_len(kind, length(text)))

visible_names <- function(begun) {
  if (!nzchar(begun)) return(names_in(globalenv(), begun))
  scopes <- c(list(globalenv()), lapply(search()[-1L], as.environment))
  rbind(choices(KEYWORDS, "keyword"), do.call(rbind, lapply(scopes, names_in, begun)),
        choices(paste0(.packages(all.available = TRUE), "::"), "module"))
}

names_in <- function(environment, begun) {
  found <- ls(environment, all.names = startsWith(begun, "."))
  found <- found[startsWith(found, begun)]
  choices(found, vapply(found, function(name) kind_of(name, environment), ""))
}

# A variable that calls a function is not read.
kind_of <- function(name, environment)
  if (!bindingIsActive(as.symbol(name), environment) && is.function(get0(name, environment, inherits = FALSE))) "function" else "variable"

package_names <- function(owner, begun) {
  package <- sub(":+$", "", owner)
  if (!requireNamespace(package, quietly = TRUE)) return(choices(character(), "variable"))
  space <- asNamespace(package)
  found <- if (endsWith(owner, ":::")) ls(space, all.names = TRUE) else getNamespaceExports(space)
  found <- found[startsWith(found, begun)]
  choices(found, ifelse(vapply(found, exists, NA, where = space, mode = "function"), "function", "variable"))
}

property_names <- function(owner, begun) {
  value <- globalenv()
  names <- strsplit(owner, "[$@]")[[1L]]
  separators <- strsplit(gsub("[^$@]", "", owner), "")[[1L]]
  for (i in seq_along(names)) value <- member(value, names[i], inherit = i == 1L)
  found <- if (isS4(value) && separators[length(separators)] == "@") methods::slotNames(value)
    else if (is.environment(value)) ls(value, all.names = startsWith(begun, "."))
    else if (is.list(value)) names(value)
  choices(found, "property")
}

member <- function(owner, name, inherit) {
  if (is.environment(owner)) {
    while (inherit && !exists(name, owner, inherits = FALSE) && !identical(owner, emptyenv())) owner <- parent.env(owner)
    if (exists(name, owner, inherits = FALSE) && !bindingIsActive(as.symbol(name), owner)) get(name, owner, inherits = FALSE)
  }
  else if (is.list(owner)) unclass(owner)[[name]]
}
