using System.Data.Common;
using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Storage.Sql.Sessions;

/// <summary>The current row of a result, valid while it is being mapped. Columns by position; NULL becomes null.</summary>
internal readonly struct SqlRow(DbDataReader reader, SqlDialect dialect)
{
    private readonly DbDataReader _reader = reader;
    private readonly SqlDialect _dialect = dialect;

    public string Text(int column) => _reader.GetString(column);

    public string? OptionalText(int column) => _reader.IsDBNull(column) ? null : _reader.GetString(column);

    public int Integer(int column) => _reader.GetInt32(column);

    public long Number(int column) => _reader.GetInt64(column);

    public long? OptionalNumber(int column) => _reader.IsDBNull(column) ? null : _reader.GetInt64(column);

    public bool Truth(int column) => _reader.GetBoolean(column);

    public Guid Uuid(int column) => _reader.GetGuid(column);

    public Guid? OptionalUuid(int column) => _reader.IsDBNull(column) ? null : _reader.GetGuid(column);

    public DateTimeOffset Time(int column) => _dialect.ReadTime(_reader, column);

    public DateTimeOffset? OptionalTime(int column) => _reader.IsDBNull(column) ? null : _dialect.ReadTime(_reader, column);

    // The stored UTF-8 as it is: a text column read as bytes needs no conversion.
    public RawJson? Json(int column) => _reader.IsDBNull(column) ? null : new RawJson(_reader.GetFieldValue<byte[]>(column));

    public string[] List(int column) => _dialect.ReadList(_reader, column);
}
