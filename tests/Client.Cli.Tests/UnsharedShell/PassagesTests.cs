using System.Text;
using SessionShare.Cli.UnsharedShell;

namespace SessionShare.Cli.Tests.UnsharedShell;

public sealed class PassagesTests
{
    private readonly Passages _passages = new();
    private readonly StringBuilder _shown = new();
    private readonly StringBuilder _kept = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(1000)]
    public void A_passage_is_shown_here_and_kept_nowhere_however_the_output_is_cut(int size)
    {
        _passages.Admit("key");
        var mark = Passages.Mark("key");

        Take($"a\e[1mb{mark}the link \e[0m{mark}c\e]0;t\a\e\e[m", size);

        _shown.ToString().Should().Be("a\e[1mbthe link \e[0mc\e]0;t\a\e\e[m");
        _kept.ToString().Should().Be("a\e[1mbc\e]0;t\a\e\e[m");
    }

    [Fact]
    public void Marks_with_a_key_that_nobody_was_given_hide_nothing()
    {
        _passages.Admit("key");

        Take($"a{Passages.Mark("other")}b", 3);

        _kept.ToString().Should().Be($"a{Passages.Mark("other")}b");
    }

    [Fact]
    public void What_a_command_left_open_ends_when_it_is_forgotten_or_the_shell_is_back()
    {
        _passages.Admit("key");
        Take($"{Passages.Mark("key")}hidden", 100);
        _passages.Forget("key");
        Take("seen", 100);
        _passages.Admit("second");
        Take($"{Passages.Mark("second")}hidden", 100);
        _passages.End();
        Take(" again", 100);

        _kept.ToString().Should().Be("seen again");
    }

    private void Take(string output, int size)
    {
        foreach (var piece in Encoding.UTF8.GetBytes(output).Chunk(size))
            _passages.Take(piece, bytes => _shown.Append(Encoding.UTF8.GetString(bytes)), bytes => _kept.Append(Encoding.UTF8.GetString(bytes)));
        _passages.Flush(bytes => _shown.Append(Encoding.UTF8.GetString(bytes)), bytes => _kept.Append(Encoding.UTF8.GetString(bytes)));
    }
}
