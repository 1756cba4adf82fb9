using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>A statement that joins the pipeline's next round trip when it is run.</summary>
internal sealed class PipelinedStatement(PostgresPipeline pipeline, WriteUnit? owner, string sql) : SqlStatement
{
    private readonly PostgresPipeline _pipeline = pipeline;
    private readonly WriteUnit? _owner = owner;
    private readonly BoundStatement _statement = new(sql);

    public override ValueTask<int> ExecuteAsync()
    {
        var execution = new PipelinedExecution(_owner, _statement);
        _pipeline.Add(execution);
        return execution.Task;
    }

    public override ValueTask<List<T>> ReadAllAsync<T>(Func<SqlRow, T> map)
    {
        var read = new PipelinedRead<T>(_owner, _statement, map);
        _pipeline.Add(read);
        return read.Task;
    }

    protected override SqlStatement Set(string name, SqlType type, object? value)
    {
        _statement.Set(name, type, value);
        return this;
    }
}
