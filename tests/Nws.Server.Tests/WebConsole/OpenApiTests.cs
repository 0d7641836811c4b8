using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Nws.TestKit;

namespace Nws.Server.Tests.WebConsole;

/// <summary>The description names every call, and no other.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task Description_NamesEveryCallThereIs()
    {
        await using var application = NwsServerHost.Build(new NwsServerOptions { Port = 0, WebPort = 0 }, TimeProvider.System);
        var routes = ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .Where(route => route.Contains("/api/", StringComparison.Ordinal) || route.EndsWith("/metrics", StringComparison.Ordinal) || route.EndsWith("/healthz", StringComparison.Ordinal));
        await using var server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0 });
        using var http = new ConsoleClient(server);
        JsonElement description = await http.JsonAsync("openapi.json");
        var described = description.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));
        Assert.Equal(routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }
}
