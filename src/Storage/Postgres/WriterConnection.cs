using System.Data;
using Npgsql;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>The writer's connection, replaced when it is lost. Used by the writer only.</summary>
internal sealed class WriterConnection(PostgresConnector connector) : IAsyncDisposable
{
    private readonly PostgresConnector _connector = connector;
    private readonly Guid _writer = Guid.NewGuid();
    private NpgsqlConnection? _connection;
    private bool _hadOne;

    /// <summary>Key of the writer's <see cref="CommitMarker"/>.</summary>
    public Guid Writer => _writer;

    /// <summary>False: the next use has to open one, or the last use has lost it.</summary>
    public bool IsOpen => _connection is { State: ConnectionState.Open };

    private string Name => $"venueless-writer-{_writer:N}";

    /// <summary>The open connection, or a new one.</summary>
    public async ValueTask<NpgsqlConnection> OpenAsync()
    {
        if (_connection is { State: ConnectionState.Open } open)
        {
            return open;
        }

        await DropAsync();
        var connection = await _connector.OpenWriterAsync(Name);
        try
        {
            if (_hadOne)
            {
                await CommitMarker.EndPredecessorsAsync(connection, Name);
            }

            await CommitMarker.RegisterAsync(connection, _writer);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        _hadOne = true;
        return _connection = connection;
    }

    /// <summary>Gives the connection up; the next <see cref="OpenAsync"/> makes a new one.</summary>
    public async ValueTask DropAsync()
    {
        if (_connection is { } lost)
        {
            _connection = null;
            await lost.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => DropAsync();
}
