using Npgsql;

namespace SessionShare.Storage;

/// <summary>The database and this process's connections to it.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>Tries of something that changes nothing when it fails: the server may have closed a pooled connection, or two transactions collided.</summary>
    private const int Tries = 4;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresFaults _faults;

    public PostgresDatabase(PostgresOptions options)
    {
        var parts = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            MaxPoolSize = options.MaxConnections,
            Timeout = (int)options.ConnectTime.TotalSeconds,
            CommandTimeout = (int)options.CommandTime.TotalSeconds,
            // Details of faults quote rows, and so may quote a link's secret.
            IncludeErrorDetail = false,
            Enlist = false,
        };
        parts.ApplicationName ??= "SessionShare";
        Name = $"The PostgreSQL database '{parts.Database}' at {parts.Host}";
        _faults = new PostgresFaults(Name);
        _source = new NpgsqlDataSourceBuilder(parts.ToString()).Build();
    }

    /// <summary>Which database this is, as a sentence's subject.</summary>
    public string Name { get; }

    /// <summary>A connection for what may not be tried again by itself.</summary>
    public ValueTask<NpgsqlConnection> Connect(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>Does something that may be done twice. Its connection is back in the pool afterwards, or closed where it broke.</summary>
    /// <exception cref="PostgresStorageException">The database can't do it.</exception>
    public async Task<T> Use<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await Connect(cancellationToken);
                return await use(connection);
            }
            catch (NpgsqlException fault) when (attempt < Tries && PostgresFaults.IsPassing(fault))
            {
            }
            catch (Exception fault) when (_faults.Explain(fault) is { } explained)
            {
                throw explained;
            }
        }
    }

    /// <summary>A fault in words; faults that aren't the database's stay as they are.</summary>
    public Exception Explain(Exception fault) => _faults.Explain(fault) ?? fault;

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
