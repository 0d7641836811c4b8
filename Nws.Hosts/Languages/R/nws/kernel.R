# The kernel of R: a process that runs code for a host (docs/kernels.md). Started as `Rscript kernel.R`; needs base R alone.

local({
  folder <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1L]))
  nws <- new.env(parent = baseenv()) # what tasks define disturbs nothing in here
  for (part in c("values", "numbers", "times", "encode", "decode", "channel", "client", "output", "failures", "evaluation",
                 "completion", "seeding", "mapping", "serving"))
    sys.source(file.path(folder, paste0(part, ".R")), nws)
  nws$run_kernel()
})
