// Multiplies two matrices, a block of rows per element; every task also gets the whole second matrix, as a fixed argument.
//
//     nws run examples/sleigh/matrix.csx [SIZE]

int size = args.Length > 0 ? int.Parse(args[0]) : 120;
const int Block = 10;

double[,] a = Square((i, j) => (i * 7 + j * 3) % 10), b = Square((i, j) => (i * 2 + j * 5) % 10);
var blocks = Enumerable.Range(0, size / Block).Select(k => Rows(a, k * Block, Block)).ToList();

var products = await sleigh.EachElemAsync(
    (double[,] rows, double[,] matrix) =>
    {
        var product = new double[rows.GetLength(0), matrix.GetLength(1)];
        for (int i = 0; i < product.GetLength(0); i++)
            for (int k = 0; k < matrix.GetLength(0); k++)
                for (int j = 0; j < product.GetLength(1); j++)
                    product[i, j] += rows[i, k] * matrix[k, j];
        return product;
    },
    blocks, [b]);

double trace = Enumerable.Range(0, size).Sum(i => products[i / Block][i % Block, i]);
double first = Enumerable.Range(0, size).Sum(k => a[0, k] * b[k, 0]);
Console.WriteLine($"{size} x {size}: trace {trace}, sum {products.Sum(block => block.Cast<double>().Sum())}, right: {products[0][0, 0] == first}");

double[,] Square(Func<int, int, double> entry)
{
    var square = new double[size, size];
    for (int i = 0; i < size; i++)
        for (int j = 0; j < size; j++)
            square[i, j] = entry(i, j);
    return square;
}

double[,] Rows(double[,] matrix, int from, int count)
{
    var rows = new double[count, size];
    Array.Copy(matrix, from * size, rows, 0, rows.Length);
    return rows;
}
