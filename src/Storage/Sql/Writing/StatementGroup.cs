namespace Venueless.Fast.Storage.Sql.Writing;

/// <summary>Statements of one unit that do not wait for each other: all are started, then awaited, so that on PostgreSQL they share one round trip.</summary>
internal sealed class StatementGroup
{
    private readonly List<Task<int>> _running = [];

    /// <param name="statement">Has been started.</param>
    public void Add(ValueTask<int> statement) => _running.Add(statement.AsTask());

    public async ValueTask CompleteAsync()
    {
#pragma warning disable VSTHRD003 // Started by the same unit, on the writer.
        foreach (var statement in _running)
        {
            await statement;
        }
#pragma warning restore VSTHRD003
    }
}
