"""concurrent.futures.ProcessPoolExecutor of two workers. It does not choose a chunk size by itself."""

from concurrent.futures import ProcessPoolExecutor

from contender import nothing, serve

if __name__ == "__main__":
    with ProcessPoolExecutor(2) as executor:
        serve({"single": lambda count: list(executor.map(nothing, range(count)))})
