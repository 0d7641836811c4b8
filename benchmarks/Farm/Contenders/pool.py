"""multiprocessing.Pool of two workers."""

from multiprocessing import Pool

from contender import nothing, serve

if __name__ == "__main__":
    with Pool(2) as pool:
        serve({
            "single": lambda count: pool.map(nothing, range(count), chunksize=1),
            "automatic": lambda count: pool.map(nothing, range(count)),
        })
