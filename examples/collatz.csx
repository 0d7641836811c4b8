// Finds the start below a million with the longest Collatz chain (halve what is even, else triple and add one, until 1): the lambda in
// the middle runs on the workers, once per slice of the starts.
//
//     nws run examples/collatz.csx

const int Limit = 1_000_000, Slices = 20;

// What a lambda needs is its parameters: `from` varies, the width of a slice is a fixed argument, the same for every task.
var longest = await sleigh.EachElemAsync(
    (int from, int width) =>
    {
        int best = from, most = 0;
        for (int start = Math.Max(from, 1); start < from + width; start++)
        {
            int length = 1;
            for (long n = start; n != 1; n = n % 2 == 0 ? n / 2 : 3 * n + 1) length++;
            if (length > most) (best, most) = (start, length);
        }
        return new[] { best, most };
    },
    Enumerable.Range(0, Slices).Select(slice => slice * (Limit / Slices)), [Limit / Slices]);

var winner = longest.MaxBy(pair => pair[1])!;
Console.WriteLine($"Below {Limit} the longest chain starts at {winner[0]} and has {winner[1]} numbers.");
