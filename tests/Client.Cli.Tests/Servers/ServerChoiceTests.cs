using SessionShare.Cli.Homes;
using SessionShare.Cli.Servers;

namespace SessionShare.Cli.Tests.Servers;

public sealed class ServerChoiceTests
{
    [Fact]
    public void Option_comes_before_environment_before_configuration_before_the_embedded_server()
    {
        using var ana = new TestHome();
        ServerChoice.Of(null, ana.Surroundings).IsEmbedded.Should().BeTrue();

        ana.Surroundings.Home.Write(new Config { Server = "https://configured.example" });
        ServerChoice.Of(null, ana.Surroundings).Named.Should().Equal(new Uri("https://configured.example/"));

        ana.Variables["SESSIONSHARE_SERVER"] = "https://a.example,https://b.example:8443/base";
        ServerChoice.Of(null, ana.Surroundings).Named.Should().Equal(new Uri("https://a.example/"), new Uri("https://b.example:8443/base/"));

        ServerChoice.Of([new Uri("https://option.example/")], ana.Surroundings).Named.Should().Equal(new Uri("https://option.example/"));
    }

    [Theory]
    [InlineData("ftp://a.example")]
    [InlineData("https://a.example/?x=1")]
    [InlineData("https://ana:secret@a.example")]
    [InlineData("https://a.example,")]
    public void What_is_no_server_is_refused(string text) => ServerUrls.Parse(text).Fault.Should().Contain("it must be the address of a server");

    [Fact]
    public async Task Token_of_the_environment_goes_to_no_server_that_only_a_link_names()
    {
        using var ana = new TestHome(("SESSIONSHARE_TOKEN", "secret"), ("SESSIONSHARE_SERVER", "https://mine.example"));

        using var mine = Gateway.OfLink(ana.Surroundings, new Uri("https://mine.example/"), null);
        using var other = Gateway.OfLink(ana.Surroundings, new Uri("https://other.example/"), null);

        (await mine.Credentials.Token(CancellationToken.None)).Should().Be("secret");
        (await other.Credentials.Token(CancellationToken.None)).Should().BeNull();
        other.Credentials.WhyNot.Should().StartWith("You are not signed in at https://other.example/: sessionshare login --server https://other.example/, or set SESSIONSHARE_TOKEN");
    }

    [Fact]
    public async Task Saved_sign_in_is_used_until_it_is_about_to_end()
    {
        using var ana = new TestHome();
        var server = new Uri("https://mine.example/");
        async Task<string?> Token(TimeSpan left)
        {
            ana.Surroundings.Home.Write(new Identity().With(server.AbsoluteUri, new("saved", DateTimeOffset.UtcNow + left, "ana@example.com", null)));
            using var gateway = Gateway.Chosen(ana.Surroundings, [server]);
            return await gateway!.Credentials.Token(CancellationToken.None);
        }

        (await Token(TimeSpan.FromMinutes(5))).Should().Be("saved");
        (await Token(TimeSpan.FromSeconds(30))).Should().BeNull();
    }
}
