namespace SessionShare.Cli.Tests.Pty;

/// <summary>Counts the files that this process has open, so nothing else may run beside it.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OpenFileTests
{
    private const string Name = "alone";

    [Fact]
    public void Hundred_terminals_one_after_another_leave_no_file_open()
    {
        using (var first = new TestTerminal("true"))
            first.WaitForEnd();
        var before = Directory.GetFiles("/proc/self/fd").Length;
        for (var at = 0; at < 100; at++)
        {
            using var terminal = new TestTerminal("echo", "hello");
            terminal.WaitForEnd().Code.Should().Be(0);
            terminal.Text.Should().Be("hello\r\n");
        }

        Directory.GetFiles("/proc/self/fd").Length.Should().BeLessThan(before + 20);
    }
}
