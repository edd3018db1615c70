using SessionShare.Cli.Sharing;

namespace SessionShare.Cli.Tests.Sharing;

/// <summary>The clipboards of desktops, by programs that only write down what they are given.</summary>
public sealed class ClipboardProgramTests : IDisposable
{
    private readonly TestHome _home = new();

    public ClipboardProgramTests()
    {
        Directory.CreateDirectory(_home.Beside("bin"));
        _home.Variables["PATH"] = $"{_home.Beside("nowhere")}:{_home.Beside("bin")}:/usr/bin:/bin";
    }

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("wl-copy", "", "WAYLAND_DISPLAY")]
    [InlineData("xclip", "-selection clipboard", "DISPLAY")]
    [InlineData("xsel", "--clipboard --input", "DISPLAY")]
    public async Task Program_of_the_desktop_gets_the_text(string program, string arguments, string desktop)
    {
        _home.Variables[desktop] = ":7";
        Fake(program, "");

        (await ClipboardProgram.TryCopy("https://host/s/x#k=größe\n", _home.Surroundings)).Should().BeTrue();

        (await File.ReadAllTextAsync(_home.Beside("copied"))).Should().Be($"{arguments}|https://host/s/x#k=größe\n");
    }

    [Fact]
    public async Task One_that_fails_or_is_not_there_leaves_it_to_the_next()
    {
        (_home.Variables["WAYLAND_DISPLAY"], _home.Variables["DISPLAY"]) = ("wayland-0", ":7");
        Fake("wl-copy", "exit 1");
        Fake("xsel", "");

        (await ClipboardProgram.TryCopy("text", _home.Surroundings)).Should().BeTrue();

        (await File.ReadAllTextAsync(_home.Beside("copied"))).Should().Be("--clipboard --input|text");
    }

    [Fact]
    public async Task Without_a_desktop_none_is_asked()
    {
        foreach (var program in new[] { "wl-copy", "xclip", "xsel", "pbcopy" })
            Fake(program, "");

        (await ClipboardProgram.TryCopy("text", _home.Surroundings)).Should().BeFalse();

        File.Exists(_home.Beside("copied")).Should().BeFalse();
    }

    [Fact]
    public void Mac_has_its_own() =>
        ClipboardProgram.Programs(_home.Surroundings, isMac: true).Select(one => one.Program).Should().Equal("pbcopy");

    private void Fake(string program, string act)
    {
        var path = _home.Beside($"bin/{program}");
        File.WriteAllText(path, $"#!/bin/sh\n{act}\n{{ printf '%s|' \"$*\"; cat; }} >'{_home.Beside("copied")}'\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
