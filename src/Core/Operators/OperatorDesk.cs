using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Operators;

/// <summary>Where requests of operators' commands arrive, whichever way they came. Thread-safe; never waits and never throws because of what is asked.</summary>
public sealed class OperatorDesk(NodeIdentity node, SessionRegistry sessions, ConnectionOrders orders, INodeStatistics statistics, IWorldNotices notices)
{
    // Orders are sent again within seconds, if at all; with a pause between two connections there are few in that time.
    private const int MaxRemembered = 1024;

    private readonly NodeIdentity _node = node;
    private readonly SessionRegistry _sessions = sessions;
    private readonly ConnectionOrders _orders = orders;
    private readonly INodeStatistics _statistics = statistics;
    private readonly IWorldNotices _notices = notices;
    private readonly Lock _lock = new();

    // Under _lock: how many connections an order was for, and the orders by age.
    private readonly Dictionary<string, int> _carriedOut = new(StringComparer.Ordinal);
    private readonly Queue<string> _ids = new();

    /// <summary>Answers one request. A request that cannot be understood gets an error.</summary>
    /// <param name="sender">See <see cref="OperatorRequest.Sender"/>; null: the request names none.</param>
    public OperatorAnswer Answer(ReadOnlyMemory<byte> utf8, out string? sender)
    {
        var request = OperatorRequest.TryParse(utf8, out var id, out sender, out var problem);
        return request is null ? Refuse(id, problem!) : Answer(request);
    }

    /// <summary>The error for what is no request at all.</summary>
    public OperatorAnswer Refuse(string id, string problem) => new(id, _node.Id) { Error = problem };

    private OperatorAnswer Answer(OperatorRequest request) => request.Question switch
    {
        OperatorQuestion.List => new(request.Id, _node.Id) { Label = _node.Label, Count = _sessions.Count },
        OperatorQuestion.Statistics => new(request.Id, _node.Id) { Statistics = _statistics.Read() },
        OperatorQuestion.Names => request.Label is { } label
            ? new(request.Id, _node.Id) { Names = _orders.FindNames(label) }
            : Refuse(request.Id, "A label is missing."),
        OperatorQuestion.ReloadWorld => Reload(request),
        _ => Order(request, request.Question == OperatorQuestion.Drop ? OperatorAction.Drop : OperatorAction.Reload),
    };

    private OperatorAnswer Reload(OperatorRequest request)
    {
        if (request.World is not { Length: > 0 } world)
        {
            return Refuse(request.Id, "A world is missing.");
        }

        // The connections are told before it first waits; it never throws.
        _ = _notices.ReloadAsync(new WorldId(world), request.User is { } user ? new UserId(user) : null).AsTask();
        return new(request.Id, _node.Id);
    }

    private OperatorAnswer Order(OperatorRequest request, OperatorAction action)
    {
        if (request.Label is null == request.Connection is null)
        {
            return Refuse(request.Id, "An order is for a label or for a connection.");
        }

        int count;
        lock (_lock)
        {
            // Under the lock, so that nothing is done twice: it is a snapshot and an append to a topic, no sending and no waiting.
            if (!_carriedOut.TryGetValue(request.Id, out count))
            {
                count = request.Label is { } label ? _orders.CarryOut(action, label) : _orders.CarryOutOne(action, request.Connection!);
                Remember(request.Id, count);
            }
        }

        return new(request.Id, _node.Id) { Count = count };
    }

    private void Remember(string id, int count)
    {
        if (_ids.Count == MaxRemembered)
        {
            _carriedOut.Remove(_ids.Dequeue());
        }

        _ids.Enqueue(id);
        _carriedOut.Add(id, count);
    }
}
