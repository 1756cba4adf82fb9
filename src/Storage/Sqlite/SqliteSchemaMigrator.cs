using Microsoft.Data.Sqlite;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Applies the steps on a connection of its own, because it may wait longer for another process than a command may.</summary>
internal sealed class SqliteSchemaMigrator(SqliteConnector connector, TimeSpan lockTimeout, TimeProvider time) : ISchemaMigrator
{
    private const string App = "fast";

    private readonly SqliteConnector _connector = connector;
    private readonly TimeSpan _lockTimeout = lockTimeout;
    private readonly TimeProvider _time = time;

    public Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellation = default) =>
        RunAsync(
            session =>
            {
                var applied = new List<string>();

                // The lock comes first: who waited for it sees what the other process has done.
                session.Control("BEGIN IMMEDIATE");
                try
                {
                    session.Prepare(MigrationSql.CreateLedger).ExecuteNow();
                    var known = ReadLedger(session);
                    foreach (var step in SqliteMigration.LoadAll().Where(step => !known.Contains(step.Name)))
                    {
                        session.RunScript(step.Script);
                        Record(session, step);
                        applied.Add(step.Name);
                    }

                    session.Control("COMMIT");
                }
                finally
                {
                    session.RollBack();
                }

                return (IReadOnlyList<string>)applied;
            },
            cancellation);

    public Task<IReadOnlyList<SchemaStep>> ListAsync(CancellationToken cancellation = default) =>
        RunAsync(
            static session =>
            {
                const string hasLedger = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'fast_migrations'";
                var applied = session.Prepare(hasLedger).ReadNumberNow() > 0 ? ReadLedger(session) : [];
                var names = SqliteMigration.LoadAll().Select(static step => step.Name).Union(applied).Order(StringComparer.Ordinal);
                return (IReadOnlyList<SchemaStep>)[.. names.Select(name => new SchemaStep(App, name, applied.Contains(name)))];
            },
            cancellation);

    private static HashSet<string> ReadLedger(SqliteSession session) =>
        new(session.Prepare(MigrationSql.List).ReadAllNow(static row => row.Text(0)), StringComparer.Ordinal);

    private void Record(SqliteSession session, SqliteMigration step)
    {
        var insert = session.Prepare(MigrationSql.Insert);
        insert.Bind("@name", step.Name).Bind("@applied", _time.GetUtcNow());
        insert.ExecuteNow();
    }

    private Task<TResult> RunAsync<TResult>(Func<SqliteSession, TResult> work, CancellationToken cancellation)
    {
        // Start-up and command line only: blocking the caller for the length of a migration harms nobody.
        cancellation.ThrowIfCancellationRequested();
        try
        {
            using var session = _connector.OpenWriter(_lockTimeout);
            return Task.FromResult(work(session));
        }
        catch (SqliteException exception) when (SqliteErrors.IsUnavailable(exception))
        {
            return Task.FromException<TResult>(SqliteErrors.Unavailable(exception));
        }
    }
}
