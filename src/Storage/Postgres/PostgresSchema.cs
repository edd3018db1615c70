namespace SessionShare.Storage;

/// <summary>The tables of the PostgreSQL store and of Orleans' membership, and how a database comes to have them.</summary>
public static class PostgresSchema
{
    /// <summary>
    /// Brings a database to the newest version: frames, blocks, grain state, and the tables that Orleans' ADO.NET membership provider reads. Does
    /// nothing where it is there already; safe when two run at once. Part of <c>silo migrate</c>.
    /// </summary>
    /// <returns>The steps taken now, one sentence each; empty when there was nothing to do.</returns>
    /// <exception cref="PostgresStorageException">
    /// The database can't be reached, refuses, or was migrated by a newer program; the message says so and never holds the password.
    /// </exception>
    public static Task<IReadOnlyList<string>> Migrate(string connectionString, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The migrations follow.");
}
