using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Sessions;

/// <summary>A statement with named parameters: bind every one of them, then run it once. Used by one caller at a time.</summary>
/// <remarks>
/// On SQLite the calls complete before they return. On PostgreSQL they wait for the server; in the writer all units of a batch share round trips
/// (<c>PostgresPipeline</c>), so the result must be awaited before anything is decided by it, and nothing else may be awaited in a unit.
/// </remarks>
internal abstract class SqlStatement
{
    public SqlStatement Bind(string name, string? value) => Set(name, SqlType.Text, value);

    public SqlStatement Bind(string name, long value) => Set(name, SqlType.Number, value);

    public SqlStatement Bind(string name, long? value) => Set(name, SqlType.Number, value);

    public SqlStatement Bind(string name, bool value) => Set(name, SqlType.Truth, value);

    public SqlStatement Bind(string name, Guid? value) => Set(name, SqlType.Uuid, value);

    public SqlStatement Bind(string name, WorldId value) => Set(name, SqlType.Text, value.Value);

    public SqlStatement Bind(string name, UserId value) => Set(name, SqlType.Uuid, value.Value);

    public SqlStatement Bind(string name, RoomId value) => Set(name, SqlType.Uuid, value.Value);

    public SqlStatement Bind(string name, ChannelId value) => Set(name, SqlType.Uuid, value.Value);

    public SqlStatement Bind(string name, DateTimeOffset? value) => Set(name, SqlType.Time, value);

    public SqlStatement Bind(string name, RawJson? value) => Set(name, SqlType.Json, value);

    public SqlStatement Bind(string name, IEnumerable<string> values) => Set(name, SqlType.TextList, values.ToArray());

    public SqlStatement Bind(string name, IEnumerable<UserId> values) => Set(name, SqlType.UuidList, values.Select(static id => id.Value).ToArray());

    public SqlStatement Bind(string name, IEnumerable<ChannelId> values) => Set(name, SqlType.UuidList, values.Select(static id => id.Value).ToArray());

    public SqlStatement Bind(string name, IEnumerable<Guid> values) => Set(name, SqlType.UuidList, values.ToArray());

    /// <summary>Number of rows changed.</summary>
    public abstract ValueTask<int> ExecuteAsync();

    /// <summary>The rows, mapped one by one.</summary>
    public abstract ValueTask<List<T>> ReadAllAsync<T>(Func<SqlRow, T> map);

    /// <summary>The first row, mapped; default without rows.</summary>
    public async ValueTask<T?> ReadFirstAsync<T>(Func<SqlRow, T> map) => await ReadAllAsync(map) is [var first, ..] ? first : default;

    /// <summary>First column of the first row; null if there is no row or the value is NULL.</summary>
    public ValueTask<long?> ReadNumberAsync() => ReadFirstAsync(static row => row.OptionalNumber(0));

    /// <summary>First column of the first row; null if there is no row or the value is NULL.</summary>
    public ValueTask<string?> ReadTextAsync() => ReadFirstAsync(static row => row.OptionalText(0));

    /// <summary>First column of the first row; null if there is no row or the value is NULL.</summary>
    public ValueTask<Guid?> ReadUuidAsync() => ReadFirstAsync(static row => row.OptionalUuid(0));

    /// <summary>Id of the one row that an INSERT made which ends in <see cref="SqlDialect.NewId"/>; null if it made none.</summary>
    public virtual ValueTask<long?> InsertAsync() => ReadNumberAsync();

    protected abstract SqlStatement Set(string name, SqlType type, object? value);
}
