# R's parallel: a cluster of two processes. clusterApplyLB gives out one element at a time, parLapply divides them evenly beforehand.
library(parallel)

nothing <- function(x) x
cluster <- makeCluster(2)
measurements <- list(
  single = function(count) clusterApplyLB(cluster, seq_len(count), nothing),
  automatic = function(count) parLapply(cluster, seq_len(count), nothing)
)
cat("ready\n")
input <- file("stdin", open = "r")
while (length(line <- readLines(input, n = 1)) == 1) {
  request <- strsplit(line, " ", fixed = TRUE)[[1]]
  count <- as.integer(request[2])
  start <- proc.time()[["elapsed"]]
  results <- measurements[[request[1]]](count)
  seconds <- proc.time()[["elapsed"]] - start
  stopifnot(identical(unlist(results), seq_len(count)))
  cat(format(seconds, digits = 15), "\n", sep = "")
}
stopCluster(cluster)
