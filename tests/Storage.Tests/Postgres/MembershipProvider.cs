using System.Data;
using System.Globalization;
using Npgsql;

namespace SessionShare.Storage.Tests;

/// <summary>A silo as the membership tables know it.</summary>
internal sealed record Member(string Address, int Port, int Generation, int Status)
{
    public const int Active = 3;
    public const int Dead = 6;

    public int ProxyPort { get; init; } = 30000;

    public string? SuspectTimes { get; init; }

    public DateTime StartTime { get; init; } = new(2026, 11, 26, 8, 0, 0, DateTimeKind.Utc);

    public DateTime AliveTime { get; init; } = new(2026, 11, 26, 9, 0, 0, DateTimeKind.Utc);
}

/// <summary>
/// Calls the statements of OrleansQuery as Orleans' ADO.NET membership provider does: by the same parameter names and types, reading results by the same
/// columns. A fake of the provider, for the package is not in every feed; the statements and the database are the real ones.
/// </summary>
internal sealed class MembershipProvider(string connectionString, string cluster)
{
    /// <summary>The keys that the provider refuses to start without.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        "GatewaysQueryKey", "MembershipReadRowKey", "MembershipReadAllKey", "InsertMembershipVersionKey", "UpdateIAmAlivetimeKey",
        "InsertMembershipKey", "UpdateMembershipKey", "DeleteMembershipTableEntriesKey", "CleanupDefunctSiloEntriesKey",
    ];

    public Task<IReadOnlyList<string>> KnownKeys() =>
        Read("SELECT QueryKey, QueryText FROM OrleansQuery", _ => { }, row => row.GetString(row.GetOrdinal("QueryKey")));

    public Task<bool> InsertVersion() => Ask("InsertMembershipVersionKey", _ => { });

    public Task<bool> Insert(Member member, int version) => Ask("InsertMembershipKey", command =>
    {
        Add(command, "IAmAliveTime", DbType.DateTime, member.AliveTime);
        Add(command, "SiloName", DbType.String, $"silo at {member.Port}");
        Add(command, "HostName", DbType.String, "host");
        AddAddress(command, member);
        Add(command, "StartTime", DbType.DateTime, member.StartTime);
        Add(command, "Status", DbType.Int32, member.Status);
        Add(command, "ProxyPort", DbType.Int32, member.ProxyPort);
        Add(command, "Version", DbType.Int32, version);
    });

    public Task<bool> Update(Member member, int version) => Ask("UpdateMembershipKey", command =>
    {
        AddAddress(command, member);
        Add(command, "IAmAliveTime", DbType.DateTime, member.AliveTime);
        Add(command, "Status", DbType.Int32, member.Status);
        Add(command, "SuspectTimes", DbType.String, member.SuspectTimes);
        Add(command, "Version", DbType.Int32, version);
    });

    public Task SayAlive(Member member) => Read("UpdateIAmAlivetimeKey", command =>
    {
        AddAddress(command, member);
        Add(command, "IAmAliveTime", DbType.DateTime, member.AliveTime);
    });

    public Task<(int Version, IReadOnlyList<Member> Members)> ReadAll() => Members("MembershipReadAllKey", _ => { });

    public Task<(int Version, IReadOnlyList<Member> Members)> ReadOne(Member member) => Members("MembershipReadRowKey", command => AddAddress(command, member));

    public Task<IReadOnlyList<string>> Gateways() => Read(
        Query("GatewaysQueryKey"),
        command => Add(command, "Status", DbType.Int32, Member.Active),
        row => $"{(string)row.GetValue(row.GetOrdinal("Address"))}:{row.GetInt32(row.GetOrdinal("ProxyPort"))}/{row.GetInt32(row.GetOrdinal("Generation"))}");

    public Task CleanUp(DateTime before) => Read("CleanupDefunctSiloEntriesKey", command => Add(command, "IAmAliveTime", DbType.DateTime, before));

    public Task DeleteAll() => Read("DeleteMembershipTableEntriesKey", _ => { });

    private async Task<(int Version, IReadOnlyList<Member> Members)> Members(string key, Action<NpgsqlCommand> add)
    {
        var rows = await Read(Query(key), add, row => (
            Version: Convert.ToInt32(row.GetValue(row.GetOrdinal("Version")), CultureInfo.InvariantCulture),
            Member: row.IsDBNull(row.GetOrdinal("StartTime")) ? null : MemberOf(row)));
        return (rows[0].Version, rows.Where(row => row.Member is not null).Select(row => row.Member!).OrderBy(member => member.Port).ToList());
    }

    private static Member MemberOf(NpgsqlDataReader row)
    {
        ((string)row.GetValue(row.GetOrdinal("SiloName"))).Should().Be($"silo at {row.GetInt32(row.GetOrdinal("Port"))}");
        ((string)row.GetValue(row.GetOrdinal("HostName"))).Should().Be("host");
        var suspects = row.GetOrdinal("SuspectTimes");
        return new Member(
            (string)row.GetValue(row.GetOrdinal("Address")),
            row.GetInt32(row.GetOrdinal("Port")),
            row.GetInt32(row.GetOrdinal("Generation")),
            row.GetInt32(row.GetOrdinal("Status")))
        {
            ProxyPort = row.GetInt32(row.GetOrdinal("ProxyPort")),
            SuspectTimes = row.IsDBNull(suspects) ? null : (string)row.GetValue(suspects),
            StartTime = DateTime.SpecifyKind(row.GetDateTime(row.GetOrdinal("StartTime")), DateTimeKind.Utc),
            AliveTime = DateTime.SpecifyKind(row.GetDateTime(row.GetOrdinal("IAmAliveTime")), DateTimeKind.Utc),
        };
    }

    private async Task<bool> Ask(string key, Action<NpgsqlCommand> add)
    {
        var rows = await Read(Query(key), add, row => (row.FieldCount, Answer: Convert.ToBoolean(row.GetValue(0), CultureInfo.InvariantCulture)));
        rows.Should().ContainSingle().Which.FieldCount.Should().Be(1);
        return rows[0].Answer;
    }

    private Task<IReadOnlyList<bool>> Read(string key, Action<NpgsqlCommand> add) => Read(Query(key), add, _ => true);

    private async Task<IReadOnlyList<T>> Read<T>(string sql, Action<NpgsqlCommand> add, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        Add(command, "DeploymentId", DbType.String, cluster);
        add(command);
        command.CommandText = sql;
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        do
        {
            while (await row.ReadAsync())
                rows.Add(read(row));
        }
        while (await row.NextResultAsync());
        return rows;
    }

    private string Query(string key)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT QueryText FROM OrleansQuery WHERE QueryKey = $1", connection) { Parameters = { new() { Value = key } } };
        return (string)command.ExecuteScalar()!;
    }

    private static void AddAddress(NpgsqlCommand command, Member member)
    {
        Add(command, "Address", DbType.String, member.Address);
        Add(command, "Port", DbType.Int32, member.Port);
        Add(command, "Generation", DbType.Int32, member.Generation);
    }

    private static void Add(NpgsqlCommand command, string name, DbType type, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value, parameter.DbType) = (name, value ?? DBNull.Value, type);
        command.Parameters.Add(parameter);
    }
}
