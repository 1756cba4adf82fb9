using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>A prepared statement: bind every parameter, then execute. Parameters keep their last value, so nothing may be left out.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteCommand _command;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
    }

    public SqliteStatement Bind(string name, string? value) => BindValue(name, value);

    public SqliteStatement Bind(string name, long value) => BindValue(name, value);

    public SqliteStatement Bind(string name, long? value) => BindValue(name, value);

    public SqliteStatement Bind(string name, bool value) => BindValue(name, value ? 1L : 0L);

    public SqliteStatement Bind(string name, Guid? value) => BindValue(name, value?.ToString("D"));

    public SqliteStatement Bind(string name, WorldId value) => BindValue(name, value.Value);

    public SqliteStatement Bind(string name, UserId value) => Bind(name, value.Value);

    public SqliteStatement Bind(string name, RoomId value) => Bind(name, value.Value);

    public SqliteStatement Bind(string name, ChannelId value) => Bind(name, value.Value);

    public SqliteStatement Bind(string name, DateTimeOffset value) => BindValue(name, SqliteFormats.Time(value));

    public SqliteStatement Bind(string name, RawJson? value) => BindValue(name, value is { } json ? BytesOf(json) : null);

    /// <summary>Number of rows changed.</summary>
    public int Execute() => _command.ExecuteNonQuery();

    /// <summary>First column of the first row; null if there is no row or the value is NULL.</summary>
    public long? ReadNumber() => _command.ExecuteScalar() switch
    {
        null or DBNull => null,
        var value => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    /// <summary>First column of the first row; null if there is no row or the value is NULL.</summary>
    public string? ReadText() => _command.ExecuteScalar() as string;

    /// <summary>The rows. The caller disposes the reader before the statement is used again.</summary>
    public SqliteDataReader Read() => _command.ExecuteReader();

    public void Dispose() => _command.Dispose();

    // A RawJson owns an exact array; bound without a copy, because the driver only reads it while executing.
    private static byte[] BytesOf(RawJson json) =>
        MemoryMarshal.TryGetArray(json.Memory, out var segment) && segment.Offset == 0 && segment.Array!.Length == segment.Count
            ? segment.Array
            : json.Utf8.ToArray();

    private SqliteStatement BindValue(string name, object? value)
    {
        var parameters = _command.Parameters;
        var index = parameters.IndexOf(name);
        if (index < 0)
        {
            parameters.AddWithValue(name, value ?? DBNull.Value);
        }
        else
        {
            parameters[index].Value = value ?? DBNull.Value;
        }

        return this;
    }
}
