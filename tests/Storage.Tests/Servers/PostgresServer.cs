using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace SessionShare.Storage.Tests;

/// <summary>A real PostgreSQL on a data folder of its own, on loopback. One serves the whole test run; whoever needs to crash one starts another.</summary>
internal sealed class PostgresServer : IDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Started = new(() => Start());

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _databases = new();
    private readonly string _folder;
    private int _port;
    private ServerProcess? _process;

    private PostgresServer()
    {
        _folder = ServerProcess.Run(AsOther("mktemp", "-d", "-t", "sessionshare-postgres-XXXXXX"));
        ServerProcess.Run(AsOther(Program("initdb"), "-D", _folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions"));
    }

    /// <summary>The one of this test run.</summary>
    public static Task<PostgresServer> Shared => Started.Value;

    public static async Task<PostgresServer> Start()
    {
        var server = new PostgresServer();
        await server.StartAgain();
        return server;
    }

    public int Port => _port;

    public string ConnectionString(string database, int? port = null) => $"Host=127.0.0.1;Port={port ?? _port};Database={database};Username=postgres";

    /// <summary>Starts it on the data it has, on the port it had.</summary>
    public async Task StartAgain()
    {
        for (var attempt = 1; _process is null; attempt++)
        {
            if (_port == 0)
                _port = FreePort();
            try
            {
                (_process, _) = await ServerProcess.Start(
                    AsOther(Program("postgres"), "-D", _folder, "-p", $"{_port}", "-h", "127.0.0.1", "-k", "", "-c", "fsync=off", "-c", "lc_messages=C",
                        "-c", "max_connections=100", "-c", "shared_buffers=32MB"),
                    "database system is ready to accept connections",
                    _folder);
            }
            catch (InvalidOperationException) when (attempt < 5 && _databases.IsEmpty)
            {
                // Another process took the port meanwhile.
                _port = 0;
            }
        }
    }

    /// <summary>Stops it as a crash would: at once, with nothing finished.</summary>
    public void Crash()
    {
        _process!.End("QUIT");
        _process = null;
    }

    /// <summary>Stops all its processes where they are: connections stand, new ones are taken by the kernel, and nothing is answered.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Lets them go on.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>A migrated database of this name, made at the first call; answers its connection string.</summary>
    public Task<string> Migrated(string name) =>
        _databases.GetOrAdd(name, _ => new Lazy<Task<string>>(async () =>
        {
            var connectionString = await Empty(name);
            await PostgresSchema.Migrate(connectionString, default);
            return connectionString;
        })).Value;

    /// <summary>A new database of this name without tables.</summary>
    public async Task<string> Empty(string name)
    {
        await Do("postgres", $"CREATE DATABASE \"{name}\"");
        return ConnectionString(name);
    }

    /// <summary>Runs a statement as the superuser, on a connection of its own.</summary>
    public async Task<object?> Do(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public void Dispose()
    {
        _process?.Dispose();
        Directory.Delete(_folder, true);
    }

    /// <summary>To the first process before the others, so that it starts no more of them.</summary>
    private void Signal(string signal)
    {
        var first = File.ReadLines(Path.Combine(_folder, "postmaster.pid")).First();
        ServerProcess.Run("kill", "-s", signal, first);
        var children = Directory.GetDirectories("/proc").Select(folder => Path.GetFileName(folder)).Where(name => int.TryParse(name, out _) && ParentOf(name) == first).ToArray();
        if (children.Length > 0)
            ServerProcess.Run(["kill", "-s", signal, .. children]);
    }

    private static string? ParentOf(string process)
    {
        try
        {
            // Behind the name, which may hold anything: the state and the parent.
            return File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ')[2];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null; // It has ended.
        }
    }

    /// <summary>PostgreSQL refuses to run as root; its package brings a user for it.</summary>
    private static IEnumerable<string> AsOther(params IEnumerable<string> command) =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. command] : command;

    private static string Program(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Directory.Exists)
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => $"{version}/bin") : []);
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"PostgreSQL's {name} is nowhere; install the package postgresql.");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
