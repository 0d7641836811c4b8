"""dask.distributed: two worker processes of one thread. It has no chunks: a task is a task."""

import logging

from contender import nothing, serve

if __name__ == "__main__":
    from distributed import Client, LocalCluster

    logging.disable(logging.WARNING)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        serve({"single": lambda count: client.gather(client.map(nothing, range(count), pure=False))})
