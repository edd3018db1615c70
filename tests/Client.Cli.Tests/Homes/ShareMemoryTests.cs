using SessionShare.Cli.Homes;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Homes;

/// <summary>What a home remembers of shares that have not ended. A lock held by another open file of this process counts as that of another process.</summary>
public sealed class ShareMemoryTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestHome _ana = new();

    private ShareMemory Memory => _ana.Surroundings.Home.Shares;

    private string Folder => Path.Combine(_ana.Folder, "shares");

    public void Dispose() => _ana.Dispose();

    [Fact]
    public void A_share_is_held_while_it_lives_and_gone_when_it_has_ended()
    {
        var share = Memory.Remember(Id(1), "a title", [new("http://a/")], Noon, approve: true);

        var (remembered, isHeld) = Memory.All().Should().ContainSingle().Subject;
        (remembered.Session, remembered.Title, remembered.Process, isHeld).Should().Be(($"{Id(1)}", "a title", Environment.ProcessId, true));
        remembered.Approve.Should().BeTrue();
        remembered.Servers.Should().Equal(new Uri("http://a/"));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Directory.GetFiles(Folder).Single()).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        share.Dispose();
        Directory.GetFiles(Folder).Should().BeEmpty();
    }

    [Fact]
    public void Shares_of_dead_processes_are_found_newest_first()
    {
        Die(Id(1), Noon);
        Die(Id(3), Noon.AddMinutes(2));
        Die(Id(2), Noon.AddMinutes(1));

        Memory.All().Select(one => (one.Share.Session, one.IsHeld)).Should().Equal(($"{Id(3)}", false), ($"{Id(2)}", false), ($"{Id(1)}", false));
    }

    [Fact]
    public void Who_lost_a_session_to_another_process_does_not_make_the_home_forget_it()
    {
        var loser = Memory.Remember(Id(1), "", null, Noon);
        using var winner = Memory.Remember(Id(1), "", null, Noon.AddMinutes(1));

        loser.Dispose();

        Memory.All().Should().ContainSingle().Which.IsHeld.Should().BeTrue();
    }

    [Fact]
    public void However_many_processes_die_only_the_newest_are_remembered()
    {
        for (var number = 1; number <= 40; number++)
            Die(Id(number), Noon.AddMinutes(number));

        Memory.All().Select(one => one.Share.Session).Should().HaveCount(16).And.StartWith($"{Id(40)}");
    }

    [Fact]
    public void A_file_that_nobody_understands_is_passed_over()
    {
        Die(Id(1), Noon);
        File.WriteAllText(Path.Combine(Folder, "x.json"), "{");

        Memory.All().Should().ContainSingle();
    }

    private static SessionId Id(int number) => SessionId.Parse($"{number:D22}");

    /// <summary>The kernel takes a dead process's lock back; its file stays.</summary>
    private void Die(SessionId id, DateTimeOffset at)
    {
        var share = Memory.Remember(id, "", null, at);
        var file = Path.Combine(Folder, $"{id}.json");
        var content = File.ReadAllText(file);
        share.Dispose();
        File.WriteAllText(file, content);
    }
}
