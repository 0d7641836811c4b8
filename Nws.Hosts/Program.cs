Console.WriteLine("nws");
