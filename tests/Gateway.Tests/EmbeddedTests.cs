using SessionShare.Gateway.Embedded;
using SessionShare.Silo;

namespace SessionShare.Gateway.Tests;

public sealed class EmbeddedTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Usefulness _use = new(firstShareTime: TimeSpan.FromSeconds(10), readOutTime: TimeSpan.FromSeconds(60), Start);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string LockPath => Path.Combine(_folder.FullName, "lock");

    private string StatePath => Path.Combine(_folder.FullName, "state.json");

    [Fact]
    public void Server_waits_for_its_first_share()
    {
        LooksAt(9, shared: false).Should().BeFalse();
        LooksAt(10, shared: false).Should().BeTrue();
    }

    [Fact]
    public void Server_goes_as_soon_as_nobody_shares_any_more_even_early()
    {
        LooksAt(1, shared: true).Should().BeFalse();
        LooksAt(2, shared: false).Should().BeTrue();
    }

    [Fact]
    public void Server_lets_viewers_read_to_the_end()
    {
        LooksAt(1, shared: true);
        LooksAt(2, shared: false, readers: 1).Should().BeFalse();
        LooksAt(3, shared: false, readers: 0).Should().BeTrue();
    }

    [Fact]
    public void Server_does_not_wait_for_viewers_forever()
    {
        LooksAt(1, shared: true);
        LooksAt(2, shared: false, readers: 1).Should().BeFalse();
        LooksAt(61, shared: false, readers: 1).Should().BeFalse();
        LooksAt(62, shared: false, readers: 1).Should().BeTrue();
    }

    [Fact]
    public void Share_that_begins_while_viewers_read_keeps_the_server()
    {
        LooksAt(1, shared: true);
        LooksAt(2, shared: false, readers: 1);
        LooksAt(30, shared: true).Should().BeFalse();
        LooksAt(31, shared: false, readers: 1).Should().BeFalse();
        LooksAt(90, shared: false, readers: 1).Should().BeFalse("its time to wait begins anew");
        LooksAt(91, shared: false, readers: 1).Should().BeTrue();
    }

    [Fact]
    public void Lock_is_free_when_the_last_of_several_shares_lets_go()
    {
        using (SharesLock())
        {
            using (SharesLock())
                InUseLock.TryTake(LockPath).Should().BeNull();
            InUseLock.TryTake(LockPath).Should().BeNull();
        }

        using var taken = InUseLock.TryTake(LockPath);
        taken.Should().NotBeNull();
    }

    [Fact]
    public void Nobody_begins_to_share_with_a_server_that_is_about_to_go()
    {
        using var taken = InUseLock.TryTake(LockPath);

        FluentActions.Invoking(SharesLock).Should().Throw<IOException>();
    }

    [Fact]
    public async Task Server_says_where_it_is_and_goes_with_its_last_share()
    {
        var share = SharesLock();
        var gateway = await TestGateway.Start("--embedded", StatePath, "--in-use", LockPath, "--set", "Embedded:LookEvery=00:00:00.02");
        var stopped = new TaskCompletionSource();
        await using var registration = gateway.Of<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().ApplicationStopping.Register(stopped.SetResult);

        var state = StateFile.Read(StatePath)!;
        state.Should().Be(new EmbeddedState(
            $"http://{gateway.Host}", Environment.ProcessId, Product.Version, Path.Combine(gateway.Folder, "issuer", "key")));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(StatePath).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await gateway.Get("health/ready")).IsSuccessStatusCode.Should().BeTrue();
        await share.DisposeAsync();

        await stopped.Task.WaitAsync(TimeSpan.FromMinutes(3));
        await gateway.DisposeAsync();
        File.Exists(StatePath).Should().BeFalse();
    }

    [Fact]
    public async Task Server_leaves_the_state_file_of_a_newer_one_alone()
    {
        using var share = SharesLock();
        var gateway = await TestGateway.Start("--embedded", StatePath, "--in-use", LockPath);
        var newer = StateFile.Read(StatePath)! with { Pid = 1 };
        StateFile.Write(StatePath, newer);

        await gateway.DisposeAsync();

        StateFile.Read(StatePath).Should().Be(newer);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private bool LooksAt(int second, bool shared, int readers = 0) => _use.IsOver(shared, readers, Start.AddSeconds(second));

    /// <summary>What a sharing process holds.</summary>
    private FileStream SharesLock() => new(LockPath, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
}
