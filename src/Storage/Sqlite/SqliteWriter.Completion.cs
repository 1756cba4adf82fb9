using Microsoft.Data.Sqlite;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sqlite;

// What the callers of a batch are told, in the order of the queue.
internal sealed partial class SqliteWriter
{
    private void CompleteBatch()
    {
        var fanOut = Volatile.Read(ref _fanOut);
        fanOut?.Hold();
        try
        {
            CompleteUnits();
        }
        finally
        {
            fanOut?.Release();
        }
    }

    private void CompleteUnits()
    {
        foreach (var unit in _batch)
        {
            if (unit.Failure is { } failure)
            {
                unit.Fail(SqliteErrors.Translate(failure));
                continue;
            }

            try
            {
                Announce(unit);
                unit.Succeed();
            }
            catch (Exception exception)
            {
                StorageLog.CompletionFailed(_logger, exception);
            }
        }
    }

    private void Announce(WriteUnit unit)
    {
        foreach (var row in unit.Versions)
        {
            _versionKeys.Publish(row.Kind, row.Key, row.Version);
        }
    }

    private void FailBatch(SqliteException exception)
    {
        var reason = SqliteErrors.Translate(exception);
        if (reason is StoreUnavailableException)
        {
            StorageLog.BatchFailed(_logger, _batch.Count, exception.Message);
        }

        _session?.RollBack();
        if (reason is StoreUnavailableException && !SqliteErrors.IsOnlyBusy(exception))
        {
            // The connection may be part of the trouble.
            DropSession();
        }

        foreach (var unit in _batch)
        {
            unit.Fail(unit.Failure is { } failure ? SqliteErrors.Translate(failure) : reason);
        }
    }

    private void DropSession()
    {
        _session?.Dispose();
        _session = null;
    }

    private void Abandon(Exception exception)
    {
        lock (_lock)
        {
            _isClosing = true;
            while (_queue.TryDequeue(out var unit))
            {
                _batch.Add(unit);
                _room.Release();
            }
        }

        var reason = new StoreUnavailableException("The database writer stopped.", exception);
        TellBatch(reason);
        RefuseEditsWaiter(reason);
    }

    private void TellBatch(Exception reason)
    {
        foreach (var unit in _batch)
        {
            try
            {
                unit.Fail(reason);
            }
            catch (InvalidOperationException)
            {
                // Was told already.
            }
        }
    }
}
