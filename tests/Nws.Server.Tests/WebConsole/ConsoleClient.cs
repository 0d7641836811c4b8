using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Nws.TestKit;

namespace Nws.Server.Tests.WebConsole;

/// <summary>A program that uses a server's web API.</summary>
internal sealed class ConsoleClient(TestServer server) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.WebAddress };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static string Place(string workspace, string variable) => $"workspace={Uri.EscapeDataString(workspace)}&variable={Uri.EscapeDataString(variable)}";

    public void Dispose() => _http.Dispose();

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path, Token);

    /// <summary>The answer of a call of the API that succeeds.</summary>
    public async Task<JsonElement> JsonAsync(string path)
    {
        using var response = await GetAsync("api/v1/" + path);
        string body = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement;
    }

    public Task<HttpResponseMessage> SendAsync(string method, string path, byte[]? body = null, string? type = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new ByteArrayContent(body);
        if (type is not null) request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    public Task<HttpResponseMessage> PostJsonAsync(string path, string json) => SendAsync("POST", "api/v1/" + path, Encoding.UTF8.GetBytes(json), "application/json");

    /// <summary>The code of a problem.</summary>
    public static async Task<string> CodeAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("code").GetString()!;
    }
}
