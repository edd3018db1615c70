using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Opening;

namespace SessionShare.Cli.Tests.Opening;

/// <summary>What macOS' own programs are asked to do; that they do it is not tested here.</summary>
public sealed class MacLinkTests : IDisposable
{
    private readonly TestHome _home = new();
    private readonly List<string> _ran = [];
    private string? _fails;

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Application_is_made_of_a_script_told_which_links_it_takes_signed_and_registered()
    {
        var links = Links();

        links.Add("/opt/a \"b\"/sessionshare", OpenPlace.Browser);

        _ran.Select(one => one.Split(' ')[0].Split('/')[^1]).Should().Equal("osacompile", "plutil", "plutil", "plutil", "codesign", "lsregister");
        _ran[0].Should().Contain("do shell script quoted form of \"/opt/a \\\"b\\\"/sessionshare\" & \" open --in browser \" & quoted form of theLink");
        _ran[2].Should().Contain("\"CFBundleURLSchemes\":[\"sessionshare\"]");
    }

    [Fact]
    public void Terminal_runs_it_where_that_was_chosen() =>
        MacLinkRegistration.Script("/usr/local/bin/sessionshare", OpenPlace.Terminal).Should().Contain("tell application \"Terminal\"").And.Contain("do script quoted form of \"/usr/local/bin/sessionshare\" & \" open --in terminal \"");

    [Fact]
    public void Registered_anew_or_removed_the_one_before_is_gone()
    {
        var links = Links();
        links.Remove().Should().BeFalse();
        Directory.CreateDirectory(links.Place);

        links.Remove().Should().BeTrue();

        Directory.Exists(links.Place).Should().BeFalse();
        _ran.Should().ContainSingle().Which.Should().Contain("lsregister -u");
    }

    [Fact]
    public void Program_that_does_not_do_its_part_is_named()
    {
        _fails = "plutil";
        Links().Invoking(links => links.Add("/bin/sessionshare", OpenPlace.Browser)).Should().Throw<CliFailure>().WithMessage("plutil did not do its part*sessionshare open LINK opens one.");
    }

    private MacLinkRegistration Links() => new(_home.Beside("Applications"), (program, arguments) =>
    {
        _ran.Add($"{program} {string.Join(' ', arguments)}");
        return program != _fails;
    });
}
