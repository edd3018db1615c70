using System.Diagnostics;
using System.Text.Json;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Rendering;

/// <summary>`sessionshare render`: bytes in, the final screen out.</summary>
public sealed class RenderTests : IDisposable
{
    private readonly TestHome _ana = new();

    public void Dispose() => _ana.Dispose();

    [Fact]
    public async Task Person_reads_the_rows_of_a_file_without_spaces_at_their_ends()
    {
        var code = await _ana.Run("render", File("one  \r\n\e[3;5Htwo\e[31m日本  \e[5;1Hx"), "--cols", "20", "--rows", "5");

        code.Should().Be(0);
        _ana.Output.ToString().Should().Be("one\n\n    two日本\n\nx\n".ReplaceLineEndings());
        _ana.Error.ToString().Should().BeEmpty();
        Directory.Exists(_ana.Folder).Should().BeFalse("no home is needed");
    }

    [Fact]
    public async Task Program_reads_size_cursor_modes_and_rows_as_JSON()
    {
        await _ana.Run("render", File("\e]0;my title\a\e[?1049h\e[2;20r\e[?2004h\e[?1002;1006h\e[3 q\e[?25l\e[>5u\e[4;10Habc"), "--as", "json");

        var screen = JsonDocument.Parse(_ana.Output.ToString()).RootElement;
        screen.GetProperty("size").ToString().Should().Be("""{"columns":80,"rows":24}""");
        screen.GetProperty("cursor").ToString().Should().Be("""{"column":12,"row":3,"wrapPending":false,"visible":false,"shape":"underline","blinks":true}""");
        screen.GetProperty("screen").GetString().Should().Be("alternate");
        screen.GetProperty("title").GetString().Should().Be("my title");
        screen.GetProperty("scrollRegion").ToString().Should().Be("""{"top":1,"bottom":19}""");
        screen.GetProperty("modes").GetProperty("bracketedPaste").GetBoolean().Should().BeTrue();
        screen.GetProperty("modes").GetProperty("mouseTracking").GetString().Should().Be("drag");
        screen.GetProperty("modes").GetProperty("mouseEncoding").GetString().Should().Be("sgr");
        screen.GetProperty("keyboardFlags").GetInt32().Should().Be(5);
        screen.GetProperty("rows").EnumerateArray().Select(row => row.GetString()).Should().HaveCount(24).And.HaveElementAt(3, "         abc");
    }

    [Fact]
    public async Task Keyframe_of_standard_input_renders_as_the_same_screen()
    {
        var file = File("\e[31mred\r\n\e[?1049h\e[5;5Hin front\e[3");

        var keyframe = await Program(["render", "--as", "keyframe"], System.IO.File.ReadAllBytes(file));

        var (direct, again) = (await Program(["render", "--as", "json", file], []), await Program(["render", "--as", "json", "-"], keyframe));
        System.Text.Encoding.UTF8.GetString(again).Should().Be(System.Text.Encoding.UTF8.GetString(direct)).And.Contain("in front");
    }

    [Theory]
    [InlineData("nowhere.out", "There is no file", "render reads a file, or standard input where none is named.")]
    [InlineData(".", "is a folder", "render reads a file, or standard input where none is named.")]
    public async Task Person_is_told_when_the_file_can_not_be_read(string name, string wrong, string right)
    {
        var code = await _ana.Run("render", _ana.Beside(name));

        code.Should().Be(Reasons.Exit.Usage);
        _ana.Error.ToString().Should().Contain(wrong).And.Contain(right);
    }

    private static async Task<byte[]> Program(string[] words, byte[] input)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Commands).Assembly.Location, .. words]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var program = Process.Start(start)!;
        await program.StandardInput.BaseStream.WriteAsync(input);
        program.StandardInput.Close();
        using var output = new MemoryStream();
        await program.StandardOutput.BaseStream.CopyToAsync(output);
        await program.WaitForExitAsync();
        program.ExitCode.Should().Be(0);
        return output.ToArray();
    }

    private string File(string output)
    {
        var path = _ana.Beside("recorded.out");
        System.IO.File.WriteAllText(path, output);
        return path;
    }
}
