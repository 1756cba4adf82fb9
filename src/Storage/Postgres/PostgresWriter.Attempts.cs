using System.Diagnostics;
using Npgsql;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>One attempt at a batch, and what its failure means.</summary>
internal sealed partial class PostgresWriter
{
    private static readonly TimeSpan RecoveryPause = TimeSpan.FromMilliseconds(200);

    private async ValueTask<(BatchOutcome Outcome, Exception Reason)> TryAsync(List<WriteUnit> units)
    {
        var isFresh = false;
        while (true)
        {
            PostgresTransaction? transaction = null;
            try
            {
                isFresh |= !_connection.IsOpen;
                var connection = await _connection.OpenAsync();
                transaction = new PostgresTransaction(connection, units, _isPatient, _isMerging ? _merger : null);
                if (!await transaction.RunAsync(_eventIds, _highestStoredSql, _options.IsShared))
                {
                    await transaction.RollBackAsync();
                    return (BatchOutcome.UnitsFailed, new InvalidOperationException("Units of work failed by themselves."));
                }

                _batch = CommitMarker.Next(_batch);
                _holdsChannels = transaction.HoldsChannels;
                await transaction.CommitAsync(_connection.Writer, _batch);
                return (BatchOutcome.Committed, NoReason);
            }
            catch (PostgresException refusal) when (_connection.IsOpen)
            {
                return await JudgeAsync(transaction!, units, refusal);
            }
            catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
            {
                await _connection.DropAsync();
                if (transaction is { IsCommitSent: true })
                {
                    return await FindOutAsync(exception);
                }

                // Nothing was committed. A connection that was lost while it was idle says nothing about the server: once more, on a new one.
                if (isFresh || PostgresErrors.IsTimeout(exception))
                {
                    return (BatchOutcome.Unavailable, PostgresErrors.Unavailable(exception));
                }
            }
            catch (StoreUnavailableException exception)
            {
                // The source of the event ids: a matter of those who need one.
                units.ForEach(unit => unit.Failure = unit.EventChannel is null ? null : exception);
                await LeaveAsync(transaction!);
                return (BatchOutcome.UnitsFailed, exception);
            }
            catch (Exception exception) when (transaction is not null)
            {
                // Not the server's words and not a loss: perhaps a value that the driver cannot send. Whose it is shows when the batch is divided.
                await _connection.DropAsync();
                return transaction.IsCommitSent ? await FindOutAsync(exception) : (BatchOutcome.Refused, exception);
            }
        }
    }

    /// <summary>The server has refused something and rolls back; the connection lives.</summary>
    private async ValueTask<(BatchOutcome Outcome, Exception Reason)> JudgeAsync(
        PostgresTransaction transaction, List<WriteUnit> units, PostgresException refusal)
    {
        // All units were told of the refusal; only one may have caused it.
        units.ForEach(static unit => unit.Failure = null);
        if (PostgresErrors.IsOfTheServer(refusal))
        {
            // Also the connection: it may lead to a server that has become a standby.
            await _connection.DropAsync();
            return (BatchOutcome.Unavailable, PostgresErrors.Unavailable(refusal));
        }

        _isPatient &= refusal.SqlState != PostgresErrorCodes.LockNotAvailable;
        await LeaveAsync(transaction);
        if (refusal is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "core_chatevent_pkey" })
        {
            // Somebody else has handed out these ids.
            _eventIds.Forget();
            return (BatchOutcome.Conflicted, refusal);
        }

        if (PostgresErrors.IsConflict(refusal))
        {
            return (BatchOutcome.Conflicted, refusal);
        }

        if (transaction.Guilty is { } guilty)
        {
            guilty.Failure = refusal;
            return (BatchOutcome.UnitsFailed, refusal);
        }

        return (transaction.HasMerged ? BatchOutcome.MergeRefused : BatchOutcome.Refused, refusal);
    }

    /// <summary>Rolls back, or gives the connection up when that fails.</summary>
    private async ValueTask LeaveAsync(PostgresTransaction transaction)
    {
        try
        {
            await transaction.RollBackAsync();
        }
        catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
        {
            await _connection.DropAsync();
        }
    }

    /// <summary>After a commit whose answer was lost: the marker tells, as soon as the server can be asked.</summary>
    private async ValueTask<(BatchOutcome Outcome, Exception Reason)> FindOutAsync(Exception lost)
    {
        // The server's time, whatever clock the product runs by.
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                var connection = await _connection.OpenAsync();
                return await CommitMarker.FindOutAsync(connection, _connection.Writer, _batch)
                    ? (BatchOutcome.Committed, NoReason)
                    : (BatchOutcome.Conflicted, lost);
            }
            catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
            {
                await _connection.DropAsync();
                if (Stopwatch.GetElapsedTime(started) > _options.RecoveryTimeout)
                {
                    StorageLog.CommitUnknown(_logger, exception.Message);
                    return (BatchOutcome.Unavailable, PostgresErrors.Unavailable(lost));
                }
            }

            await Task.Delay(RecoveryPause);
        }
    }
}
