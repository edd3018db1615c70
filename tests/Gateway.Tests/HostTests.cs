using System.Net;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

public sealed class HostTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.Start("--public-url", "https://share.example.com");

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("127.0.0.1:PORT")]
    [InlineData("localhost:PORT")]
    [InlineData("LOCALHOST:PORT")]
    [InlineData("[::1]:PORT")]
    [InlineData("share.example.com")]
    [InlineData("share.example.com:443")]
    public async Task Own_name_is_answered(string host)
    {
        (await _gateway.Get("api/about", null, ("Host", WithPort(host)))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:1")]
    [InlineData("evil.example:PORT")]
    [InlineData("localhost.evil.example:PORT")]
    [InlineData("share.example.com:8443")]
    [InlineData("0.0.0.0:PORT")]
    public async Task Foreign_name_is_refused(string host)
    {
        await (await _gateway.Get("api/about", null, ("Host", WithPort(host)))).ShouldRefuse(Reason.UnknownHost);
        (await Handshake.To(_gateway, Hubs.Viewer.Path, ("Host", WithPort(host)))).Should().Be(Handshake.Refused(Reason.UnknownHost));
    }

    [Theory]
    [InlineData("http://127.0.0.1:PORT")]
    [InlineData("http://localhost:PORT")]
    [InlineData("https://share.example.com")]
    public async Task Own_page_is_answered(string origin)
    {
        (await _gateway.Get("api/about", null, ("Origin", WithPort(origin)))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await Handshake.To(_gateway, Hubs.Viewer.Path, ("Origin", WithPort(origin)))).Should().Be(Handshake.Accepted);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("http://evil.example")]
    [InlineData("https://localhost:PORT")]
    [InlineData("http://localhost:1")]
    [InlineData("http://share.example.com")]
    [InlineData("https://share.example.com.evil.example")]
    [InlineData("https://share.example.com@evil.example")]
    public async Task Foreign_page_is_refused(string origin)
    {
        await (await _gateway.Get("api/about", null, ("Origin", WithPort(origin)))).ShouldRefuse(Reason.ForeignOrigin);
        (await Handshake.To(_gateway, Hubs.Viewer.Path, ("Origin", WithPort(origin)))).Should().Be(Handshake.Refused(Reason.ForeignOrigin));
    }

    [Fact]
    public async Task Links_carry_the_public_address()
    {
        SessionId.TryParse(new string('1', 22), out var session).Should().BeTrue();

        _gateway.Of<Hosts.LinkFactory>().LinkFor(session, "s3cret").Should().Be($"https://share.example.com/s/{session}#k=s3cret");
        (await _gateway.Http.GetStringAsync("api/about")).Should().Contain("\"publicUrl\":\"https://share.example.com\"");
    }

    private string WithPort(string text) => text.Replace("PORT", $"{_gateway.Url.Port}", StringComparison.Ordinal);
}
