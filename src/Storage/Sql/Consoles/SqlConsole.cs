using System.Data.Common;
using System.Runtime.CompilerServices;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Sql.Consoles;

/// <summary>A connection for statements of an operator, past the stores: what it changes they learn as they learn of any other program's changes. One caller at a time.</summary>
/// <remarks>A transaction that is begun stays open until it is ended; one that is open at the end is rolled back.</remarks>
public abstract class SqlConsole : IAsyncDisposable
{
    /// <summary>More rows than anybody reads; they are in memory until they are shown.</summary>
    public const int MaxRows = 10_000;

    private const string Ignored =
        "The connection was lost within a transaction, which is rolled back: statements are ignored up to its end (COMMIT or ROLLBACK).";

    private readonly SqlConnector _connector;
    private readonly TransactionWatch _transaction = new();

    // A transaction went with its connection, and its end has not been typed yet: what comes until then was meant to be part of it.
    private bool _isIgnoring;

    private protected SqlConsole(SqlConnector connector) => _connector = connector;

    /// <summary>Runs one statement or several, one result after the other; the statements run no faster than their results are taken.</summary>
    /// <exception cref="StoreRefusedException">The database refuses a statement; the message says why.</exception>
    /// <exception cref="StoreUnavailableException">The database is away.</exception>
    public async IAsyncEnumerable<ConsoleResult> RunAsync(string sql, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (_isIgnoring)
        {
            _isIgnoring = !TransactionWatch.Ends(sql);
            throw new StoreRefusedException(Ignored);
        }

        var isDone = false;
        try
        {
            await using var command = CreateCommand(sql);
            await using var rows = await GuardAsync(() => command.ExecuteReaderAsync(cancellation));
            var isStopped = false;
            do
            {
                if (rows.FieldCount == 0)
                {
                    continue;
                }

                var result = await GuardAsync(() => ReadAsync(rows, cancellation));

                // A transaction that is open would be lost with the statement, and so would the changes of one that makes some.
                if (result.IsCut && !_transaction.IsOpen && TransactionWatch.IsReading(sql))
                {
                    isStopped = await StopAsync(command, rows);
                }

                yield return result;
            }
            while (!isStopped && await GuardAsync(() => rows.NextResultAsync(cancellation)));

            await rows.CloseAsync();
            isDone = true;
            if (!isStopped && rows.RecordsAffected >= 0)
            {
                yield return new ConsoleResult([], [], false, rows.RecordsAffected);
            }
        }
        finally
        {
            _transaction.Note(sql, isDone);
        }
    }

    /// <summary>
    /// Opens the connection again if it is lost; true if it was. A transaction that was open is rolled back then, and <see cref="RunAsync"/> refuses what would have been
    /// part of it.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database is away.</exception>
    public async Task<bool> ReconnectAsync(CancellationToken cancellation = default)
    {
        if (!await ReopenAsync(cancellation))
        {
            return false;
        }

        _isIgnoring |= _transaction.IsOpen;
        _transaction.Reset();
        return true;
    }

    /// <summary>Closes the connection; an open transaction is rolled back.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>True: the connection was lost and is another one now.</summary>
    private protected abstract Task<bool> ReopenAsync(CancellationToken cancellation);

    /// <summary>Gives up the rest of a statement's rows; false: they are cheap to pass over. Neither throws for what becomes of the statement.</summary>
    private protected abstract Task<bool> StopAsync(DbCommand command, DbDataReader rows);

    private protected abstract DbCommand CreateCommand(string sql);

    private protected abstract string? ReadCell(DbDataReader row, int column);

    private async Task<ConsoleResult> ReadAsync(DbDataReader rows, CancellationToken cancellation)
    {
        var columns = new string[rows.FieldCount];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = rows.GetName(column);
        }

        var read = new List<IReadOnlyList<string?>>();
        while (await rows.ReadAsync(cancellation))
        {
            if (read.Count == MaxRows)
            {
                return new ConsoleResult(columns, read, true, null);
            }

            var cells = new string?[columns.Length];
            for (var column = 0; column < cells.Length; column++)
            {
                cells[column] = await rows.IsDBNullAsync(column, cancellation) ? null : ReadCell(rows, column);
            }

            read.Add(cells);
        }

        return new ConsoleResult(columns, read, false, null);
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or NotSupportedException)
        {
            // Also what would be a defect in a statement of ours: here it is the operator's.
            throw _connector.Translate(exception) is StoreUnavailableException away ? away : new StoreRefusedException(exception.Message, exception);
        }
    }
}
