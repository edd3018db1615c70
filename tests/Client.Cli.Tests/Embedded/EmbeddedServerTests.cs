using System.Net;
using System.Net.Sockets;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;
using SessionShare.Cli.Homes;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Tests.Embedded;

/// <summary>Starting and sharing the home's own server, with real locks and processes. The server's program is a script; its port is the test's.</summary>
public sealed class EmbeddedServerTests : IDisposable
{
    private readonly TestHome _ana = new();
    private readonly TcpListener _port = new(IPAddress.Loopback, 0);
    private readonly List<int> _started = [];

    public EmbeddedServerTests()
    {
        _port.Start();
        Program($$"""
            #!/bin/sh
            echo "$@" >> {{Starts}}
            while [ "$1" != --embedded ]; do shift; done
            echo "{\"url\":\"{{Address.AbsoluteUri.TrimEnd('/')}}\",\"pid\":$$,\"version\":\"0\"}" > "$2.new" && mv "$2.new" "$2"
            exec sleep 60
            """);
    }

    private Uri Address => new($"http://{_port.LocalEndpoint}/");

    private string Starts => _ana.Beside("starts");

    private EmbeddedFiles Files => EmbeddedFiles.Of(_ana.Surroundings.Home);

    [Fact]
    public async Task Two_shares_at_once_start_one_server()
    {
        var both = await Task.WhenAll(Use(), Use());

        both.Should().OnlyContain(server => server.Address == Address);
        File.ReadAllLines(Starts).Should().ContainSingle();
        foreach (var server in both)
            server.Dispose();
    }

    [Fact]
    public async Task A_server_that_died_is_started_again_at_its_address()
    {
        using var server = await Use();
        await Kill();

        await server.Revive(CancellationToken.None);

        File.ReadAllLines(Starts).Should().HaveCount(2).And.HaveElementAt(1, File.ReadAllLines(Starts)[0].Replace(" --set", $" --url {Address.AbsoluteUri.TrimEnd('/')} --set"));
        await server.Revive(CancellationToken.None);
        File.ReadAllLines(Starts).Should().HaveCount(2, "it lives");
    }

    [Fact]
    public async Task A_server_that_ended_by_itself_comes_back_at_its_address_so_that_links_stay_right()
    {
        (await Use()).Dispose();
        await Kill();
        File.Delete(Files.State);

        using var server = await Use();

        File.ReadAllLines(Starts)[1].Should().Contain($" --url {Address.AbsoluteUri.TrimEnd('/')} ");
    }

    [Fact]
    public async Task Lock_is_held_while_a_share_uses_the_server_and_free_afterwards()
    {
        var (one, two) = (await Use(), await Use());

        one.Dispose();
        PrivateFile.TryLock(Files.InUse, shared: false).Should().BeNull("the second share uses it");
        two.Dispose();
        using var free = PrivateFile.TryLock(Files.InUse, shared: false);
        free.Should().NotBeNull();
    }

    [Fact]
    public async Task A_share_waits_for_a_server_that_is_about_to_end()
    {
        PrivateFile.CreateFolder(Files.Folder);
        var ending = PrivateFile.TryLock(Files.InUse, shared: false);

        var use = Use();
        File.Exists(Starts).Should().BeFalse();
        await ending!.DisposeAsync();

        using var server = await use;
        server.Address.Should().Be(Address);
    }

    [Fact]
    public async Task Why_a_server_did_not_start_is_told_in_its_own_words()
    {
        Program("#!/bin/sh\necho 'The data folder is full.' >&2\nexit 125\n");

        var use = Use;

        (await use.Should().ThrowAsync<CliFailure>()).WithMessage("The embedded server did not start: The data folder is full.");
    }

    [Fact]
    public async Task Server_does_not_get_the_token()
    {
        _ana.Variables["SESSIONSHARE_TOKEN"] = "secret";
        using var server = await Use();

        var variables = await File.ReadAllTextAsync($"/proc/{EmbeddedState.Read(Files.State)!.Pid}/environ");

        variables.Should().Contain("SESSIONSHARE_HOME=").And.NotContain("secret");
    }

    [Fact]
    public void A_file_that_names_no_server_of_this_machine_is_not_believed()
    {
        PrivateFile.CreateFolder(Files.Folder);
        File.WriteAllText(Files.State, $$"""{"url":"https://evil.example","pid":{{Environment.ProcessId}},"version":"0"}""");

        Files.Running().Should().BeNull();
    }

    public void Dispose()
    {
        foreach (var process in _started)
            Signal(process);
        _port.Dispose();
        _ana.Dispose();
    }

    private async Task<EmbeddedServer> Use()
    {
        var server = await EmbeddedServer.Use(_ana.Surroundings, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(3));
        lock (_started)
            _started.Add(EmbeddedState.Read(Files.State)!.Pid);
        return server;
    }

    /// <summary>kill -9, and until it is gone.</summary>
    private async Task Kill()
    {
        var process = EmbeddedState.Read(Files.State)!.Pid;
        Signal(process);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (ServerProcess.IsAlive(process))
            await Task.Delay(5, patience.Token);
    }

    private static void Signal(int process)
    {
        if (ServerProcess.IsAlive(process))
            Libc.kill(process, 9);
    }

    private void Program(string script)
    {
        var program = _ana.Beside("gateway");
        File.WriteAllText(program, script);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _ana.Variables[GatewayProgram.Variable] = program;
        _ana.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
    }
}
