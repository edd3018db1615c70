using System.Net;
using System.Net.Http.Json;
using SessionShare.Protocol;
using SessionShare.Silo;

namespace SessionShare.Gateway.Tests;

public sealed class PagesTests
{
    [Fact]
    public async Task Health_pages_name_product_version_and_engine()
    {
        var gateway = await TestGateway.Start();

        foreach (var page in new[] { HttpApi.HealthLive, HttpApi.HealthReady })
        {
            (await gateway.Http.GetFromJsonAsync<Dictionary<string, string>>(page)).Should().Equal(new Dictionary<string, string>
            {
                ["product"] = "SessionShare",
                ["version"] = Product.Version,
                ["engine"] = EngineInfo.Built.Text,
            });
        }

        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task Server_tells_anyone_what_it_is()
    {
        var gateway = await TestGateway.Start();

        var about = await gateway.Http.GetFromJsonAsync<About>("api/about");

        about.Should().Be(new About("SessionShare", Product.Version, 1, EngineInfo.Built.Text, $"http://{gateway.Host}", "local"));
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task Person_who_shares_nothing_has_no_sessions()
    {
        var gateway = await TestGateway.Start();
        var token = (await gateway.SignIn("ann@example.com")).Token;

        (await (await gateway.Get("api/sessions", token)).Content.ReadAsStringAsync()).Should().Be("[]");
        await (await gateway.Send(HttpMethod.Post, $"api/sessions/{new string('1', 22)}/stop", null, token)).ShouldRefuse(Reason.UnknownOrForbidden);
        await (await gateway.Send(HttpMethod.Post, "api/sessions/short/stop", null, token)).ShouldRefuse(Reason.UnknownOrForbidden);
        await gateway.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/signin")]
    [InlineData("/s/0000000000000000000001")]
    public async Task Viewer_has_one_page_for_all_its_routes(string route)
    {
        var folder = Directory.CreateTempSubdirectory();
        TestGateway.WriteFile(folder.FullName, "index.html", "<p>viewer</p>");
        TestGateway.WriteFile(folder.FullName, "assets/main-1a2b.js", "1");
        var gateway = await TestGateway.Start("--set", $"Gateway:Viewer={folder.FullName}");

        var page = await gateway.Get(route);
        var script = await gateway.Get("/assets/main-1a2b.js");

        (await page.Content.ReadAsStringAsync()).Should().Be("<p>viewer</p>");
        page.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        page.Headers.CacheControl!.NoCache.Should().BeTrue();
        page.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("script-src 'self';").And.Contain("frame-ancestors 'none'");
        page.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        page.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        script.Headers.CacheControl!.ToString().Should().Be("public, max-age=31536000, immutable");
        await gateway.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Viewer_that_is_not_built_says_how_to_build_it()
    {
        var gateway = await TestGateway.Start();

        var page = await gateway.Get("/");

        page.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await page.Content.ReadAsStringAsync()).Should().Contain("npm run build");
        await gateway.DisposeAsync();
    }
}
