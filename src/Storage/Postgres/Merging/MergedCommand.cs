using Npgsql;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres.Merging;

/// <summary>The same statement of many units, as one. Used by the writer only.</summary>
internal sealed class MergedCommand(MergedForm form) : IBatchedCommand
{
    private readonly MergedForm _form = form;
    private readonly List<PipelinedCommand> _members = [];
    private readonly Dictionary<object, PipelinedCommand> _byKey = [];
    private NpgsqlBatchCommand? _command;

    /// <summary>In the order in which they were run.</summary>
    public IReadOnlyList<PipelinedCommand> Members => _members;

    public NpgsqlBatchCommand Command => _command ??= CreateCommand();

    public bool HasRows => _form.Key is not null;

    /// <summary>False: there is one with the same key.</summary>
    public bool TryAdd(PipelinedCommand command)
    {
        if (_form.Key is { } key && (command.Statement.ValueOf(key) is not { } value || !_byKey.TryAdd(value, command)))
        {
            return false;
        }

        _members.Add(command);
        return true;
    }

    public async ValueTask ReadAsync(NpgsqlDataReader reader)
    {
        var keyColumn = reader.FieldCount - 1;
        while (await reader.ReadAsync())
        {
            _byKey[reader.GetValue(keyColumn)].TakeRow(new SqlRow(reader, PostgresDialect.Instance));
        }
    }

    private NpgsqlBatchCommand CreateCommand()
    {
        var command = new NpgsqlBatchCommand(_form.Sql);
        foreach (var (name, type, _) in _members[0].Statement.Values)
        {
            command.Parameters.Add(MergedParameters.Create(name, type, _members));
        }

        foreach (var member in _members)
        {
            member.Merge(changed: HasRows ? 0 : 1);
        }

        return command;
    }
}
