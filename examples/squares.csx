// JavaScript of which nobody knows the author: it runs in a sandbox.
var squares = await sleigh.EachElemAsync<int>(Code.JavaScript("x => x * x").Sandboxed(), new[] { 1, 2, 3 });
Console.WriteLine(string.Join(" ", squares));
