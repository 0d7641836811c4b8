// A picture of the Mandelbrot set, a row of it per element; the rows in the middle take a hundred times as long as those outside.
//
//     nws run examples/sleigh/mandelbrot.csx [FILE.pgm]

const int Width = 300, Height = 200;
const double Left = -2, Top = 1, Step = 0.01;

var rows = await sleigh.EachElemAsync(
    (double y, int width, double left, double step) =>
    {
        const int limit = 200;
        var row = new byte[width];
        for (int x = 0; x < width; x++)
        {
            Complex z = 0, c = new(left + x * step, y);
            int steps = 0;
            for (; Complex.Abs(z) <= 2 && steps < limit; steps++) z = z * z + c;
            row[x] = (byte)(255 - 255 * steps / limit);
        }
        return row;
    },
    Enumerable.Range(0, Height).Select(i => Top - i * Step), [Width, Left, Step]);

string path = args.Length > 0 ? args[0] : "mandelbrot.pgm";
await File.WriteAllBytesAsync(path, [.. Encoding.ASCII.GetBytes($"P5 {Width} {Height} 255\n"), .. rows.SelectMany(row => row)]);
int inside = rows.Sum(row => row.Count(shade => shade == 0));
Console.WriteLine($"{path}: {Width} x {Height}, {inside} points inside, the area is about {inside * Step * Step:F2}");
