using Nws.Hosts.Languages.CSharp;

if (args is ["kernel", "csharp"])
    return await CSharpKernel.RunAsync();
Console.WriteLine("nws");
return 0;
