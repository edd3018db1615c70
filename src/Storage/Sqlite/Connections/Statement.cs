using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SessionShare.Storage;

/// <summary>
/// A prepared statement of one connection, used again and again. It stands on SQLite's own calls, because ADO.NET takes blobs as whole
/// arrays only and a run of frames is a slice. Disposing it ends one use; its connection closes it.
/// </summary>
internal sealed class Statement(sqlite3 connection, sqlite3_stmt statement) : IDisposable
{
    public Statement Bind(int index, long value) => Checked(raw.sqlite3_bind_int64(statement, index, value));

    public Statement Bind(int index, string value) => BindText(index, Encoding.UTF8.GetBytes(value));

    public Statement BindText(int index, ReadOnlySpan<byte> utf8) => Checked(raw.sqlite3_bind_text(statement, index, utf8));

    public Statement BindBlob(int index, ReadOnlySpan<byte> value) => Checked(raw.sqlite3_bind_blob(statement, index, value));

    /// <summary>Steps to the next row; false at the end.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
            return result == raw.SQLITE_ROW;
        SqliteException.ThrowExceptionForRC(result, connection);
        return false;
    }

    /// <summary>Runs a write to its end and says how many rows it changed.</summary>
    public int Change()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(connection);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>A blob or a text's UTF-8, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose()
    {
        // Resetting repeats the error of the last step, which was thrown there.
        _ = raw.sqlite3_reset(statement);
        _ = raw.sqlite3_clear_bindings(statement);
    }

    public void Close() => statement.Dispose();

    private Statement Checked(int result)
    {
        SqliteException.ThrowExceptionForRC(result, connection);
        return this;
    }
}
