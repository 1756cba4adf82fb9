using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql;

/// <summary>What the stores share: the two ways to the database, the statements, and the probes of freshness.</summary>
internal sealed class SqlDatabase(SqlReaderPool readers, ISqlWriter writer, SqlStatements statements, RowStamps stamps)
{
    public SqlReaderPool Readers { get; } = readers;

    public ISqlWriter Writer { get; } = writer;

    public SqlStatements Sql { get; } = statements;

    public RowStamps Stamps { get; } = stamps;
}
