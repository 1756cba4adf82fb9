using Venueless.Fast.Core.Operators;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// An operator's command on its way to the running nodes (connection.md section 6): over Redis to all of them, or through the local control socket to the only one.
/// For one command at a time. Every method throws <see cref="StoreUnavailableException"/> when what connects it with the nodes is away.
/// </summary>
public interface IOperatorChannel : IAsyncDisposable
{
    /// <summary>The labels that are alive, by name, with estimates. Forgets the others.</summary>
    Task<IReadOnlyList<LabelCount>> ListAsync(CancellationToken cancellation);

    /// <summary>All connections with the label, as the nodes know them now.</summary>
    Task<FoundConnections> FindConnectionsAsync(string label, CancellationToken cancellation);

    /// <summary>One message to all connections with the label. Returns when every node has answered or has had time enough.</summary>
    Task<OrderOutcome> OrderAsync(OperatorAction action, string label, CancellationToken cancellation);

    /// <summary>The same for one connection, by name; one that has ended meanwhile is skipped.</summary>
    Task<OrderOutcome> OrderOneAsync(OperatorAction action, string connection, CancellationToken cancellation);

    /// <summary>What every node counts.</summary>
    Task<FoundStatistics> ReadStatisticsAsync(CancellationToken cancellation);
}
