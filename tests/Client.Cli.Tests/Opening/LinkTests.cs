using System.Diagnostics;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Opening;

namespace SessionShare.Cli.Tests.Opening;

/// <summary>Links of a desktop, and where sessions are opened.</summary>
public sealed class LinkTests : IDisposable
{
    private const string Id = "0000000000000000000001";

    private readonly TestHome _home = new();

    public LinkTests()
    {
        _home.Variables["XDG_DATA_HOME"] = _home.Beside("data");
        _home.Variables["XDG_CONFIG_HOME"] = _home.Beside("config");
    }

    private string DesktopFile => _home.Beside("data/applications/sessionshare-links.desktop");

    private string Defaults => _home.Beside("config/mimeapps.list");

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData($"sessionshare://share.example.com/s/{Id}#k=secret", "https://share.example.com/")]
    [InlineData($"sessionshare://share.example.com:8443/base/s/{Id}#k=secret", "https://share.example.com:8443/base/")]
    [InlineData($"sessionshare://127.0.0.1:5000/s/{Id}#k=secret", "http://127.0.0.1:5000/")]
    public void Link_of_the_desktop_names_its_server(string text, string server)
    {
        var link = SessionTarget.Parse(text).Target!.Link!;
        (link.Server.AbsoluteUri, link.Session.ToString(), link.Secret).Should().Be((server, Id, "secret"));
    }

    [Fact]
    public async Task Registered_program_is_the_desktops_choice_for_our_links_and_others_keep_theirs()
    {
        Directory.CreateDirectory(_home.Beside("config"));
        File.WriteAllText(Defaults, "[Default Applications]\ntext/html=browser.desktop\n\n[Added Associations]\ntext/plain=editor.desktop\n");
        (await _home.Run("register-links", "--in", "terminal")).Should().Be(0);
        (await _home.Run("register-links")).Should().Be(0);

        File.ReadAllText(Defaults).Should().Be("[Added Associations]\ntext/plain=editor.desktop\n[Default Applications]\ntext/html=browser.desktop\nx-scheme-handler/sessionshare=sessionshare-links.desktop\n");
        File.ReadAllText(DesktopFile).Should().Contain("open --in terminal %u\nTerminal=true").And.Contain("MimeType=x-scheme-handler/sessionshare;");
        Validate(DesktopFile);

        (await _home.Run("register-links", "--remove")).Should().Be(0);
        File.Exists(DesktopFile).Should().BeFalse();
        File.ReadAllText(Defaults).Should().NotContain("sessionshare");
    }

    [Theory]
    [InlineData("/opt/a b/100%/sessionshare", "\"/opt/a b/100%%/sessionshare\"")]
    [InlineData("/opt/$a\"b\\c", "\"/opt/\\\\$a\\\\\"b\\\\\\\\c\"")]
    public void Path_of_the_program_is_quoted_as_desktops_read_it(string path, string quoted)
    {
        LinkRegistration.Entry(path, OpenPlace.Browser).Should().Contain($"Exec={quoted} open --in browser %u\n");
        File.WriteAllText(_home.Beside("x.desktop"), LinkRegistration.Entry(path, OpenPlace.Browser));
        Validate(_home.Beside("x.desktop"));
    }

    [Fact]
    public void Program_of_a_checkout_is_found_again_after_the_next_build()
    {
        Directory.CreateDirectory(_home.Beside("program.1"));
        File.CreateSymbolicLink(_home.Beside("current"), "program.1");
        LinkRegistration.Program(_home.Beside("program.1/sessionshare")).Should().Be(_home.Beside("current/sessionshare"));
        LinkRegistration.Program("/usr/bin/sessionshare").Should().Be("/usr/bin/sessionshare");
    }

    [Fact]
    public async Task Place_to_open_sessions_in_is_remembered()
    {
        _home.Surroundings.Home.ReadConfig().OpenIn.Should().BeNull();
        await _home.Run("open", "--in", "terminal", "--print", $"http://127.0.0.1:9/s/{Id}");
        _home.Surroundings.Home.ReadConfig().OpenIn.Should().Be(OpenPlace.Terminal);
    }

    /// <summary>Where the validator of desktops is installed.</summary>
    private static void Validate(string path)
    {
        if (!File.Exists("/usr/bin/desktop-file-validate"))
            return;
        using var validator = Process.Start(new ProcessStartInfo("/usr/bin/desktop-file-validate", [path]) { RedirectStandardOutput = true })!;
        validator.StandardOutput.ReadToEnd().Should().BeEmpty();
        validator.WaitForExit();
        validator.ExitCode.Should().Be(0);
    }
}
