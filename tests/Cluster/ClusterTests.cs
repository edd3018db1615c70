using System.Diagnostics;
using System.Globalization;
using Orleans.Configuration;
using SessionShare.Storage.Tests;
using Xunit.Abstractions;

namespace SessionShare.Cluster;

/// <summary>Short drills. Recovery times are the drills' to judge on a quiet machine: here they only have to end.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    private static readonly TimeSpan BusyMachine = TimeSpan.FromMinutes(3);

    [Fact]
    public Task Viewers_bytes_equal_the_sharers_when_silo_and_gateways_are_killed() => Drill().Kill(TimeSpan.Zero);

    [Fact]
    public Task Viewers_bytes_equal_the_sharers_when_every_silo_and_gateway_is_restarted() => Drill().Roll();

    [Fact]
    public Task Silo_without_a_processor_for_10_s_stays_a_member() => Drill().Starve(TimeSpan.FromSeconds(10));

    [Fact]
    public Task Sessions_are_spread_over_two_silos() => Drill().Place(silos: 2, sessions: 100);

    private Drill Drill() => new(new Lines(output)) { BytesPerMinute = 1_000_000, Viewers = 2, Patience = BusyMachine };

    private sealed class Lines(ITestOutputHelper output) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value) => output.WriteLine(value ?? "");
    }
}

/// <summary>One process on real Orleans, as `sessionshare share` starts it.</summary>
public sealed class AloneTests
{
    [Fact]
    public async Task Server_that_is_alone_listens_on_one_port_and_no_foreign_client_gets_in()
    {
        var folder = Directory.CreateTempSubdirectory();
        var (server, line) = await ServerProcess.Start(
            ["env", "--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "sessionshare-gateway.dll"), "--url", "http://127.0.0.1:0", "--data", folder.FullName], "SessionShare ");
        using (server)
        {
            var port = new Uri(line.Split(' ')[^1]).Port;

            PortsOf(folder.FullName).Should().Equal(port);
            var tried = new[] { port, 30000, 11111 };
            (await Task.WhenAll(tried.Select(ForeignClientGetsIn))).Should().Equal([false, false, false], $"nobody may use one of the ports {string.Join(", ", tried)} as a client of Orleans");
        }

        folder.Delete(recursive: true);
    }

    /// <summary>Every TCP port that the process with this argument listens on.</summary>
    private static IEnumerable<int> PortsOf(string argument)
    {
        var process = Process.GetProcessesByName("dotnet").Select(found => found.Id).Single(id => File.ReadAllText($"/proc/{id}/cmdline").Contains(argument));
        var sockets = Directory.GetFiles($"/proc/{process}/fd").Select(file => File.ResolveLinkTarget(file, false)?.Name ?? "").Where(name => name.StartsWith("socket:", StringComparison.Ordinal)).ToHashSet();
        return from table in new[] { "tcp", "tcp6" }
               from line in File.ReadLines($"/proc/{process}/net/{table}").Skip(1)
               let columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where columns[3] == "0A" && sockets.Contains($"socket:[{columns[9]}]")
               select int.Parse(columns[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static async Task<bool> ForeignClientGetsIn(int port)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("dev", "dev"));
        });

        // Never disposed: a client that waits for its handshake hears of no cancellation.
        var host = builder.Build();
        try
        {
            await host.StartAsync().WaitAsync(TimeSpan.FromSeconds(5));
            return true;
        }
        catch (Exception refused) when (refused is OrleansException or OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }
}
