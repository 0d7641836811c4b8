# Runs a script with a workspace at hand: `Rscript run.R FILE [ARGUMENT ...]`, started by `nws run`. The script finds `ws` (the workspace
# named by NWS_WS, else `__default`) and its arguments in `args` and commandArgs(TRUE). Otherwise it runs as with `Rscript FILE`.

local({
  folder <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1L]))
  nws <- new.env(parent = baseenv()) # what the script defines disturbs nothing in here
  for (part in c("values", "numbers", "times", "encode", "decode", "channel", "client", "failures", "evaluation", "script"))
    sys.source(file.path(folder, paste0(part, ".R")), nws)
  nws$run_script(commandArgs(TRUE))
})
