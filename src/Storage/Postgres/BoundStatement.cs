using Npgsql;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>A statement of the pipeline with its values. Becomes a command of the driver only when it goes to the server on its own. Used by the writer only.</summary>
internal sealed class BoundStatement(string sql)
{
    private readonly List<BoundValue> _values = [];
    private NpgsqlBatchCommand? _command;

    public string Sql { get; } = sql;

    public IReadOnlyList<BoundValue> Values => _values;

    /// <summary>Made on first use; nothing may be bound after that.</summary>
    public NpgsqlBatchCommand Command => _command ??= CreateCommand();

    /// <summary>Binding a name again replaces its value.</summary>
    public void Set(string name, SqlType type, object? value)
    {
        var bound = new BoundValue(name, type, value);
        var index = _values.FindIndex(known => known.Name == name);
        if (index < 0)
        {
            _values.Add(bound);
        }
        else
        {
            _values[index] = bound;
        }
    }

    /// <summary>The value of a name that was bound.</summary>
    public object? ValueOf(string name)
    {
        foreach (var value in _values)
        {
            if (value.Name == name)
            {
                return value.Value;
            }
        }

        throw new InvalidOperationException($"{name} was not bound.");
    }

    /// <summary>Whether this went to the server as that command.</summary>
    public bool WentAs(NpgsqlBatchCommand command) => ReferenceEquals(_command, command);

    private NpgsqlBatchCommand CreateCommand()
    {
        var command = new NpgsqlBatchCommand(Sql);
        foreach (var value in _values)
        {
            PostgresParameters.Set(command.Parameters, value.Name, value.Type, value.Value);
        }

        return command;
    }
}
